package org.postern.gateway.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Text for a person's screen. What came with mail may hold control characters that move the
/// cursor, and format characters that turn the line around: they are replaced.
final class Shown {

  private Shown() {}

  static String text(String raw) {
    return raw.codePoints()
        .map(c -> Character.isISOControl(c) || unseen(c) ? 0xfffd : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean unseen(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }

  static String size(long octets) {
    if (octets < 10_000) {
      return octets + " B";
    }
    double kilo = octets / 1024.0;
    return kilo < 10_000
        ? String.format(Locale.ROOT, "%.0f KB", kilo)
        : String.format(Locale.ROOT, "%.0f MB", kilo / 1024);
  }

  static String points(double points) {
    return String.format(Locale.ROOT, "%.2f", points + 0.0);
  }

  /// Rows below a heading, columns aligned; the last column is not padded.
  static List<String> table(List<String> heading, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    rows.forEach(row -> all.add(row.stream().map(Shown::text).toList()));
    int[] widths = new int[heading.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all.stream().map(row -> aligned(row, widths)).toList();
  }

  private static String aligned(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i));
      if (i < widths.length - 1) {
        line.repeat(' ', widths[i] - row.get(i).length() + 2);
      }
    }
    return line.toString().stripTrailing();
  }
}
