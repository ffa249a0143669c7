package org.postern.engine.svg;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SvgTest {

  /// Each fills the left half of a square of ten, and nothing of the right one.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rect width='5' height='10'/>",
        "<rect width='50%' height='100%'/>",
        "<svg:rect width=5 height=10 />",
        "<path d='M0 0h5v10h-5z'/>",
        "<path d='M0,0L5,0 5,10,0,10Z'/>",
        "<path d='m0 0 5 0 0 10-5 0z'/>",
        "<path d='M0 0H5V10H0Z'/>",
        "<path d='M0 0Q2.5 0 5 0T5 10Q2 10 0 10z'/>",
        "<path d='M0 0C1 0 4 0 5 0S5 10 5 10L0 10z'/>",
        "<path d='M5 0A.01.01 0 015 10H0V0z'/><rect x='5' width='5' height='10' fill='white'/>",
        "<path d='M5 0v10' stroke='#000' stroke-width='10' /><rect x='5' width='5' height='10' fill='#fff'/>",
        "<path stroke='black' stroke-width='5' d='M2.5 0v10'/>",
        "<polygon points='0,0 5,0 5,10 0,10'/>",
        "<polyline points='0 0 5 0 5 10 0 10'/>",
        "<line x1='2.5' y1='0' x2='2.5' y2='10' stroke='#000' stroke-width='5'/>",
        "<g transform='scale(.5 1)'><rect width='10' height='10'/></g>",
        "<g transform='translate(-5)'><rect x='5' width='5' height='10'/></g>",
        "<rect transform='matrix(5 0 0 10 0 0)' width='1' height='1'/>",
        "<rect transform='rotate(90 5 5)' y='5' width='10' height='5'/>",
        "<defs><rect id='m' width='5' height='5'/></defs><use href='#m'/><use xlink:href='#m' y='5'/>",
        "<symbol id='s' viewBox='0 0 1 2'><rect width='1' height='2'/></symbol><use href='#s' width='5' height='10'/>",
        "<svg width='5' height='10' viewBox='0 0 1 2'><rect width='1' height='2'/></svg>",
        "<style>.w{fill:#fff} .b rect, .x{fill:rgb(0,0,0)}</style><g class='b'><rect width='10' height='10'/><rect class='w' x='5' width='5' height='10'/></g>",
        "<style><![CDATA[/* */ @media all { .w { fill: white } }]]></style><rect width='5' height='10'/><rect class='w a' x='5' width='5' height='10'/>",
        "<g fill='none'><rect width='10' height='10'/><rect style='fill:#000000' width='5' height='10'/></g>",
        "<g opacity='0'><rect width='10' height='10'/></g><rect width='5' height='10'/>",
        "<rect width='10' height='10' display='none'/><rect width='10' height='10' visibility='hidden'/><rect width='5' height='10'/>",
        "<clipPath id='c'><rect width='5' height='10'/></clipPath><rect clip-path=\"url('#c')\" width='10' height='10'/>",
        "<linearGradient id='G'><stop stop-color='#111'/></linearGradient><rect fill='url(#G)' width='5' height='10'/>",
        "<text x='6' y='8'>words</text><rect width='5' height='10'/>",
        "<!-- <rect width='10' height='10'/> --><rect width='5' height='10'/>",
        "<script>'<rect width=10 height=10>'</script><rect width='5' height='10'/>",
      })
  void shapes_are_drawn(String shapes) {
    BufferedImage image = drawn("<svg viewBox='0 0 10 10'>" + shapes + "</svg>");
    assertThat(image.getWidth()).isEqualTo(1_000);
    for (int y = 50; y < 1_000; y += 100) {
      assertThat(luminance(image, 250, y)).as("left").isLessThan(0x20);
      assertThat(luminance(image, 750, y)).as("right").isGreaterThan(0xe0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "viewBox='5 5 20 10', 1000, 500",
    "width='10mm' height='20mm', 500, 1000",
    "width='1e9' height='100', 1000, 333",
    "viewBox='0 0 1000 1', 1000, 50",
  })
  void the_longer_side_has_a_thousand_pixels(String attributes, int width, int height) {
    String svg = "<svg " + attributes + ">" + " ".repeat(700) + "</svg>";
    assertThat(Svg.of(svg.getBytes(StandardCharsets.UTF_8))).contains(new Svg(width, height));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void drawings_are_known_by_their_first_element(String charset) {
    String blank = " ".repeat(700);
    String declared =
        "\ufeff<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x' [<!ENTITY a 'b'>]>"
            + "<!-- <a> --><svg:svg viewBox='0 0 10 10'>"
            + blank;
    Charset written = Charset.forName(charset);
    assertThat(Svg.of(declared.getBytes(written))).isPresent();
    assertThat(Svg.of(("<html><svg>" + blank).getBytes(written))).isEmpty();
    assertThat(Svg.of(("words" + blank).getBytes(written))).isEmpty();
  }

  @Test
  void only_what_has_as_many_corners_as_a_code_is_worth_drawing() {
    assertThat(Svg.rich("<svg><path d='M0 0h7v1h-7z'/></svg>".getBytes(StandardCharsets.UTF_8)))
        .isFalse();
    assertThat(Svg.rich("<path d='M0 0h7v1h-7z'/>".repeat(30).getBytes(StandardCharsets.UTF_8)))
        .isTrue();
  }

  @Test
  void hostile_drawings_come_to_an_end() {
    String layers = "<rect width='10' height='10'/>".repeat(100);
    assertThat(refusal(layers)).isEqualTo("too much is drawn");
    StringBuilder doubling = new StringBuilder("<defs><rect id='a0' width='.01' height='.01'/>");
    for (int i = 1; i < 40; i++) {
      doubling.append("<g id='a" + i + "'>" + ("<use href='#a" + (i - 1) + "'/>").repeat(9));
      doubling.append("</g>");
    }
    assertThat(refusal(doubling + "</defs><use href='#a39'/>")).isEqualTo("too much is drawn");
    assertThat(drawn("<svg><g id='a'><use href='#a'/></g></svg>")).isNotNull();
    assertThat(refusal("<path d='M0 0" + "h1v1".repeat(150_000) + "'/>"))
        .isEqualTo("too much is drawn");
    StringBuilder zigzag = new StringBuilder("M0 0");
    for (int i = 0; i < 80_000; i++) {
      zigzag.append('L').append(i % 10).append(i % 2 == 0 ? " 10" : " 0");
    }
    assertThat(refusal("<path d='" + zigzag + "'/>")).isEqualTo("too much is drawn");
    assertThat(refusal("<path fill='none' stroke='red' d='" + zigzag + "'/>"))
        .isEqualTo("too much is drawn");
    assertThat(
            refusal(
                "<clipPath id='c'><path d='"
                    + zigzag
                    + "'/></clipPath><path clip-path='url(#c)'/>"))
        .isEqualTo("too much is drawn");
    String nested = "<svg " + "<svg ".repeat(150_000);
    assertThat(Svg.draw(bytes(nested), () -> false)).isNotNull();
    assertThat(Svg.draw(bytes("<svg>" + "<g>".repeat(300_000)), () -> false)).isNotNull();
    assertThat(Svg.draw(bytes("<svg d='" + "&".repeat(900_000)), () -> false)).isNotNull();
    assertThat(Svg.draw(bytes("<svg>" + "<!>".repeat(300_000)), () -> false)).isNotNull();
    assertThat(Svg.draw(bytes("<svg>" + "</g".repeat(300_000)), () -> false)).isNotNull();
  }

  @Test
  void numbers_beyond_all_reason_draw_nothing() {
    String far =
        "<rect x='-1e300' width='1e308' height='10'/><path d='M0 0L1e30 1e30 1e999 0z'/>"
            + "<path stroke='red' stroke-width='1e30' d='M0 0h1'/><circle r='1e99'/>"
            + "<g transform='scale(1e300)'><path d='M0 0h9v9z'/></g><path d='M0 0A0 5 0 1 1 1 1z'/>";
    BufferedImage image = drawn("<svg viewBox='0 0 10 10'>" + far + "</svg>");
    assertThat(luminance(image, 500, 500)).isEqualTo(0xff);
  }

  @Test
  void whoever_is_late_gives_up() {
    assertThat(Svg.draw(bytes("<svg><rect/></svg>"), () -> true))
        .isEqualTo(new Svg.Drawing.Refused("no time left"));
  }

  @Test
  void damaged_drawings_are_an_outcome() {
    String good =
        "<svg viewBox='0 0 10 10'><style>.a{fill:red}</style><defs><path id='p' d='M1 1h2.5v1e1a1 1"
            + " 0 1 1 2 2z'/></defs><g transform='rotate(5) scale(2)'><use href='#p' class='a'"
            + " clip-path='url(#p)'/><rect x='1' width='5%' height='3' stroke='rgb(1,2,3)'/></g></svg>";
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      byte[] bad = bytes(good);
      for (int i = 0; i < 1 + round % 8; i++) {
        bad[random.nextInt(bad.length)] = (byte) good.charAt(random.nextInt(good.length()));
      }
      assertThat(Svg.draw(bad, () -> false)).isNotNull();
    }
  }

  private static String refusal(String shapes) {
    Svg.Drawing drawing =
        Svg.draw(bytes("<svg viewBox='0 0 10 10'>" + shapes + "</svg>"), () -> false);
    return ((Svg.Drawing.Refused) drawing).why();
  }

  private static BufferedImage drawn(String svg) {
    return ((Svg.Drawing.Done) Svg.draw(bytes(svg), () -> false)).image();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int luminance(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >> 8 & 0xff;
  }
}
