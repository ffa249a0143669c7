package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.mime.Ambiguity;
import org.postern.mail.mime.ContentDisposition;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Part;

/// What a reader sees of the body, over all parts that are text and nested messages included.
///
/// @param visible the text a reader sees; white space is folded in HTML
/// @param hidden the text that HTML hides from the reader
/// @param links that a reader follows, of HTML and plain text; where there are more than 1,000
///   those to 500 other hosts and the last 200 besides. Those of a plain text that HTML stands for
///   are seen where HTML leads to the same host
/// @param bare the names of hosts in text that some mail clients make links, at most 300; not among
///   `links`
/// @param loaded what HTML loads when it is shown: pictures, styles, scripts, frames; at most 1,000
/// @param html the HTML parts of the body, in order
/// @param attachedPages attached files that a browser shows: HTML, SVG; their text and links are
///   theirs alone
/// @param attachments the parts that are offered as a file
/// @param notes what attached files of plain text say, where the message itself says little: some
///   clients show them below it; at most 20,000 characters
/// @param truncated whether there was more than is read: 2 MB of text, 250,000 tags of a page, too
///   many links or pictures, more than five attached letters, or too many parts in one
/// @param linksLeft how many links are left out
public record ContentFacts(
    String visible,
    String hidden,
    List<Link> links,
    List<Link> bare,
    List<Link> loaded,
    List<HtmlFacts> html,
    List<HtmlFacts> attachedPages,
    List<Part> attachments,
    String notes,
    boolean truncated,
    int linksLeft) {

  private static final int MOST_TEXT = 2 << 20;
  private static final int MOST_LINKS = 1_000;
  private static final int MOST_PAGES = 20;
  private static final int MOST_NOTE_LINKS = 100;
  private static final int SAYS_ENOUGH = 600;
  private static final int MOST_NOTES = 20_000;
  private static final int MOST_LETTERS = 5;
  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);

  public ContentFacts {
    links = List.copyOf(links);
    bare = List.copyOf(bare);
    loaded = List.copyOf(loaded);
    html = List.copyOf(html);
    attachedPages = List.copyOf(attachedPages);
    attachments = List.copyOf(attachments);
  }

  /// The links in attached files of plain text, where the message itself says little.
  public List<Link> noteLinks() {
    if (notes.isEmpty()) {
      return List.of();
    }
    PageLinks found = new PageLinks(MOST_NOTE_LINKS);
    found.plain(notes, true);
    return found.all().stream()
        .filter(link -> link.kind().followed() && link.kind() != Link.Kind.BARE)
        .map(link -> new Link(link.target(), "", Link.Kind.DOCUMENT, link.address()))
        .toList();
  }

  /// Reads the body of a message.
  public static ContentFacts of(Message message) {
    Gatherer gatherer = new Gatherer(Alternatives.unseen(message.parts()));
    for (Part part : message.parts()) {
      Abandoned.check();
      gatherer.take(part);
    }
    return gatherer.facts();
  }

  /// The text a reader sees outside of attached messages; empty where none is attached.
  public static Optional<String> besideMessages(Message message) {
    List<Part> outer = new ArrayList<>();
    outer(message.root(), outer);
    if (outer.stream().noneMatch(ContentFacts::message)) {
      return Optional.empty();
    }
    Gatherer gatherer = new Gatherer(Alternatives.unseen(outer));
    for (Part part : outer) {
      Abandoned.check();
      if (!Gatherer.letter(part)) {
        gatherer.take(part);
      }
    }
    return Optional.of(Gatherer.joined(gatherer.visible));
  }

  /// The links outside of attached messages, and of headers of messages.
  static List<Link> outside(Message message) {
    List<Part> outer = new ArrayList<>();
    outer(message.root(), outer);
    Gatherer gatherer = new Gatherer(Alternatives.unseen(outer));
    outer.stream()
        .filter(part -> !Gatherer.letter(part) && !headerAlone(part))
        .forEach(gatherer::take);
    return gatherer.links.all();
  }

  /// Whether it is the header of a message without the rest (RFC 6522 section 3).
  static boolean headerAlone(Part part) {
    return part.leaf()
        && part.contentType().type().equals("text")
        && part.contentType().subtype().equals("rfc822-headers");
  }

  private static boolean message(Part part) {
    return Gatherer.letter(part) || part.children().stream().anyMatch(Part::nestedMessage);
  }

  private static void outer(Part part, List<Part> all) {
    all.add(part);
    for (Part child : part.children()) {
      if (!child.nestedMessage()) {
        outer(child, all);
      }
    }
  }

  private static final class Gatherer {
    private final List<String> visible = new ArrayList<>(1);
    private final List<String> hidden = new ArrayList<>(1);
    private final PageLinks links = new PageLinks(MOST_LINKS);
    private final List<HtmlFacts> html = new ArrayList<>();
    private final List<HtmlFacts> attachedPages = new ArrayList<>();
    private final List<Part> attachments = new ArrayList<>();
    private final List<Part> notes = new ArrayList<>();
    private final Set<Part> unseen;
    private int left = MOST_TEXT;
    private int linksLeft;
    private int letters;
    private boolean truncated;

    Gatherer(Set<Part> unseen) {
      this.unseen = unseen;
    }

    void take(Part part) {
      if (!part.leaf()) {
        return;
      }
      if (part.attachment()) {
        attachments.add(part);
      }
      boolean letter = letter(part);
      truncated |= letter && letters == MOST_LETTERS;
      if (letter && letters < MOST_LETTERS) {
        letters++;
        Message message = PARSER.parse(part.content());
        truncated |= message.ambiguities().stream().anyMatch(Ambiguity::contentUnread);
        List<Part> parts = message.parts();
        unseen.addAll(Alternatives.unseen(parts));
        parts.forEach(this::take);
      } else if (part.contentType().type().equals("text") && !offeredOnly(part)) {
        text(part);
      } else if (part.attachment() && attachedPages.size() < MOST_PAGES) {
        AttachedPages.text(part).ifPresent(text -> page(part, cut(text)));
      }
      if (offeredOnly(part) && note(part)) {
        notes.add(part);
      }
    }

    /// A message attached as a file of any type: clients open it like any other, and the parser
    /// knows those of the right type only.
    private static boolean letter(Part part) {
      return part.leaf()
          && part.attachment()
          && part.names().stream()
              .anyMatch(name -> name.strip().toLowerCase(Locale.ROOT).endsWith(".eml"));
    }

    /// A text that a client shows only when asked to. Invitations are shown in any case.
    private static boolean offeredOnly(Part part) {
      return !part.contentType().subtype().equals("calendar")
          && part.headers()
              .value("Content-Disposition")
              .filter(value -> ContentDisposition.parse(value).type().equals("attachment"))
              .isPresent();
    }

    private void page(Part part, String text) {
      HtmlFacts page = HtmlFacts.of(AttachedPages.name(part), text);
      boolean drawing = AttachedPages.drawing(part.names(), part.contentType().subtype(), text);
      attachedPages.add(page.named(page.name(), drawing));
    }

    /// A text that some clients show below the message, though it is offered as a file.
    private static boolean note(Part part) {
      return part.contentType().type().equals("text")
          && part.contentType().subtype().equals("plain");
    }

    /// What notes say, where the message itself says little; nothing where it says enough.
    private String notes() {
      if (notes.isEmpty() || joined(visible).length() > SAYS_ENOUGH) {
        return "";
      }
      StringBuilder all = new StringBuilder();
      for (Part part : notes) {
        String text = part.text();
        add(all, text.substring(0, Math.clamp(MOST_NOTES - all.length(), 0, text.length())));
      }
      return all.toString();
    }

    private String cut(String text) {
      String cut = text;
      if (text.length() > left) {
        truncated = true;
        cut = text.substring(0, left);
      }
      left -= cut.length();
      return cut;
    }

    private void text(Part part) {
      String text = cut(part.text());
      if (!part.contentType().subtype().equals("html")) {
        visible.add(text);
        links.plain(text, !unseen.contains(part));
        return;
      }
      HtmlFacts page = HtmlFacts.of(text);
      visible.add(page.text());
      hidden.add(page.hiddenText());
      links.addAll(page.links());
      truncated |= page.cut();
      linksLeft += page.counts().linksLeft();
      html.add(page);
      if (part.attachment() && attachedPages.size() < MOST_PAGES) {
        boolean drawing = AttachedPages.drawing(part.names(), part.contentType().subtype(), text);
        attachedPages.add(page.named(AttachedPages.name(part), drawing));
      }
    }

    private static void add(StringBuilder all, String more) {
      if (!all.isEmpty() && !more.isEmpty()) {
        all.append('\n');
      }
      all.append(more);
    }

    /// Most messages have one text, which is not copied.
    private static String joined(List<String> texts) {
      texts.removeIf(String::isEmpty);
      return texts.size() == 1 ? texts.getFirst() : String.join("\n", texts);
    }

    ContentFacts facts() {
      List<Link> followed = new ArrayList<>();
      List<Link> bare = new ArrayList<>();
      List<Link> loaded = new ArrayList<>();
      for (Link link : Alternatives.repeated(links.all())) {
        Link.Kind kind = link.kind();
        (kind == Link.Kind.BARE ? bare : kind.followed() ? followed : loaded).add(link);
      }
      return new ContentFacts(
          joined(visible),
          joined(hidden),
          followed,
          bare,
          loaded,
          html,
          attachedPages,
          attachments,
          notes(),
          truncated || links.cut(),
          linksLeft + links.left());
    }
  }
}
