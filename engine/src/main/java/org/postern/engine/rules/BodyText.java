package org.postern.engine.rules;

import java.util.List;
import org.postern.mail.mime.Part;

/// The text of a message as body rules see it: the subject, then all text parts, HTML rendered,
/// white space folded, a paragraph a line.
final class BodyText {

  /// Characters of one part that are looked at.
  private static final int MOST_OF_PART = 50_000;

  private static final int MOST = 1_000_000;

  private static final int LONGEST_LINE = 2_048;

  private BodyText() {}

  /// @param subject with its line end
  /// @param html what becomes of HTML parts, in their order
  static Lines of(byte[] subject, List<Part> parts, List<HtmlRendering> html) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (Part part : parts) {
      if (text.length() > MOST) {
        break;
      }
      if (!text.isEmpty()) {
        text.append('\n');
      }
      if (isHtml(part)) {
        append(text, html.get(next++).text());
      } else if (isPlain(part)) {
        append(text, part.text());
      }
    }
    return folded(subject, text);
  }

  /// Of a text that is known.
  static Lines of(byte[] subject, String visible) {
    return folded(subject, visible.length() <= MOST ? visible : visible.substring(0, MOST));
  }

  private static Lines folded(byte[] subject, CharSequence text) {
    Lines.Builder lines = new Lines.Builder(subject.length + text.length() + text.length() / 8);
    lines.add(subject, 0, subject.length);
    fold(text, lines);
    lines.split(0, at -> lineEnd(lines, at));
    return lines.build();
  }

  static boolean isHtml(Part part) {
    return part.contentType().type().equals("text") && part.contentType().subtype().equals("html");
  }

  static boolean isPlain(Part part) {
    return part.contentType().type().equals("text") && part.contentType().subtype().equals("plain");
  }

  private static void append(StringBuilder text, String more) {
    int end = more.length();
    if (end > MOST_OF_PART) {
      int cut = more.indexOf('\n', MOST_OF_PART);
      if (cut < 0 || cut > MOST_OF_PART + 1_024) {
        cut = more.indexOf(' ', MOST_OF_PART);
      }
      end = cut < 0 || cut > MOST_OF_PART + 1_024 ? MOST_OF_PART : cut + 1;
    }
    text.append(more, 0, end);
  }

  /// White space becomes a space, or a line end where it holds an empty line.
  private static void fold(CharSequence text, Lines.Builder lines) {
    int length = text.length();
    for (int i = 0; i < length; ) {
      char c = text.charAt(i);
      if (c == 0) {
        lines.add('\n');
        i++;
      } else if (isSpace(c)) {
        i = foldRun(text, i, lines);
      } else if (c < 0x80) {
        lines.add(c);
        i++;
      } else {
        int point = Character.codePointAt(text, i);
        lines.codePoint(point);
        i += Character.charCount(point);
      }
    }
  }

  private static int foldRun(CharSequence text, int start, Lines.Builder lines) {
    int first = -1;
    int last = -1;
    int i = start;
    for (; i < text.length() && isSpace(text.charAt(i)); i++) {
      if (text.charAt(i) == '\n') {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    if (first == last) {
      lines.add(' ');
      return i;
    }
    if ((first > start && text.charAt(start) != '\r') || first > start + 1) {
      lines.add(' ');
    }
    lines.add('\n');
    if (last < i - 1) {
      lines.add(' ');
    }
    return i;
  }

  static boolean isSpace(char c) {
    if (c < 0x85) {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  /// Where a line that starts at a place ends: behind its line end, or at a space where it is long.
  private static int lineEnd(Lines.Builder lines, int start) {
    int space = -1;
    for (int i = start; i < lines.length(); i++) {
      byte c = lines.at(i);
      if (c == '\n') {
        return i + 1;
      }
      if (i - start >= LONGEST_LINE) {
        return space < 0 ? i : space + 1;
      }
      if (c == ' ') {
        space = i;
      }
    }
    return lines.length();
  }
}
