package org.postern.engine.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.graphics.color.PDCIEBasedColorSpace;
import org.apache.pdfbox.pdmodel.graphics.color.PDColorSpace;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.color.PDIndexed;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/// Turns a picture of a PDF file into shades of gray on white. Common kinds are read as they are
/// stored, since colours, their profiles and masks cost the library several times as much; the
/// library does the others.
final class PdfSamples {

  private static final int MOST_OCTETS = 8 << 20;

  /// A page scanned at 300 dots an inch is read at half of that.
  private static final int PIXELS = 2_500_000;

  private PdfSamples() {}

  /// @param image of an acceptable size, see [PdfPictures]
  static Gray gray(PDImageXObject image) throws IOException {
    COSStream stream = image.getCOSObject();
    if (image.isStencil()) {
      return ofLibrary(image.getStencilImage(Color.BLACK));
    }
    if (stream.containsKey(COSName.MASK)) {
      return ofLibrary(image.getImage());
    }
    Optional<Gray> plain = stored(image);
    if (!stream.containsKey(COSName.SMASK)) {
      return plain.isPresent() ? plain.get() : ofLibrary(image.getImage(null, step(image)));
    }
    PDImageXObject mask = image.getSoftMask();
    Optional<Gray> cover = mask == null ? Optional.empty() : stored(mask);
    return plain.isPresent() && cover.isPresent()
        ? plain.get().onWhite(cover.get())
        : ofLibrary(image.getImage());
  }

  private static Gray ofLibrary(BufferedImage image) {
    return Gray.of(ImageDecoder.onWhite(image));
  }

  private static int step(PDImageXObject image) {
    int step = 1;
    while ((long) (image.getWidth() / step) * (image.getHeight() / step) > PIXELS) {
      step++;
    }
    return step;
  }

  private static Optional<Gray> stored(PDImageXObject image) throws IOException {
    if (PdfPictures.jpeg(image.getCOSObject())) {
      try (InputStream in = image.createInputStream(List.of("DCTDecode", "DCT"))) {
        return Luminance.of(in.readNBytes(MOST_OCTETS), PIXELS);
      }
    }
    PDColorSpace colours = image.getColorSpace();
    int[] palette = palette(colours, image.getCOSObject());
    int components = palette.length > 0 ? 1 : components(colours);
    if (components == 0 || image.getBitsPerComponent() != 8) {
      return Optional.empty();
    }
    int width = image.getWidth();
    Optional<InputStream> unpacked = PdfUnpacked.of(image.getCOSObject(), width, components);
    try (InputStream in = unpacked.isPresent() ? unpacked.get() : image.createInputStream()) {
      return Optional.of(means(in, width, image.getHeight(), components, palette, step(image)));
    }
  }

  /// The shades of the colours that samples are numbers of; empty where they are none.
  private static int[] palette(PDColorSpace colours, COSStream stream) throws IOException {
    if (!(colours instanceof PDIndexed indexed)
        || stream.getDictionaryObject(COSName.DECODE, COSName.D) != null) {
      return new int[0];
    }
    int[] palette = new int[256];
    for (int i = 0; i < palette.length; i++) {
      float[] rgb = indexed.toRGB(new float[] {i});
      palette[i] =
          (306 * Math.round(255 * rgb[0])
                  + 601 * Math.round(255 * rgb[1])
                  + 117 * Math.round(255 * rgb[2]))
              >> 10;
    }
    return palette;
  }

  /// How many samples make a pixel; 0 where they are no shades of gray nor red, green and blue.
  private static int components(PDColorSpace colours) {
    boolean known =
        colours instanceof PDDeviceGray
            || colours instanceof PDDeviceRGB
            || (colours instanceof PDCIEBasedColorSpace && !colours.getName().equals("Lab"));
    int components = colours.getNumberOfComponents();
    return known && (components == 1 || components == 3) ? components : 0;
  }

  /// Blocks of `step` by `step` pixels, their mean; what is missing at the end is white.
  private static Gray means(
      InputStream in, int width, int height, int components, int[] palette, int step)
      throws IOException {
    int columns = Math.max(1, width / step);
    int rows = Math.max(1, height / step);
    byte[] line = new byte[width * components];
    byte[] before = new byte[line.length];
    int[] sums = new int[columns];
    byte[] shades = new byte[columns * rows];
    Arrays.fill(shades, (byte) 255);
    int area = Math.min(step, width) * Math.min(step, height) * (components == 1 ? 1 : 1024);
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sums, 0);
      boolean same = row > 0;
      for (int i = 0; i < Math.min(step, height); i++) {
        byte[] last = before;
        before = line;
        line = last;
        if (in.readNBytes(line, 0, line.length) < line.length) {
          return new Gray(columns, rows, shades);
        }
        same = same && step == 1 && Arrays.equals(line, before);
        if (!same) {
          add(line, components, palette, Math.min(step, width), sums);
        }
      }
      if (same) { // much of a page is paper
        System.arraycopy(shades, (row - 1) * columns, shades, row * columns, columns);
        continue;
      }
      for (int column = 0; column < columns; column++) {
        shades[row * columns + column] = (byte) (sums[column] / area);
      }
    }
    return new Gray(columns, rows, shades);
  }

  private static void add(byte[] line, int components, int[] palette, int step, int[] sums) {
    int at = 0;
    if (palette.length > 0) {
      for (int column = 0; column < sums.length; column++) {
        for (int i = 0; i < step; i++) {
          sums[column] += palette[line[at++] & 0xff];
        }
      }
      return;
    }
    for (int column = 0; column < sums.length; column++) {
      int sum = 0;
      for (int i = 0; i < step; i++) {
        sum +=
            components == 1
                ? line[at] & 0xff
                : 306 * (line[at] & 0xff)
                    + 601 * (line[at + 1] & 0xff)
                    + 117 * (line[at + 2] & 0xff);
        at += components;
      }
      sums[column] += sum;
    }
  }
}
