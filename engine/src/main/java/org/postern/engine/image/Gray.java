package org.postern.engine.image;

import com.google.zxing.LuminanceSource;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/// A picture in shades of gray, 0 black to 255 white, as the readers of codes want it. Immutable.
final class Gray extends LuminanceSource {

  private final byte[] luminance;

  /// @param luminance row by row, kept, not copied
  Gray(int width, int height, byte[] luminance) {
    super(width, height);
    this.luminance = luminance;
  }

  /// Every `step`-th block of pixels becomes one, their mean; with a white margin around.
  static Gray of(BufferedImage image, int step, int margin) {
    int width = Math.max(1, image.getWidth() / step);
    int height = Math.max(1, image.getHeight() / step);
    int full = width + 2 * margin;
    byte[] all = new byte[full * (height + 2 * margin)];
    Arrays.fill(all, (byte) 255);
    int lines = Math.min(step, image.getHeight());
    int columns = Math.min(step, image.getWidth());
    int[] rows = new int[image.getWidth() * lines];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y * step, image.getWidth(), lines, rows, 0, image.getWidth());
      for (int x = 0; x < width; x++) {
        int sum = 0;
        for (int dy = 0; dy < lines; dy++) {
          for (int dx = 0; dx < columns; dx++) {
            sum += shade(rows[dy * image.getWidth() + x * step + dx]);
          }
        }
        all[(y + margin) * full + x + margin] = (byte) (sum / (lines * columns));
      }
    }
    return new Gray(full, height + 2 * margin, all);
  }

  /// Every pixel becomes `times` by `times`; with a white margin around.
  static Gray enlarged(BufferedImage image, int times, int margin) {
    int full = image.getWidth() * times + 2 * margin;
    int height = image.getHeight() * times + 2 * margin;
    byte[] all = new byte[full * height];
    Arrays.fill(all, (byte) 255);
    for (int y = 0; y < image.getHeight() * times; y++) {
      for (int x = 0; x < image.getWidth() * times; x++) {
        all[(y + margin) * full + x + margin] = (byte) shade(image.getRGB(x / times, y / times));
      }
    }
    return new Gray(full, height, all);
  }

  private static int shade(int rgb) {
    return ((rgb >> 16 & 0xff) * 306 + (rgb >> 8 & 0xff) * 601 + (rgb & 0xff) * 117) >> 10;
  }

  /// Each pixel becomes the median of the nine around it: specks vanish, dots grow together.
  Gray median() {
    int width = getWidth();
    int height = getHeight();
    byte[] smooth = luminance.clone();
    int[] nine = new int[9];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        for (int i = 0; i < 9; i++) {
          nine[i] = luminance[(y + i / 3 - 1) * width + x + i % 3 - 1] & 0xff;
        }
        smooth[y * width + x] = (byte) median(nine);
      }
    }
    return new Gray(width, height, smooth);
  }

  /// By insertion; nine values are too few for more.
  private static int median(int[] nine) {
    for (int i = 1; i < nine.length; i++) {
      int value = nine[i];
      int at = i;
      while (at > 0 && nine[at - 1] > value) {
        nine[at] = nine[at - 1];
        at--;
      }
      nine[at] = value;
    }
    return nine[4];
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
