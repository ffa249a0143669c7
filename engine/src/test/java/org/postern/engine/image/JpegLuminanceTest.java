package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegLuminanceTest {

  private static final int PIXELS = 4_000_000;
  private static final String FORM = "javax_imageio_jpeg_image_1.0";

  @ParameterizedTest
  @CsvSource({
    "320,200,.75,0",
    "321,203,.75,0",
    "17,9,.5,0",
    "1,1,.9,0",
    "200,300,.05,0",
    "200,300,1,0",
    "163,97,.75,1",
    "163,97,.75,3",
    "163,97,.3,1000"
  })
  void is_to_the_bit_what_the_library_reads(int width, int height, float quality, int interval)
      throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      byte[] jpeg = jpeg(picture(width, height, type), quality, interval);
      assertThat(new String(jpeg, StandardCharsets.ISO_8859_1).contains("\u00ff\u00dd\0\4"))
          .isEqualTo(interval > 0);
      Gray own = JpegLuminance.of(jpeg, PIXELS).orElseThrow();
      Gray library = Luminance.ofLibrary(jpeg, PIXELS).orElseThrow();
      assertThat(own.getWidth()).isEqualTo(width);
      assertThat(own.getHeight()).isEqualTo(height);
      assertThat(own.getMatrix()).isEqualTo(library.getMatrix());
    }
  }

  @Test
  void leaves_out_the_same_lines_and_columns() throws IOException {
    byte[] jpeg = jpeg(picture(323, 205, BufferedImage.TYPE_INT_RGB), .75f, 0);
    for (int pixels : new int[] {40_000, 10_000, 1_000, 10}) {
      Gray own = JpegLuminance.of(jpeg, pixels).orElseThrow();
      Gray library = Luminance.ofLibrary(jpeg, pixels).orElseThrow();
      assertThat(own.getWidth()).isEqualTo(library.getWidth());
      assertThat(own.getMatrix()).isEqualTo(library.getMatrix());
    }
  }

  @Test
  void leaves_what_is_cut_off_to_the_library() throws IOException {
    byte[] jpeg = jpeg(picture(160, 120, BufferedImage.TYPE_INT_RGB), .75f, 0);
    for (int length = 0; length < jpeg.length - 100; length += 31) {
      assertThat(JpegLuminance.of(Arrays.copyOf(jpeg, length), PIXELS)).isEmpty();
    }
  }

  @Test
  void damage_anywhere_does_no_harm() throws IOException {
    byte[] jpeg = jpeg(picture(160, 120, BufferedImage.TYPE_INT_RGB), .75f, 2);
    Random random = new Random(7);
    for (int i = 0; i < 4_000; i++) {
      byte[] bad = jpeg.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bad[random.nextInt(i % 2 == 0 ? 700 : bad.length)] = (byte) random.nextInt(256);
      }
      JpegLuminance.of(bad, 20_000)
          .ifPresent(
              gray -> assertThat(gray.getMatrix()).hasSize(gray.getWidth() * gray.getHeight()));
    }
  }

  @Test
  void a_giant_of_few_octets_is_given_up_at_once() throws IOException {
    byte[] jpeg = jpeg(picture(160, 120, BufferedImage.TYPE_BYTE_GRAY), .75f, 0);
    int frame = 0;
    while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xff);
    assertThat(JpegLuminance.of(jpeg, PIXELS)).isEmpty();
  }

  private static BufferedImage picture(int width, int height, int type) {
    BufferedImage picture = new BufferedImage(width, height, type);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
    graphics.fillRect(0, 0, width, height);
    graphics.setPaint(Color.GREEN);
    graphics.fillOval(width / 4, height / 4, width / 2, height / 2);
    graphics.drawString("What is written here?", 5, 60);
    graphics.dispose();
    Random random = new Random(1);
    for (int i = 0; i < width * height / 20; i++) {
      picture.setRGB(random.nextInt(width), random.nextInt(height), random.nextInt(1 << 24));
    }
    return picture;
  }

  /// @param interval of restart markers; 0 none
  private static byte[] jpeg(BufferedImage picture, float quality, int interval)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(quality);
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), param);
    if (interval > 0) {
      IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORM);
      IIOMetadataNode restarts = new IIOMetadataNode("dri");
      restarts.setAttribute("interval", Integer.toString(interval));
      root.getElementsByTagName("markerSequence").item(0).appendChild(restarts);
      metadata.setFromTree(FORM, root);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(picture, null, metadata), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
