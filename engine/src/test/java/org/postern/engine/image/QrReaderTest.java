package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QrReaderTest {

  private static final String TEXT = "https://code.example/path?user=someone&token=0123456789";

  private final QrReader reader = new QrReader();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 12, 40})
  void reads_codes_of_every_size(int pixels) {
    assertThat(read(Drawings.qr(TEXT, pixels))).containsExactly(TEXT);
  }

  @ParameterizedTest
  @EnumSource(names = {"QR_CODE", "AZTEC", "DATA_MATRIX"})
  void reads_each_kind(BarcodeFormat format) {
    assertThat(read(Drawings.code(format, TEXT, 6))).containsExactly(TEXT);
  }

  @Test
  void reads_a_small_code_on_a_large_page() {
    assertThat(read(Drawings.within(Drawings.qr(TEXT, 3), 1200, 1600, 700, 1100)))
        .containsExactly(TEXT);
  }

  @Test
  void reads_two_codes_of_one_picture() {
    BufferedImage page = Drawings.within(Drawings.qr(TEXT, 4), 600, 300, 20, 20);
    Graphics2D graphics = page.createGraphics();
    graphics.drawImage(Drawings.qr("https://other.example/", 5), 320, 20, null);
    graphics.dispose();
    assertThat(read(page)).containsExactlyInAnyOrder(TEXT, "https://other.example/");
  }

  @Test
  void reads_light_codes_on_dark() {
    BufferedImage image = Drawings.qr(TEXT, 5);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, ~image.getRGB(x, y));
      }
    }
    assertThat(read(image)).containsExactly(TEXT);
  }

  @Test
  void reads_coloured_turned_blurred_and_specked_codes() {
    assertThat(read(recoloured(Drawings.qr(TEXT, 5), 0x204080, 0xffe0b0))).containsExactly(TEXT);
    assertThat(read(turned(Drawings.qr(TEXT, 6), 17))).containsExactly(TEXT);
    assertThat(read(blurred(Drawings.qr(TEXT, 6)))).containsExactly(TEXT);
    assertThat(read(specked(Drawings.qr(TEXT, 8), 0.08))).containsExactly(TEXT);
  }

  @Test
  void reads_codes_without_a_margin() {
    BufferedImage image = Drawings.qr(TEXT, 5);
    int margin = 4 * 5;
    assertThat(
            read(
                image.getSubimage(
                    margin, margin, image.getWidth() - 2 * margin, image.getHeight() - 2 * margin)))
        .containsExactly(TEXT);
  }

  @Test
  void finds_nothing_where_there_is_no_code() {
    Random random = new Random(1);
    BufferedImage noise = Drawings.blank(300, 300);
    for (int i = 0; i < 90_000; i++) {
      noise.setRGB(i % 300, i / 300, random.nextInt());
    }
    assertThat(read(noise)).isEmpty();
    assertThat(read(Drawings.blank(200, 200))).isEmpty();
    assertThat(read(Drawings.blank(2_000, 3))).isEmpty();
    assertThat(read(Drawings.blank(3_000, 21))).isEmpty();
  }

  private java.util.List<String> read(BufferedImage image) {
    return reader.read(image, () -> false);
  }

  private static BufferedImage recoloured(BufferedImage image, int dark, int light) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, (image.getRGB(x, y) & 0xff) == 0 ? dark : light);
      }
    }
    return image;
  }

  private static BufferedImage turned(BufferedImage image, int degrees) {
    BufferedImage page = Drawings.blank(image.getWidth() * 3 / 2, image.getHeight() * 3 / 2);
    Graphics2D graphics = page.createGraphics();
    graphics.setComposite(AlphaComposite.SrcOver);
    graphics.setColor(Color.WHITE);
    AffineTransform turn =
        AffineTransform.getRotateInstance(
            Math.toRadians(degrees), page.getWidth() / 2.0, page.getHeight() / 2.0);
    turn.translate(image.getWidth() / 4.0, image.getHeight() / 4.0);
    graphics.drawImage(image, turn, null);
    graphics.dispose();
    return page;
  }

  private static BufferedImage blurred(BufferedImage image) {
    float[] nine = new float[9];
    Arrays.fill(nine, 1 / 9f);
    return new ConvolveOp(new Kernel(3, 3, nine), ConvolveOp.EDGE_NO_OP, null).filter(image, null);
  }

  private static BufferedImage specked(BufferedImage image, double share) {
    Random random = new Random(7);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (random.nextDouble() < share) {
          image.setRGB(x, y, random.nextBoolean() ? 0 : 0xffffff);
        }
      }
    }
    return image;
  }
}
