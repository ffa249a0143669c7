package org.postern.engine.facts;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.url.WebAddress;

/// One HTML page: a part of the body, or an attached file.
///
/// @param name of the file; empty for a part of the body
/// @param title in the title bar
/// @param text what a reader sees
/// @param hidden the text that the page keeps from the reader, by how it does so
/// @param links at most 1,000 that a reader clicks on, 1,000 that are hidden and 1,000 that load
///   something; where there are more, those to 500 other hosts and the last 200 besides
/// @param forms at most 50
/// @param scripts at most 50; handlers in attributes count as one
/// @param pictures at most 500
/// @param counts of elements and the like
/// @param base what relative links are relative to
/// @param refresh where the page turns to by itself
/// @param cut whether there was more than what is read
/// @param drawing whether it is an SVG picture
public record HtmlFacts(
    String name,
    String title,
    String text,
    Map<Hiding, String> hidden,
    List<Link> links,
    List<Form> forms,
    List<Script> scripts,
    List<Picture> pictures,
    Counts counts,
    Optional<WebAddress> base,
    Optional<Link> refresh,
    boolean cut,
    boolean drawing) {

  /// A form, or the fields that stand outside of any.
  ///
  /// @param action where it sends what was entered, as written; empty for the page itself
  /// @param password whether a field hides what is typed
  /// @param entries how many fields take text, mail addresses or numbers
  /// @param submits whether it has a button
  public record Form(
      String action,
      Optional<WebAddress> address,
      boolean password,
      int entries,
      boolean submits) {}

  /// A script.
  ///
  /// @param source where it is loaded from; empty for one that stands in the page
  /// @param length in characters
  /// @param whole whether it was read to its end
  /// @param calls which of the functions and words it uses that build pages and files, lower case:
  ///   atob, eval, createobjecturl and their kin
  /// @param blob the longest run of base64 or hex digits, in characters
  public record Script(String source, int length, boolean whole, Set<String> calls, int blob) {

    /// Stands among the calls where a word is put together of pieces: `"loc" + "ation"`.
    public static final String GLUED = "glued";

    public Script {
      calls = Set.copyOf(calls);
    }
  }

  /// Where a picture comes from.
  public enum Origin {
    REMOTE,
    ATTACHED,
    INLINE,
    OTHER
  }

  /// A picture.
  ///
  /// @param width in pixels, -1 where the page does not say
  /// @param height in pixels, -1 where the page does not say
  /// @param link where a click on it leads
  /// @param alt its text, at most 100 characters
  public record Picture(
      Origin origin, String source, int width, int height, Optional<WebAddress> link, String alt) {

    /// Whether nobody can see it: a point that reports that the message was opened.
    public boolean beacon() {
      return width >= 0 && height >= 0 && width <= 2 && height <= 2;
    }
  }

  /// How much there is of what.
  ///
  /// @param markup characters of the page
  /// @param comments characters in comments, those for Outlook left out
  /// @param commentsInWords comments between two letters
  /// @param invisible characters of no width between two letters
  /// @param handlers attributes that run a script
  /// @param pushed distances of several screens, beyond which nobody looks
  /// @param linksLeft links that a reader follows and that are left out
  public record Counts(
      int markup,
      int elements,
      int tables,
      int frames,
      int comments,
      int commentsInWords,
      int invisible,
      int handlers,
      int pushed,
      int linksLeft) {}

  public HtmlFacts {
    hidden = hidden.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(hidden));
    links = List.copyOf(links);
    forms = List.copyOf(forms);
    scripts = List.copyOf(scripts);
    pictures = List.copyOf(pictures);
  }

  /// Reads a page of the body.
  public static HtmlFacts of(String html) {
    return HtmlReader.read("", html);
  }

  /// Reads an attached page.
  public static HtmlFacts of(String name, String html) {
    return HtmlReader.read(name, html);
  }

  /// Reads a file, where a browser shows it as a page by its name or its content.
  public static Optional<HtmlFacts> ofFile(String name, byte[] content) {
    return AttachedPages.text(name, content)
        .map(html -> of(name, html).named(name, AttachedPages.drawing(List.of(name), "", html)));
  }

  HtmlFacts named(String file, boolean drawn) {
    return new HtmlFacts(
        file, title, text, hidden, links, forms, scripts, pictures, counts, base, refresh, cut,
        drawn);
  }

  /// All hidden text.
  public String hiddenText() {
    return String.join("\n", hidden.values());
  }
}
