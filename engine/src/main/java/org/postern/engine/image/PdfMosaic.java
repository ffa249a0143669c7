package org.postern.engine.image;

import java.io.IOException;
import java.util.Arrays;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/// A page put together of the pictures it consists of, in shades of gray on white and of the size
/// it would be drawn in. That costs a fraction of drawing it. One thread.
final class PdfMosaic {

  /// In pixels: tiles meet where they were rounded to.
  private static final double SEAM = 1.5;

  private final PDRectangle box;
  private final double scale;
  private final int width;
  private final int height;
  private final byte[] shades;

  /// @param box of the page that is seen
  PdfMosaic(PDRectangle box) throws IOException {
    this.box = box;
    this.scale = PdfDrawing.scale(box);
    this.width = (int) Math.max(1, Math.floor(box.getWidth() * scale));
    this.height = (int) Math.max(1, Math.floor(box.getHeight() * scale));
    this.shades = new byte[width * height];
    Arrays.fill(shades, (byte) 255);
  }

  /// How far tiles may cover each other, in points.
  double seam() {
    return SEAM / scale;
  }

  /// Puts a tile in its place, as far as it is seen.
  ///
  /// @param picture of the tile, of any size
  void put(PdfTile tile, Gray picture) {
    double top = (double) box.getUpperRightY() - tile.y() - tile.height();
    double left = tile.x() - box.getLowerLeftX();
    int x = (int) Math.round(left * scale);
    int y = (int) Math.round(top * scale);
    int columns = (int) Math.max(1, Math.round((left + tile.width()) * scale) - x);
    int rows = (int) Math.max(1, Math.round((top + tile.height()) * scale) - y);
    int[] starts = starts(picture.getWidth(), columns);
    int[] lines = starts(picture.getHeight(), rows);
    int first = Math.max(0, -x);
    int last = Math.min(columns, width - x);
    int[] sums = new int[columns];
    int begin = Math.max(0, -y);
    for (int row = begin; row < Math.min(rows, height - y); row++) {
      int line = lines[row];
      int end = Math.max(line + 1, lines[row + 1]);
      if (row > begin && first < last && same(picture, lines[row - 1], end)) {
        int above = (y + row - 1) * width + x + first;
        System.arraycopy(shades, above, shades, above + width, last - first);
        continue;
      }
      Arrays.fill(sums, 0);
      for (int from = line; from < end; from++) {
        add(picture, from, starts, first, last, sums);
      }
      int into = (y + row) * width + x;
      for (int column = first; column < last; column++) {
        int area = (end - line) * Math.max(1, starts[column + 1] - starts[column]);
        shades[into + column] = (byte) (sums[column] / area);
      }
    }
  }

  /// Whether all lines are the same, as on bare paper.
  private static boolean same(Gray picture, int line, int end) {
    byte[] stored = picture.getMatrix();
    int length = picture.getWidth();
    return Arrays.equals(
        stored, line * length, (end - 1) * length, stored, (line + 1) * length, end * length);
  }

  /// Where in the picture each column or row begins, and behind the last its end.
  private static int[] starts(int stored, int shown) {
    int[] starts = new int[shown + 1];
    for (int i = 0; i <= shown; i++) {
      starts[i] = (int) ((long) i * stored / shown);
    }
    return starts;
  }

  private static void add(Gray picture, int line, int[] starts, int first, int last, int[] sums) {
    byte[] stored = picture.getMatrix();
    int row = line * picture.getWidth();
    for (int column = first; column < last; column++) {
      int at = row + starts[column];
      int end = row + starts[column + 1];
      int sum = stored[at++] & 0xff; // where it is enlarged, one pixel is seen several times
      while (at < end) {
        sum += stored[at++] & 0xff;
      }
      sums[column] += sum;
    }
  }

  Gray gray() {
    return new Gray(width, height, shades);
  }
}
