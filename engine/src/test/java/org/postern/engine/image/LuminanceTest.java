package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuminanceTest {

  private static final int PIXELS = 4_000_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void is_what_the_colours_make(boolean progressive) throws IOException {
    BufferedImage picture = picture();
    byte[] jpeg = jpeg(picture, progressive);
    Gray stored = Luminance.of(jpeg, PIXELS).orElseThrow();
    Gray expected = Gray.of(picture);
    assertThat(stored.getWidth()).isEqualTo(320);
    assertThat(stored.getHeight()).isEqualTo(200);
    double difference = 0;
    for (int i = 0; i < stored.getMatrix().length; i++) {
      difference += Math.abs((stored.getMatrix()[i] & 0xff) - (expected.getMatrix()[i] & 0xff));
    }
    assertThat(difference / stored.getMatrix().length).isLessThan(4);
  }

  @Test
  void a_progressive_picture_is_read_by_its_first_scans() throws IOException {
    byte[] jpeg = jpeg(picture(), true);
    byte[] sketch = JpegSketch.of(jpeg);
    assertThat(sketch.length).isLessThan(jpeg.length * 3 / 4);
    assertThat(ImageHeader.of(sketch).orElseThrow().scans())
        .isBetween(1, ImageHeader.of(jpeg).orElseThrow().scans() - 1);
    byte[] plain = jpeg(picture(), false);
    assertThat(JpegSketch.of(plain)).isSameAs(plain);
  }

  @Test
  void larger_pictures_lose_lines_and_columns() throws IOException {
    Gray small = Luminance.of(jpeg(picture(), false), 20_000).orElseThrow();
    assertThat(small.getWidth()).isEqualTo(160);
    assertThat(small.getHeight()).isEqualTo(100);
  }

  @Test
  void what_is_cut_off_or_damaged_does_no_harm() throws IOException {
    byte[] jpeg = jpeg(picture(), true);
    for (int length = 2; length < jpeg.length; length += 37) {
      byte[] cut = Arrays.copyOf(jpeg, length);
      Luminance.of(cut, PIXELS).ifPresent(gray -> assertThat(gray.getMatrix()).hasSize(320 * 200));
    }
    for (int at = 2; at < 700; at++) {
      byte[] bad = jpeg.clone();
      bad[at] = (byte) 0xff;
      Luminance.of(bad, PIXELS).ifPresent(gray -> assertThat(gray.getMatrix().length).isPositive());
    }
  }

  private static BufferedImage picture() {
    BufferedImage picture = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, 320, 200, Color.BLUE));
    graphics.fillRect(0, 0, 320, 200);
    graphics.setPaint(Color.GREEN);
    graphics.fillOval(90, 40, 120, 120);
    graphics.dispose();
    return picture;
  }

  private static byte[] jpeg(BufferedImage picture, boolean progressive) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(picture, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
