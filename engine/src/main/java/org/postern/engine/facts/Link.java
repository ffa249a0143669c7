package org.postern.engine.facts;

import java.util.Optional;
import org.postern.engine.url.WebAddress;

/// A link of the body: where it leads and the text a reader sees on it.
///
/// @param target as written, at most 8,192 characters
/// @param shown what a reader sees on it, at most 200 characters; empty for a picture and for what
///   stands in plain text
/// @param kind what makes it a link
/// @param address the target as a browser reads it; empty where a browser would not follow it
/// @param seen whether a reader can see it and click on it, as far as the page tells
public record Link(
    String target, String shown, Kind kind, Optional<WebAddress> address, boolean seen) {

  private static final int LONGEST = 8_192;
  private static final int SHOWN = 200;

  public Link {
    target = start(target, LONGEST);
    shown = start(shown, SHOWN);
  }

  /// A link that a reader can see.
  public Link(String target, String shown, Kind kind, Optional<WebAddress> address) {
    this(target, shown, kind, address, true);
  }

  private static String start(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  /// What makes it a link.
  public enum Kind {
    /// `<a href>`.
    ANCHOR(true),
    /// `<area href>` of a picture.
    AREA(true),
    /// The action of a form.
    FORM(true),
    /// A page that turns into another by itself.
    META_REFRESH(true),
    /// An address in plain text, or in HTML text outside of any link.
    PLAIN(true),
    /// The name of a host in text, with or without a path, that some mail clients make a link:
    /// `example.com/login`.
    BARE(true),
    /// A code that a phone reads, in a picture, a PDF file or drawn in the text.
    CODE(true),
    /// A link of a PDF file or an office document.
    DOCUMENT(true),
    /// A picture, loaded when the message is shown.
    IMAGE(false),
    /// A picture behind text.
    BACKGROUND(false),
    /// A script.
    SCRIPT(false),
    /// A style sheet.
    STYLE(false),
    /// Another page within this one.
    FRAME(false),
    /// An object, a sound, a film.
    OBJECT(false);

    private final boolean followed;

    Kind(boolean followed) {
      this.followed = followed;
    }

    /// Whether a reader follows it, rather than the program that shows the message.
    public boolean followed() {
      return followed;
    }
  }

  /// Reads the target; a host without a scheme is taken for a web address, as mail clients do it.
  public static Link of(String target, String shown, Kind kind) {
    return new Link(target, shown, kind, WebAddress.parseLoosely(target));
  }

  /// Reads the target, which may be relative to the page's base.
  public static Link of(String target, String shown, Kind kind, Optional<WebAddress> base) {
    Optional<WebAddress> address = WebAddress.parseLoosely(target);
    return new Link(
        target,
        shown,
        kind,
        address.isPresent() ? address : base.flatMap(known -> WebAddress.parse(target, known)));
  }

  /// Whether it tells where a reader is led: it can be seen, and is more than the name of a host in
  /// the text.
  public boolean leads() {
    return seen
        && (kind != Kind.BARE
            || address.filter(to -> to.path().length() > 1 || to.query().isPresent()).isPresent());
  }

  /// The same, that no reader can click on.
  Link unseen() {
    return seen ? new Link(target, shown, kind, address, false) : this;
  }

  /// The host it leads to, lower case, without user and port; empty where it has none.
  public String host() {
    return address.map(WebAddress::host).orElse("");
  }
}
