package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OcrTest {

  private static final List<String> LINES =
      List.of(
          "Your mailbox storage is almost full",
          "Please confirm your account within 24 hours",
          "or it will be closed. Call +1 (888) 555-0199",
          "https://www.example.com/login?id=4711",
          "Total: $499.99 - Invoice No. 83-2210");

  private static Ocr ocr;
  private static Font font;

  @BeforeAll
  static void load() throws Exception {
    ocr = Ocr.load();
    font = Drawings.font();
  }

  @AfterAll
  static void close() throws Exception {
    ocr.close();
  }

  @Test
  void reads_ninety_five_letters_of_a_hundred_and_more() throws Exception {
    int letters = 0;
    int wrong = 0;
    for (Look look : looks()) {
      List<String> read = ocr.read(drawn(look), () -> false).lines();
      String expected = String.join("\n", LINES);
      int off = distance(expected, String.join("\n", read));
      assertThat(off).as("%s: %s", look, read).isLessThan(expected.length() / 5);
      letters += expected.length();
      wrong += off;
    }
    assertThat(wrong * 100).as("wrong of " + letters).isLessThanOrEqualTo(letters * 5);
  }

  @Test
  void reads_nothing_where_nothing_stands() throws Exception {
    assertThat(ocr.read(Drawings.blank(640, 480), () -> false).lines()).isEmpty();
    Random random = new Random(2);
    BufferedImage noise = Drawings.blank(400, 300);
    for (int i = 0; i < 120_000; i++) {
      noise.setRGB(i % 400, i / 400, random.nextInt());
    }
    assertThat(String.join("", ocr.read(noise, () -> false).lines())).hasSizeLessThan(20);
    assertThat(ocr.read(Drawings.blank(3_000, 21), () -> false).lines()).isEmpty();
  }

  @Test
  void says_when_there_was_no_time_for_all_lines() throws Exception {
    int[] asked = {0};
    Ocr.Lines lines = ocr.read(drawn(looks().getFirst()), () -> ++asked[0] > 2);
    assertThat(lines.complete()).isFalse();
    assertThat(lines.lines()).containsExactly(LINES.get(0), LINES.get(1));
  }

  /// Later versions send what they learn of the machine and the process to their maker.
  @Test
  void the_library_reports_to_nobody() throws IOException {
    for (String machine : List.of("linux-x64", "linux-aarch64")) {
      String name = "/ai/onnxruntime/native/" + machine + "/libonnxruntime.so";
      try (InputStream in = OrtEnvironment.class.getResourceAsStream(name)) {
        String library =
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(library.contains("Applications6Events")).as(name).isFalse();
        assertThat(library.contains("/proc/self/cmdline")).as(name).isFalse();
      }
    }
  }

  @Test
  void one_picture_is_read_at_a_time() throws Exception {
    TextReader reader = new TextReader();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    BufferedImage picture = drawn(looks().getFirst());
    Thread first =
        Thread.ofPlatform()
            .start(() -> {
              try {
                reader.read(
                    picture,
                    TimeUnit.SECONDS.toNanos(60),
                    () -> {
                      reading.countDown();
                      await(end);
                      return true;
                    });
              } catch (InterruptedException broken) {
                throw new IllegalStateException(broken);
              }
            });
    assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(reader.read(picture, 1_000_000, () -> false))
        .isEqualTo(new TextReader.Reading.Partly("", "text not read: others were in the way"));
    end.countDown();
    first.join();
    assertThat(reader.read(picture, 1_000_000, () -> false))
        .isEqualTo(new TextReader.Reading.Text(String.join("\n", LINES)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// How a text is drawn.
  private record Look(int style, float size, int ink, int paper, double degrees, double noise) {}

  private static List<Look> looks() {
    List<Look> looks = new ArrayList<>();
    looks.add(new Look(Font.PLAIN, 22, 0x142850, 0xffffff, 0, 0));
    looks.add(new Look(Font.BOLD, 26, 0xffffff, 0x0a5fb4, 0, 0));
    looks.add(new Look(Font.ITALIC, 20, 0xaa1111, 0xf4ead8, 0, 0));
    looks.add(new Look(Font.PLAIN, 15, 0x000000, 0xffffff, 0, 0));
    looks.add(new Look(Font.PLAIN, 34, 0x666666, 0xffffff, 0, 0));
    looks.add(new Look(Font.PLAIN, 24, 0x103010, 0xffffff, 4, 0));
    looks.add(new Look(Font.BOLD, 24, 0x000000, 0xffe070, -5, 0));
    looks.add(new Look(Font.PLAIN, 24, 0x202020, 0xffffff, 0, 0.04));
    return looks;
  }

  private static BufferedImage drawn(Look look) {
    int width = (int) (look.size() * 28);
    int height = (int) (look.size() * 16);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(look.paper()));
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.rotate(Math.toRadians(look.degrees()), width / 2.0, height / 2.0);
    graphics.setColor(new Color(look.ink()));
    graphics.setFont(font.deriveFont(look.style(), look.size()));
    for (int i = 0; i < LINES.size(); i++) {
      graphics.drawString(LINES.get(i), look.size() * 2, look.size() * (3.5f + 2.2f * i));
    }
    graphics.dispose();
    Random random = new Random(11);
    for (int i = 0; i < look.noise() * width * height; i++) {
      image.setRGB(random.nextInt(width), random.nextInt(height), random.nextInt());
    }
    return image;
  }

  /// Letters to add, drop or change.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
