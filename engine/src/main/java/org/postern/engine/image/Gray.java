package org.postern.engine.image;

import com.google.zxing.LuminanceSource;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/// A picture in shades of gray, 0 black to 255 white, as the readers of codes want it. Immutable.
final class Gray extends LuminanceSource {

  private final byte[] luminance;

  /// @param luminance row by row, kept, not copied
  Gray(int width, int height, byte[] luminance) {
    super(width, height);
    this.luminance = luminance;
  }

  /// Pixel by pixel.
  static Gray of(BufferedImage image) {
    int[] pixels = pixels(image);
    byte[] all = new byte[pixels.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) shade(pixels[i]);
    }
    return new Gray(image.getWidth(), image.getHeight(), all);
  }

  /// Every `step`-th block of pixels becomes one, their mean; with a white margin around.
  Gray shrunk(int step, int margin) {
    int width = Math.max(1, getWidth() / step);
    int height = Math.max(1, getHeight() / step);
    int lines = Math.min(step, getHeight());
    int columns = Math.min(step, getWidth());
    int full = width + 2 * margin;
    byte[] all = new byte[full * (height + 2 * margin)];
    Arrays.fill(all, (byte) 255);
    int[] sums = new int[width];
    for (int y = 0; y < height; y++) {
      int into = (y + margin) * full + margin;
      if (lines * columns == 1) {
        System.arraycopy(luminance, y * step * getWidth(), all, into, width);
        continue;
      }
      Arrays.fill(sums, 0);
      for (int dy = 0; dy < lines; dy++) {
        addBlocks((y * step + dy) * getWidth(), step, columns, sums);
      }
      for (int x = 0; x < width; x++) {
        all[into + x] = (byte) (sums[x] / (lines * columns));
      }
    }
    return new Gray(full, height + 2 * margin, all);
  }

  private void addBlocks(int row, int step, int columns, int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      int sum = 0;
      int start = row + x * step;
      for (int dx = 0; dx < columns; dx++) {
        sum += luminance[start + dx] & 0xff;
      }
      sums[x] += sum;
    }
  }

  /// Row by row, as they lie in memory where the decoder or the drawing left them as RGB; asking
  /// for each by way of its colour model takes longer than reading a code.
  private static int[] pixels(BufferedImage image) {
    int size = image.getWidth() * image.getHeight();
    return image.getType() == BufferedImage.TYPE_INT_RGB
            && image.getRaster().getDataBuffer() instanceof DataBufferInt buffer
            && buffer.getSize() == size
        ? buffer.getData()
        : image.getRGB(
            0, 0, image.getWidth(), image.getHeight(), new int[size], 0, image.getWidth());
  }

  /// Every pixel becomes `times` by `times`; with a white margin around.
  Gray enlarged(int times, int margin) {
    int full = getWidth() * times + 2 * margin;
    int height = getHeight() * times + 2 * margin;
    byte[] all = new byte[full * height];
    Arrays.fill(all, (byte) 255);
    for (int y = 0; y < getHeight() * times; y++) {
      for (int x = 0; x < getWidth() * times; x++) {
        all[(y + margin) * full + x + margin] = luminance[y / times * getWidth() + x / times];
      }
    }
    return new Gray(full, height, all);
  }

  /// As it is seen on white.
  ///
  /// @param cover how much of each pixel is seen, 0 nothing; of any size
  Gray onWhite(Gray cover) {
    byte[] all = new byte[luminance.length];
    for (int y = 0; y < getHeight(); y++) {
      int row = y * cover.getHeight() / getHeight() * cover.getWidth();
      for (int x = 0; x < getWidth(); x++) {
        int seen = cover.luminance[row + x * cover.getWidth() / getWidth()] & 0xff;
        int at = y * getWidth() + x;
        all[at] = (byte) (255 - seen * (255 - (luminance[at] & 0xff)) / 255);
      }
    }
    return new Gray(getWidth(), getHeight(), all);
  }

  private static int shade(int rgb) {
    return ((rgb >> 16 & 0xff) * 306 + (rgb >> 8 & 0xff) * 601 + (rgb & 0xff) * 117) >> 10;
  }

  /// Each pixel becomes the median of the nine around it: specks vanish, dots grow together. It is
  /// the median of three: the largest of the least of the columns, the median of their medians, and
  /// the least of their largest.
  Gray median() {
    int width = getWidth();
    int height = getHeight();
    byte[] smooth = luminance.clone();
    int[] least = new int[width];
    int[] middle = new int[width];
    int[] largest = new int[width];
    for (int y = 1; y < height - 1; y++) {
      int row = y * width;
      for (int x = 0; x < width; x++) {
        int above = luminance[row - width + x] & 0xff;
        int here = luminance[row + x] & 0xff;
        int below = luminance[row + width + x] & 0xff;
        int lower = Math.min(above, here);
        int higher = Math.max(above, here);
        least[x] = Math.min(lower, below);
        largest[x] = Math.max(higher, below);
        middle[x] = Math.max(lower, Math.min(higher, below));
      }
      for (int x = 1; x < width - 1; x++) {
        smooth[row + x] =
            (byte)
                middleOf(
                    Math.max(least[x - 1], Math.max(least[x], least[x + 1])),
                    middleOf(middle[x - 1], middle[x], middle[x + 1]),
                    Math.min(largest[x - 1], Math.min(largest[x], largest[x + 1])));
      }
    }
    return new Gray(width, height, smooth);
  }

  private static int middleOf(int a, int b, int c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /// How far the darkest pixel is from the lightest.
  int contrast() {
    int darkest = 255;
    int lightest = 0;
    for (byte one : luminance) {
      darkest = Math.min(darkest, one & 0xff);
      lightest = Math.max(lightest, one & 0xff);
    }
    return lightest - darkest;
  }

  @Override
  public byte[] getRow(int y, byte[] row) {
    byte[] into = row != null && row.length >= getWidth() ? row : new byte[getWidth()];
    System.arraycopy(luminance, y * getWidth(), into, 0, getWidth());
    return into;
  }

  @Override
  public byte[] getMatrix() {
    return luminance;
  }
}
