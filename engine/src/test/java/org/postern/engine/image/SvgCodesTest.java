package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.common.BitMatrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.engine.Case;
import org.postern.engine.time.Clocks;

@Timeout(60)
class SvgCodesTest {

  private static final String ADDRESS = "https://code.example/login?id=7";

  private final PictureReader reader = new PictureReader(PictureLimits.STANDARD, Clocks.SYSTEM);

  /// One piece of a code: what is drawn for the module at this place.
  private interface Module {
    String at(int x, int y);
  }

  /// The ways that programs draw codes in.
  static Stream<Arguments> ways() {
    return Stream.of(
        way(
            "squares",
            svg(all((x, y) -> "<rect x='" + x + "' y='" + y + "' width='1' height='1'/>"))),
        way("one path", svg("<path d='" + all((x, y) -> "M" + x + "," + y + "h1v1h-1z ") + "'/>")),
        way(
            "lines",
            svg("<path stroke='#000' d='" + all((x, y) -> "M" + x + " " + y + ".5h1") + "'/>")),
        way("lines one behind the other", Drawings.svg(ADDRESS)),
        way(
            "dots beside eyes",
            svg(
                all((x, y) ->
                    eye(x, y)
                        ? "<rect x='" + x + "' y='" + y + "' width='1' height='1'/>"
                        : "<circle cx='%d.5' cy='%d.5' r='.45' fill='navy'/>".formatted(x, y)))),
        way(
            "one piece used often",
            svg(
                "<defs><rect id='p' width='1' height='1'/></defs>"
                    + all((x, y) -> "<use x='" + x + "' y='" + y + "' href='#p'/>"))),
        way(
            "a clip",
            svg(
                "<defs><clipPath id='C'>"
                    + all((x, y) -> "<rect x='" + x + "' y='" + y + "' width='1' height='1'/>")
                    + "</clipPath></defs><rect clip-path='url(#C)' width='100%' height='100%' fill='#400'/>")),
        way(
            "millimetres",
            "<svg:svg width='90mm' height='90mm' xmlns:svg='http://www.w3.org/2000/svg'>"
                + all((x, y) ->
                    "<svg:rect x='%dmm' y='%dmm' width='2mm' height='2mm'/>"
                        .formatted(2 * x, 2 * y))
                + "</svg:svg>"),
        way(
            "light on dark, by a style",
            svg(
                "<style>rect{fill:#0a0a28}.l{fill:#fff}</style><rect width='45' height='45'/>"
                    + "<path class='l' d='M0 0h45v45h-45z"
                    + all((x, y) -> "M" + x + " " + y + "v1h1v-1z")
                    + "'/>")),
        way(
            "in a corner of a page",
            "<svg viewBox='0 0 595 842'><rect width='595' height='842' fill='#fff'/>"
                + "<rect y='0' width='595' height='90' fill='#0067b8'/><g transform='translate(380,640) scale(4)'><path d='"
                + all((x, y) -> "M" + x + " " + y + "h1v1h-1z")
                + "'/></g></svg>"));
  }

  private static Arguments way(String name, String svg) {
    return Arguments.of(name, svg);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void codes_in_attached_drawings_are_read(String name, String svg) throws InterruptedException {
    Case mail = mail().attached("image/svg+xml", "scan.svg", utf8(svg)).mail();
    assertThat(reader.read(mail.message(), mail.content()).codes())
        .containsExactly(new Code(ADDRESS, Code.Place.PICTURE, "scan.svg"));
  }

  @Test
  void packed_and_misnamed_drawings_are_read() throws InterruptedException, IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(utf8(path()));
    }
    assertThat(codes(mail().attached("application/octet-stream", "a.svgz", packed.toByteArray())))
        .containsExactly(ADDRESS);
    assertThat(codes(mail().attached("application/octet-stream", "a.dat", utf8(path()))))
        .containsExactly(ADDRESS);
    assertThat(
            codes(
                mail()
                    .attached("image/svg+xml", "a.svg", path().getBytes(StandardCharsets.UTF_16))))
        .containsExactly(ADDRESS);
  }

  @Test
  void drawings_within_pages_are_read() throws InterruptedException {
    String base64 = Base64.getEncoder().encodeToString(utf8(path()));
    String percent = URLEncoder.encode(path(), StandardCharsets.UTF_8).replace("+", "%20");
    for (String html :
        new String[] {
          "<p><svg ><b>" + path() + "<p>scan",
          "<svg><g/></svg>" + path().replace("svg", "SVG"),
          "<img src=\"data:image/svg+xml;base64," + base64 + "\">",
          "<img src='DATA:image/svg+xml;charset=utf-8," + percent + "'>",
          "<img src=\"data:image/svg+xml;utf8," + path() + "\">",
          "<img src=\"data:image/svg+xml," + path().replace("<", "&lt;") + "\">",
          "<p style=\"background:url(data:image/svg+xml;base64," + base64 + ")\">",
        }) {
      assertThat(codes(mail().html(html))).as(html.substring(0, 60)).containsExactly(ADDRESS);
      assertThat(codes(mail().attached("application/octet-stream", "a.html", utf8(html))))
          .containsExactly(ADDRESS);
    }
  }

  @Test
  void pictures_within_drawings_are_read() throws InterruptedException {
    byte[] png = Drawings.file(Drawings.qr(ADDRESS, 4), "png");
    String svg =
        "<svg viewBox='0 0 100 100'><image width='9' xlink:href=\"data:image/png;base64,"
            + Base64.getMimeEncoder().encodeToString(png)
            + "\"/></svg>";
    assertThat(codes(mail().attached("image/svg+xml", "a.svg", utf8(svg))))
        .containsExactly(ADDRESS);
    String twice = Base64.getEncoder().encodeToString(utf8(svg));
    assertThat(codes(mail().html("<img src=\"data:image/svg+xml;base64," + twice + "\">")))
        .containsExactly(ADDRESS);
  }

  @Test
  void signs_are_no_pictures() throws InterruptedException {
    Case mail =
        mail().html("<svg viewBox='0 0 24 24'><path d='M3 3h18v18H3z'/></svg>".repeat(40)).mail();
    assertThat(reader.read(mail.message(), mail.content())).isEqualTo(PictureFacts.NONE);
  }

  private Stream<String> codes(Mails mails) throws InterruptedException {
    Case mail = mails.mail();
    return reader.read(mail.message(), mail.content()).codes().stream().map(Code::text);
  }

  private static Mails mail() {
    return new Mails("Ann <ann@sender.example>", "Scan");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String path() {
    return svg("<path d='" + all((x, y) -> "M" + x + " " + y + "h1v1h-1z") + "'/>");
  }

  private static String svg(String content) {
    return "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 45 45'>" + content + "</svg>";
  }

  /// Whether it is in the eyes of this code, of the second version, with a margin of four.
  private static boolean eye(int x, int y) {
    return (y < 11 && (x < 11 || x >= 22)) || (x < 11 && y >= 22);
  }

  /// With a margin of four.
  private static String all(Module module) {
    BitMatrix modules = Drawings.modules(BarcodeFormat.QR_CODE, ADDRESS, 4);
    StringBuilder all = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        all.append(modules.get(x, y) ? module.at(x, y) : "");
      }
    }
    return all.toString();
  }
}
