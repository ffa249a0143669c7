package org.postern.engine.evaluate;

import java.util.ArrayList;
import java.util.List;

/// Rows below a heading with aligned columns: numbers to the right, the first column and all else
/// to the left.
final class Table {

  private Table() {}

  static List<String> of(List<String> heading, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    all.addAll(rows);
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
      String cell = row.get(i);
      boolean right =
          i > 0 && !cell.isEmpty() && (Character.isDigit(cell.charAt(0)) || cell.equals("-"));
      int blanks = widths[i] - cell.length();
      line.repeat(' ', right ? blanks : 0).append(cell).repeat(' ', right ? 0 : blanks);
      line.append("  ");
    }
    return line.toString().stripTrailing();
  }
}
