package org.postern.engine.image;

import java.util.Locale;
import java.util.Set;

/// The lines of an HTML text with every space kept, for drawings made of letters. Not for reading:
/// it knows a few elements and entities.
final class HtmlLines {

  private static final Set<String> BREAKS =
      Set.of("br", "br/", "/tr", "/p", "/div", "/li", "/pre", "p", "div", "tr", "pre");
  private static final int LONGEST_ENTITY = 10;

  private final String html;
  private final StringBuilder lines = new StringBuilder();
  private boolean preformatted;

  private HtmlLines(String html) {
    this.html = html;
  }

  static String of(String html) {
    HtmlLines reader = new HtmlLines(html);
    reader.read();
    return reader.lines.toString();
  }

  private void read() {
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        at = tag(at);
      } else if (c == '&') {
        at = entity(at);
      } else {
        if (c != '\r' && (c != '\n' || preformatted)) {
          lines.append(c);
        }
        at++;
      }
    }
  }

  private int tag(int start) {
    int end = html.indexOf('>', start);
    if (end < 0) {
      return html.length();
    }
    int stop = start + 1;
    while (stop < end && !Character.isWhitespace(html.charAt(stop))) {
      stop++;
    }
    String name = html.substring(start + 1, Math.min(stop, start + 9)).toLowerCase(Locale.ROOT);
    if (BREAKS.contains(name)
        && (lines.isEmpty() || lines.charAt(lines.length() - 1) != '\n' || name.startsWith("br"))) {
      lines.append('\n');
    }
    if (name.equals("pre") || name.equals("/pre")) {
      preformatted = name.equals("pre");
    }
    return end + 1;
  }

  private int entity(int start) {
    int end = html.indexOf(';', start);
    if (end < 0 || end - start > LONGEST_ENTITY) {
      lines.append('&');
      return start + 1;
    }
    String name = html.substring(start + 1, end);
    lines.append(
        switch (name) {
          case "nbsp", "ensp", "emsp" -> ' ';
          case "block" -> '█';
          case "uhblk" -> '▀';
          case "lhblk" -> '▄';
          default -> numbered(name);
        });
    return end + 1;
  }

  private static char numbered(String name) {
    if (!name.startsWith("#") || name.length() < 3) {
      return '?';
    }
    boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
    try {
      int value = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
      return value > 0 && value <= Character.MAX_VALUE ? (char) value : '?';
    } catch (NumberFormatException _) {
      return '?'; // no number, so no letter of a drawing
    }
  }
}
