package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(PictureLimits.STANDARD);

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void decodes_what_clients_show(String format) {
    byte[] file = Drawings.file(Drawings.within(Drawings.blank(10, 10), 120, 80, 0, 0), format);
    ImageHeader header = ImageHeader.of(file).orElseThrow();
    assertThat(header.format().reader).isEqualTo(format);
    assertThat(header.width()).isEqualTo(120);
    assertThat(header.height()).isEqualTo(80);
    BufferedImage image =
        ((ImageDecoder.Decoding.Done) decoder.decode(file, header, () -> false)).image();
    assertThat(image.getWidth()).isEqualTo(120);
    assertThat(image.getHeight()).isEqualTo(80);
    assertThat(image.getRGB(60, 40) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void what_is_transparent_is_white() {
    byte[] file = Drawings.file(new BufferedImage(9, 9, BufferedImage.TYPE_INT_ARGB), "png");
    BufferedImage image = ((ImageDecoder.Decoding.Done) decode(file)).image();
    assertThat(image.getRGB(4, 4) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void a_code_is_read_though_its_file_breaks_off_below() {
    BufferedImage code = Drawings.qr("https://code.example/a", 4);
    int side = code.getWidth();
    BufferedImage picture = Drawings.within(code, side, 3 * side, 0, 0);
    Random random = new Random(6);
    for (int y = side; y < 3 * side; y++) {
      for (int x = 0; x < side; x++) {
        picture.setRGB(x, y, random.nextInt());
      }
    }
    byte[] whole = Drawings.file(picture, "png");
    byte[] file = Arrays.copyOf(whole, whole.length / 3);
    ImageHeader header = ImageHeader.of(file).orElseThrow();
    var shades = (ImageDecoder.Shades.Done) decoder.shades(file, header, () -> false);
    assertThat(new QrReader().read(shades.gray(), () -> false))
        .containsExactly("https://code.example/a");
    assertThat(((ImageDecoder.Decoding.Done) decode(file)).image().getHeight()).isEqualTo(3 * side);
  }

  @Test
  void large_pictures_lose_lines_and_columns() {
    byte[] file = Drawings.file(Drawings.blank(3_900, 4_000), "png");
    BufferedImage image = ((ImageDecoder.Decoding.Done) decode(file)).image();
    assertThat(image.getWidth()).isEqualTo(1_950);
    assertThat(image.getHeight()).isEqualTo(2_000);
  }

  @Test
  void pictures_that_are_too_large_are_refused_before_they_are_decoded() {
    assertThat(refusal(png(30_000, 30_000))).isEqualTo("30000 by 30000 pixels");
    assertThat(refusal(png(Integer.MAX_VALUE, Integer.MAX_VALUE))).contains("pixels");
    byte[] gif = Drawings.file(Drawings.blank(10, 10), "gif");
    int frame = indexOf(gif, (byte) 0x2c, 13 + 3 * 2);
    Arrays.fill(gif, frame + 5, frame + 9, (byte) 0xff);
    assertThat(refusal(gif)).contains("65535 by 65535");
    byte[] bmp = Drawings.file(Drawings.blank(10, 10), "bmp");
    ByteBuffer.wrap(bmp).putInt(18, 0xffff_7f00).putInt(22, 0xffff_7f00);
    assertThat(refusal(bmp)).contains("pixels");
  }

  @Test
  void sizes_that_make_no_sense_are_refused() {
    assertThat(refusal(png(0, 5))).isEqualTo("without a size");
    assertThat(refusal(png(-3, 5))).isEqualTo("without a size");
    assertThat(refusal(new byte[] {'G', 'I', 'F', '8', '9', 'a', 9, 0, 9, 0, 0, 0, 0}))
        .isEqualTo("without a size");
    byte[] webp =
        Arrays.copyOf("RIFFxxxxWEBPVP8L".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 40);
    assertThat(refusal(webp)).isEqualTo("without a size");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"code.webp", "code-alpha.webp", "code-lossless.webp", "code-transparent.webp"})
  void codes_in_webp_are_read(String name) throws IOException {
    byte[] file = resource(name);
    ImageHeader header = ImageHeader.of(file).orElseThrow();
    assertThat(header.width()).isEqualTo(264);
    assertThat(header.height()).isEqualTo(264);
    BufferedImage image = ((ImageDecoder.Decoding.Done) decode(file)).image();
    assertThat(new QrReader().read(image, () -> false)).containsExactly("https://code.example/a");
  }

  @Test
  void codes_in_the_first_picture_of_an_animation_are_read() throws IOException {
    byte[] alone = resource("code-lossless.webp");
    byte[] chunk = Arrays.copyOfRange(alone, 12, alone.length);
    ByteBuffer file = ByteBuffer.allocate(200 + chunk.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(alone, 0, 12).put(Pdfs.ascii("VP8X")).putInt(10).put(new byte[10]);
    file.put(Pdfs.ascii("ICCP")).putInt(3).put(new byte[4]);
    file.put(Pdfs.ascii("ANIM")).putInt(6).put(new byte[6]);
    file.put(Pdfs.ascii("ANMF")).putInt(16 + chunk.length).put(new byte[16]).put(chunk);
    BufferedImage image = ((ImageDecoder.Decoding.Done) decode(file.array())).image();
    assertThat(new QrReader().read(image, () -> false)).containsExactly("https://code.example/a");
  }

  @Test
  void the_size_of_webp_is_that_of_its_picture_whatever_the_file_says() throws IOException {
    byte[] file = resource("code-alpha.webp");
    int picture = indexOf(file, (byte) 0x9d, 0);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(picture + 3, (short) 0x3fff);
    assertThat(refusal(file)).isEqualTo("16383 by 264 pixels");
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[] broken = resource("code.webp");
      for (int j = 0; j < 5; j++) {
        broken[20 + random.nextInt(broken.length - 20)] = (byte) random.nextInt();
      }
      decoder.decode(
          random.nextBoolean() ? broken : Arrays.copyOf(broken, 30 + random.nextInt(600)),
          ImageHeader.of(broken).orElseThrow(),
          () -> false);
    }
  }

  private static byte[] resource(String name) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources/pictures", name));
  }

  @Test
  void a_picture_of_very_many_scans_is_refused() {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    byte[] good = Drawings.file(Drawings.blank(100, 100), "jpeg");
    jpeg.write(good, 0, good.length - 2);
    for (int i = 0; i < 500; i++) {
      jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0});
    }
    assertThat(refusal(jpeg.toByteArray())).isEqualTo("501 scans");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void damaged_pictures_are_an_outcome(String format) {
    byte[] good = Drawings.file(Drawings.qr("https://code.example/", 3), format);
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i < 1 + round / 10; i++) {
        bad[4 + random.nextInt(bad.length - 4)] = (byte) random.nextInt();
      }
      byte[] file = round % 4 == 0 ? Arrays.copyOf(bad, 1 + random.nextInt(bad.length)) : bad;
      Optional<ImageHeader> header = ImageHeader.of(file);
      header.ifPresent(known -> assertThat(decoder.decode(file, known, () -> false)).isNotNull());
    }
  }

  private String refusal(byte[] file) {
    return ((ImageDecoder.Decoding.Refused) decode(file)).why();
  }

  private ImageDecoder.Decoding decode(byte[] file) {
    return decoder.decode(file, ImageHeader.of(file).orElseThrow(), () -> false);
  }

  private static int indexOf(byte[] octets, byte wanted, int from) {
    for (int i = from; i < octets.length; i++) {
      if (octets[i] == wanted) {
        return i;
      }
    }
    throw new IllegalArgumentException("not there");
  }

  /// A file of that size whose lines are all zero: a small bomb.
  private static byte[] png(int width, int height) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(lines)) {
      deflater.write(new byte[1 << 20]);
    } catch (java.io.IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] size = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 1).array();
    chunk(out, "IHDR", size);
    chunk(out, "IDAT", lines.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] content) {
    byte[] named =
        ByteBuffer.allocate(4 + content.length).put(Pdfs.ascii(name)).put(content).array();
    CRC32 sum = new CRC32();
    sum.update(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
