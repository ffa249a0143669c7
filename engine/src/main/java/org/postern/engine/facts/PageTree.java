package org.postern.engine.facts;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/// The nodes of a page and its own sheets of styles.
///
/// @param html what the tree was made of, without what stands after one tag too many
/// @param cut whether something stands after that
record PageTree(String html, Document page, StyleSheet sheet, boolean cut) {

  /// A page of 2 MB that somebody reads has half as many.
  private static final int MOST_TAGS = 250_000;

  private static final int SHORTEST_TAG = 3;
  private static final int MOST_STYLE = 500_000;

  static PageTree of(String text) {
    int end = endOfTags(text);
    String html = text.substring(0, end);
    // not Document.text(): that walks recursively and cannot tell hidden text
    Document page = Parser.htmlParser().parseInput(new Interruptible(html), "");
    return new PageTree(html, page, sheet(html, page), end < text.length());
  }

  /// Where the first tag stands that is one too many: each becomes an object or more of the tree,
  /// of a hundred octets and more.
  private static int endOfTags(String html) {
    if (html.length() < SHORTEST_TAG * MOST_TAGS) {
      return html.length();
    }
    int tags = 0;
    for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
      if (at + 1 < html.length() && Character.isLetter(html.charAt(at + 1)) && ++tags > MOST_TAGS) {
        return at;
      }
    }
    return html.length();
  }

  private static StyleSheet sheet(String html, Document page) {
    StyleSheet sheet = new StyleSheet();
    int left = MOST_STYLE;
    if (contains(html, "<style")) {
      for (Element style : page.getElementsByTag("style")) {
        String css = style.data();
        left -= css.length();
        if (left <= 0) {
          sheet.cut();
        } else if (forScreens(style.attr("media")) && forPages(style.attr("type"))) {
          sheet.take(css);
        }
      }
    }
    return sheet;
  }

  private static boolean contains(String html, String tag) {
    for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
      if (html.regionMatches(true, at, tag, 0, tag.length())) {
        return true;
      }
    }
    return false;
  }

  /// Whether a sheet is for windows of every kind: one for printers hides nothing on a screen.
  private static boolean forScreens(String media) {
    String plain = media.strip().toLowerCase(Locale.ROOT);
    return plain.isEmpty() || plain.equals("all") || plain.equals("screen");
  }

  private static boolean forPages(String type) {
    return type.isBlank() || type.strip().equalsIgnoreCase("text/css");
  }

  /// Ends the parser, which does not look whether somebody waits.
  private static final class Interruptible extends StringReader {
    Interruptible(String text) {
      super(text);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      Abandoned.check();
      return super.read(buffer, offset, length);
    }
  }
}
