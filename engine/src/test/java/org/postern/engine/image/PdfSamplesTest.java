package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.color.PDColorSpace;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is unpacked here is what the library unpacks.
class PdfSamplesTest {

  private static final int WIDTH = 67;
  private static final int HEIGHT = 50;

  @Test
  void pictures_as_programs_store_them() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      try (PDDocument document = new PDDocument()) {
        PDImageXObject image = LosslessFactory.createFromImage(document, picture(type));
        assertThat(PdfSamples.gray(image).getMatrix()).isEqualTo(library(image));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void rows_predicted_in_every_way(int kind) throws IOException {
    byte[] rows = new byte[HEIGHT * (1 + 3 * WIDTH)];
    new Random(3).nextBytes(rows);
    for (int y = 0; y < HEIGHT; y++) {
      rows[y * (1 + 3 * WIDTH)] = (byte) (kind == 5 ? y % 5 : kind);
    }
    try (PDDocument document = new PDDocument()) {
      PDImageXObject image = image(document, packed(rows), PDDeviceRGB.INSTANCE);
      predicted(image, 3);
      assertThat(unpacked(image, 3)).isEqualTo(image.createInputStream().readAllBytes());
      assertThat(PdfSamples.gray(image).getMatrix()).isEqualTo(library(image));
    }
  }

  @Test
  void numbers_of_colours() throws IOException {
    byte[] samples = new byte[WIDTH * HEIGHT];
    new Random(4).nextBytes(samples);
    Arrays.fill(samples, 10 * WIDTH, 20 * WIDTH, (byte) 7);
    byte[] colours = new byte[3 * 200];
    new Random(5).nextBytes(colours);
    COSArray indexed = new COSArray();
    for (COSBase part :
        new COSBase[] {
          COSName.INDEXED, COSName.DEVICERGB, COSInteger.get(199), new COSString(colours)
        }) {
      indexed.add(part);
    }
    try (PDDocument document = new PDDocument()) {
      PDImageXObject image = image(document, packed(samples), PDColorSpace.create(indexed));
      assertThat(PdfSamples.gray(image).getMatrix()).isEqualTo(library(image));
    }
  }

  @Test
  void what_is_missing_is_white() throws IOException {
    byte[] samples = new byte[WIDTH * HEIGHT];
    byte[] packed = packed(samples);
    for (int length = 0; length <= packed.length; length++) {
      try (PDDocument document = new PDDocument()) {
        byte[] cut = Arrays.copyOf(packed, length);
        PDImageXObject image = image(document, cut, PDDeviceGray.INSTANCE);
        byte last = PdfSamples.gray(image).getMatrix()[WIDTH * HEIGHT - 1];
        assertThat(last).isIn((byte) 255, (byte) 0);
        if (length < packed.length / 2 || length == packed.length) {
          assertThat(last).isEqualTo(length == packed.length ? (byte) 0 : (byte) 255);
        }
      }
    }
  }

  @Test
  void what_is_packed_otherwise_is_left_to_the_library() throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDImageXObject image = image(document, packed(new byte[10]), PDDeviceGray.INSTANCE);
      image.getCOSObject().setItem(COSName.FILTER, COSName.LZW_DECODE);
      assertThat(PdfUnpacked.of(image.getCOSObject(), WIDTH, 1)).isEmpty();
      image.getCOSObject().setItem(COSName.FILTER, COSName.FLATE_DECODE);
      predicted(image, 3);
      assertThat(PdfUnpacked.of(image.getCOSObject(), WIDTH, 1)).isEmpty();
      assertThat(PdfUnpacked.of(image.getCOSObject(), WIDTH, 3)).isPresent();
    }
  }

  private static void predicted(PDImageXObject image, int components) {
    COSDictionary parameters = new COSDictionary();
    parameters.setInt(COSName.PREDICTOR, 15);
    parameters.setInt(COSName.COLORS, components);
    parameters.setInt(COSName.COLUMNS, WIDTH);
    image.getCOSObject().setItem(COSName.DECODE_PARMS, parameters);
  }

  private static byte[] unpacked(PDImageXObject image, int pixel) throws IOException {
    try (var in = PdfUnpacked.of(image.getCOSObject(), WIDTH, pixel).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private static byte[] library(PDImageXObject image) throws IOException {
    return Gray.of(image.getImage()).getMatrix();
  }

  private static PDImageXObject image(PDDocument document, byte[] packed, PDColorSpace colours)
      throws IOException {
    return new PDImageXObject(
        document,
        new ByteArrayInputStream(packed),
        COSName.FLATE_DECODE,
        WIDTH,
        HEIGHT,
        8,
        colours);
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var packing = new DeflaterOutputStream(out)) {
      packing.write(plain);
    }
    return out.toByteArray();
  }

  private static BufferedImage picture(int type) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, WIDTH, HEIGHT, Color.BLUE));
    graphics.fillRect(0, 0, WIDTH, 30);
    graphics.dispose();
    return picture;
  }
}
