package org.postern.engine.png;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PngTest {

  private static final int[][] DEPTHS = {
    {1, 2, 4, 8, 16}, {}, {8, 16}, {1, 2, 4, 8}, {8, 16}, {}, {8, 16}
  };

  private static final Pngs.Kind RGB = new Pngs.Kind(2, 8, false, new byte[0]);
  private static final Pngs.Kind PASSES = new Pngs.Kind(0, 8, true, new byte[0]);

  static List<Pngs.Kind> kinds() {
    List<Pngs.Kind> kinds = new ArrayList<>();
    for (int type = 0; type < DEPTHS.length; type++) {
      for (int depth : DEPTHS[type]) {
        for (boolean interlaced : new boolean[] {false, true}) {
          kinds.add(new Pngs.Kind(type, depth, interlaced, new byte[0]));
          if (type < 4) {
            byte[] key =
                switch (type) {
                  case 0 -> new byte[] {0, 3};
                  case 2 -> new byte[] {0, 3, 0, 3, 0, 3};
                  default -> new byte[] {(byte) 200, 100};
                };
            kinds.add(new Pngs.Kind(type, depth, interlaced, key));
          }
        }
      }
    }
    return kinds;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_kind_is_what_its_samples_say(Pngs.Kind kind) {
    Random random = new Random(7);
    for (int[] size : new int[][] {{1, 1}, {3, 2}, {5, 9}, {9, 5}, {67, 41}, {300, 150}}) {
      int[] samples = Pngs.samples(kind, size[0], size[1], random);
      byte[] file = Pngs.file(kind, size[0], size[1], samples);
      int[] expected = expected(kind, samples);
      for (int step : new int[] {1, 2, 3, 5}) {
        int[] shown = every(expected, size[0], size[1], step);
        Png.Decoding.Done<int[]> colours = done(Png.colours(file, step, () -> false));
        assertThat(colours.width()).isEqualTo((size[0] + step - 1) / step);
        assertThat(colours.height()).isEqualTo((size[1] + step - 1) / step);
        near(colours.pixels(), shown, most(kind));
        Png.Decoding.Done<byte[]> shades = done(Png.luminance(file, step, () -> false));
        near(gray(shades.pixels()), luminance(shown), most(kind));
      }
    }
  }

  /// Where ImageIO does well: it takes gray with alpha for linear light, and does not find
  /// transparent gray of few bits.
  @ParameterizedTest
  @MethodSource("kinds")
  void other_decoders_make_the_same_of_it(Pngs.Kind kind) throws IOException {
    boolean strange = kind.type() == 4 || (kind.type() == 0 && kind.transparent().length > 0);
    int[] samples = Pngs.samples(kind, 90, 70, new Random(8));
    byte[] file = Pngs.file(kind, 90, 70, samples);
    for (int step = 1; step < 4; step++) {
      BufferedImage image = other(file, step);
      Png.Decoding.Done<int[]> ours = done(Png.colours(file, step, () -> false));
      assertThat(image.getWidth()).isEqualTo(ours.width());
      assertThat(image.getHeight()).isEqualTo(ours.height());
      if (!strange) {
        int[] theirs = image.getRGB(0, 0, ours.width(), ours.height(), null, 0, ours.width());
        near(ours.pixels(), theirs, most(kind));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void what_other_programs_write_is_read(int type) throws IOException {
    BufferedImage picture = new BufferedImage(333, 222, type);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(new Color(0x40, 0x90, 0x20, 0xb0));
    graphics.fillOval(20, 20, 200, 150);
    graphics.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, "png", file)).isTrue();
    int[] theirs = other(file.toByteArray(), 1).getRGB(0, 0, 333, 222, null, 0, 333);
    near(done(Png.colours(file.toByteArray(), 1, () -> false)).pixels(), theirs, 1);
  }

  @Test
  void numbers_without_a_colour_are_black() {
    Pngs.Kind kind = new Pngs.Kind(3, 2, false, new byte[0]);
    byte[] file = new byte[0];
    file = joined(file, Pngs.SIGNATURE, Pngs.header(4, 1, kind));
    file = joined(file, Pngs.chunk("PLTE", new byte[] {-1, -1, -1}));
    file = joined(file, Pngs.chunk("IDAT", Pngs.packed(new byte[] {0, 0b00_01_10_11})));
    assertThat(gray(done(Png.luminance(file, 1, () -> false)).pixels()))
        .containsExactly(255, 0, 0, 0);
  }

  @Test
  void what_breaks_off_is_white_below() {
    int[] samples = new int[100 * 100 * 3];
    byte[] whole = Pngs.file(RGB, 100, 100, noise(samples));
    int[] all = done(Png.colours(whole, 1, () -> false)).pixels();
    int last = 0;
    for (int length = 45; length < whole.length; length += 501) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (Png.colours(cut, 1, () -> false) instanceof Png.Decoding.Done<int[]> done) {
        int known = lines(done.pixels(), all);
        assertThat(known).isGreaterThanOrEqualTo(last);
        assertThat(done.pixels()).endsWith(white((100 - known) * 100));
        last = known;
      } else {
        assertThat(last).isZero();
      }
    }
    assertThat(last).isGreaterThan(90);
  }

  @Test
  void what_breaks_off_in_passes_is_shown_coarsely() {
    int[] samples = new int[64 * 64];
    Arrays.setAll(samples, i -> i % 64 * 2 + i / 64 * 2);
    byte[] whole = Pngs.file(PASSES, 64, 64, samples);
    int data = indexOf(whole, "IDAT") - 4;
    double before = 256;
    for (int share = 4; share <= 10; share++) {
      int length = data + (whole.length - data) * share / 10 - 13;
      byte[] shades = done(Png.luminance(Arrays.copyOf(whole, length), 1, () -> false)).pixels();
      double off =
          IntStream.range(0, samples.length)
              .mapToDouble(i -> Math.abs((shades[i] & 0xff) - samples[i]))
              .average()
              .orElseThrow();
      assertThat(off).isLessThan(8).isLessThanOrEqualTo(before + 0.01);
      before = off;
    }
    assertThat(before).isLessThan(1);
  }

  @Test
  void wrong_checksums_harm_nothing() {
    byte[] good = Pngs.file(RGB, 40, 30, noise(new int[40 * 30 * 3]));
    byte[] bad = good.clone();
    int end = good.length - 12 - 4;
    Arrays.fill(bad, end - 4, end, (byte) 1);
    int at = Pngs.SIGNATURE.length;
    while (at < bad.length) {
      int length = ByteBuffer.wrap(bad).getInt(at);
      at += 12 + length;
      ByteBuffer.wrap(bad).putInt(at - 4, 0x11223344);
    }
    assertThat(bad).isNotEqualTo(good);
    assertThat(done(Png.colours(bad, 1, () -> false)).pixels())
        .isEqualTo(done(Png.colours(good, 1, () -> false)).pixels());
  }

  @Test
  void no_more_is_decompressed_than_the_size_asks_for() {
    byte[] bomb = Pngs.packed(new byte[64 << 20]);
    byte[] file = joined(Pngs.SIGNATURE, Pngs.header(30, 20, RGB), Pngs.chunk("IDAT", bomb));
    byte[] shades = done(Png.luminance(file, 1, () -> false)).pixels();
    assertThat(gray(shades)).hasSize(600).containsOnly(0);
  }

  @Test
  void very_many_chunks_are_no_trouble() {
    byte[] packed = Pngs.packed(new byte[31 * 20]);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        joined(Pngs.SIGNATURE, Pngs.header(30, 20, new Pngs.Kind(0, 8, false, new byte[0]))));
    for (int i = 0; i < 200_000; i++) {
      file.writeBytes(Pngs.chunk(i % 2 == 0 ? "IDAT" : "teXt", new byte[0]));
    }
    for (byte one : packed) {
      file.writeBytes(Pngs.chunk("IDAT", new byte[] {one}));
    }
    assertThat(gray(done(Png.luminance(file.toByteArray(), 1, () -> false)).pixels()))
        .hasSize(600)
        .containsOnly(0);
  }

  static Stream<byte[]> senseless() {
    byte[] size = Pngs.chunk("IDAT", Pngs.packed(new byte[1000]));
    return Stream.of(
            Pngs.header(0, 5, RGB),
            Pngs.header(5, 0, RGB),
            Pngs.header(-3, 5, RGB),
            Pngs.header(2_000_000, 2, RGB),
            Pngs.header(2, 2_000_000, RGB),
            Pngs.header(Integer.MAX_VALUE, Integer.MAX_VALUE, RGB),
            Pngs.header(5, 5, new Pngs.Kind(2, 4, false, new byte[0])),
            Pngs.header(5, 5, new Pngs.Kind(3, 16, false, new byte[0])),
            Pngs.header(5, 5, new Pngs.Kind(3, 8, false, new byte[0])),
            Pngs.header(5, 5, new Pngs.Kind(5, 8, false, new byte[0])),
            Pngs.header(5, 5, new Pngs.Kind(0, 0, false, new byte[0])),
            Pngs.chunk("IHDR", new byte[3]),
            Pngs.chunk("PLTE", new byte[13]))
        .map(header -> joined(Pngs.SIGNATURE, header, size));
  }

  @ParameterizedTest
  @MethodSource("senseless")
  void headers_that_make_no_sense_are_refused(byte[] file) {
    assertThat(Png.luminance(file, 1, () -> false)).isInstanceOf(Png.Decoding.Refused.class);
  }

  @Test
  void a_file_without_pixels_is_refused() {
    byte[] start = joined(Pngs.SIGNATURE, Pngs.header(5, 5, RGB));
    assertThat(why(start)).isEqualTo("damaged: no pixels");
    assertThat(why(joined(start, Pngs.chunk("IDAT", new byte[0]))))
        .isEqualTo("damaged: it breaks off");
    assertThat(why(Pngs.SIGNATURE)).isEqualTo("damaged: no header");
  }

  @Test
  void ends_when_there_is_no_time_left() {
    byte[] file = Pngs.file(RGB, 40, 30, new int[40 * 30 * 3]);
    assertThat(Png.luminance(file, 1, () -> true))
        .isEqualTo(new Png.Decoding.Refused<byte[]>("no time left"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void damage_is_an_outcome(Pngs.Kind kind) {
    Random random = new Random(9);
    byte[] good = Pngs.file(kind, 31, 23, Pngs.samples(kind, 31, 23, random));
    for (int round = 0; round < 200; round++) {
      byte[] bad = round % 3 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      for (int i = 0; i < round % 7 && bad.length > 24; i++) {
        // the size stays as it is, as it is looked at before
        bad[24 + random.nextInt(bad.length - 24)] = (byte) random.nextInt();
      }
      switch (Png.luminance(bad, 1 + round % 3, () -> false)) {
        case Png.Decoding.Done<byte[]> done ->
            assertThat(done.pixels()).hasSize(done.width() * done.height());
        case Png.Decoding.Refused<byte[]> refused -> assertThat(refused.why()).isNotEmpty();
      }
    }
  }

  private static String why(byte[] file) {
    return ((Png.Decoding.Refused<byte[]>) Png.luminance(file, 1, () -> false)).why();
  }

  private static <T> Png.Decoding.Done<T> done(Png.Decoding<T> decoding) {
    return switch (decoding) {
      case Png.Decoding.Done<T> done -> done;
      case Png.Decoding.Refused<T> refused -> throw new AssertionError(refused.why());
    };
  }

  private static int lines(int[] some, int[] all) {
    int same = Arrays.mismatch(some, all);
    return same < 0 ? all.length / 100 : same / 100;
  }

  private static int[] white(int length) {
    int[] white = new int[length];
    Arrays.fill(white, 0xff_ffff);
    return white;
  }

  private static int[] noise(int[] samples) {
    Random random = new Random(4);
    Arrays.setAll(samples, _ -> random.nextInt(256));
    return samples;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static int indexOf(byte[] file, String chunk) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(chunk);
  }

  private static int[] gray(byte[] shades) {
    return IntStream.range(0, shades.length).map(i -> shades[i] & 0xff).toArray();
  }

  private static int[] luminance(int[] rgb) {
    return Arrays.stream(rgb)
        .map(one -> (306 * (one >> 16 & 0xff) + 601 * (one >> 8 & 0xff) + 117 * (one & 0xff)) >> 10)
        .toArray();
  }

  private static int[] every(int[] all, int width, int height, int step) {
    return IntStream.range(0, all.length)
        .filter(i -> i % width % step == 0 && i / width % step == 0 && i / width < height)
        .map(i -> all[i])
        .toArray();
  }

  /// Rounding; the lower halves of sample and transparency are left out.
  private static int most(Pngs.Kind kind) {
    return kind.depth() == 16 ? 2 : 1;
  }

  private static void near(int[] is, int[] expected, int most) {
    assertThat(is).hasSameSizeAs(expected);
    for (int i = 0; i < is.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        if (Math.abs((is[i] >> shift & 0xff) - (expected[i] >> shift & 0xff)) > most) {
          assertThat(Integer.toHexString(is[i]))
              .as("pixel %d", i)
              .isEqualTo(Integer.toHexString(expected[i]));
        }
      }
    }
  }

  /// What ImageIO makes of it, on white.
  private static BufferedImage other(byte[] file, int step) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, param);
      BufferedImage white =
          new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = white.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.drawImage(image, 0, 0, null);
      graphics.dispose();
      return white;
    } finally {
      reader.dispose();
    }
  }

  /// The colours by the words of the specification.
  private static int[] expected(Pngs.Kind kind, int[] samples) {
    int channels = kind.channels();
    int most = (1 << kind.depth()) - 1;
    byte[] palette = new byte[3 << Math.min(8, kind.depth())];
    new Random(kind.depth()).nextBytes(palette);
    int[] pixels = new int[samples.length / channels];
    for (int i = 0; i < pixels.length; i++) {
      int at = i * channels;
      int[] rgb = new int[3];
      double alpha = channels % 2 == 0 ? samples[at + channels - 1] / (double) most : 1;
      boolean hidden = kind.transparent().length > 0 && kind.type() != 3;
      for (int c = 0; c < 3; c++) {
        int sample = channels < 3 ? samples[at] : samples[at + c];
        hidden &= sample == 3;
        rgb[c] =
            kind.type() == 3
                ? palette[3 * sample + c] & 0xff
                : (int) Math.floor(sample * 255.0 / most);
      }
      if (kind.type() == 3 && samples[at] < kind.transparent().length) {
        alpha = (kind.transparent()[samples[at]] & 0xff) / 255.0;
      }
      for (int c = 0; c < 3; c++) {
        double seen = hidden ? 255 : 255 - alpha * (255 - rgb[c]);
        pixels[i] = pixels[i] << 8 | (int) Math.round(seen);
      }
    }
    return pixels;
  }
}
