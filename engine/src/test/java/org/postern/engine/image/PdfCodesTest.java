package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfCodesTest {

  private static final String TARGET = "https://scan.example/me?of=1234567890";

  private final PdfReader reader = new PdfReader(PictureLimits.STANDARD);

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void reads_pictures_of_every_kind(int type) {
    BufferedImage code = as(type, Drawings.qr(TARGET, 5));
    assertThat(codes(new Pdfs().picture(code, 100, 300, 200))).containsExactly(TARGET);
  }

  @Test
  void reads_jpeg() {
    BufferedImage code = Drawings.qr(TARGET, 5);
    assertThat(codes(new Pdfs().picture(code, true, 100, 300, 200, 200))).containsExactly(TARGET);
  }

  @Test
  void reads_a_code_on_a_scanned_page() {
    BufferedImage page = Drawings.within(Drawings.qr(TARGET, 6), 1700, 2300, 900, 1500);
    assertThat(codes(new Pdfs().picture(page, true, 0, 0, 595, 805))).containsExactly(TARGET);
    assertThat(codes(new Pdfs().picture(page, false, 0, 0, 595, 805))).containsExactly(TARGET);
  }

  @Test
  void reads_a_code_that_only_the_mask_draws() {
    BufferedImage code = Drawings.qr(TARGET, 5);
    BufferedImage black =
        new BufferedImage(code.getWidth(), code.getHeight(), BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < code.getHeight(); y++) {
      for (int x = 0; x < code.getWidth(); x++) {
        black.setRGB(x, y, (code.getRGB(x, y) & 0xff) == 0 ? 0xff000000 : 0);
      }
    }
    assertThat(codes(new Pdfs().picture(black, 100, 300, 200))).containsExactly(TARGET);
  }

  @Test
  void reads_a_code_cut_into_two_pictures() {
    BufferedImage code = Drawings.qr(TARGET, 6);
    int half = code.getWidth() / 2;
    BufferedImage left = code.getSubimage(0, 0, half, code.getHeight());
    BufferedImage right = code.getSubimage(half, 0, code.getWidth() - half, code.getHeight());
    assertThat(
            codes(
                new Pdfs()
                    .picture(left, false, 100, 300, half, code.getHeight())
                    .picture(right, false, 100f + half, 300, right.getWidth(), code.getHeight())))
        .containsExactly(TARGET);
  }

  @Test
  void reads_a_code_cut_into_many_pictures() {
    BufferedImage code = Drawings.qr(TARGET, 6);
    Pdfs pdf = new Pdfs();
    int strip = 24;
    for (int y = 0; y + strip <= code.getHeight(); y += strip) {
      pdf.picture(
          code.getSubimage(0, y, code.getWidth(), strip),
          false,
          100,
          600f - y,
          code.getWidth(),
          strip);
    }
    assertThat(codes(pdf)).containsExactly(TARGET);
  }

  @Test
  void reads_a_code_that_is_stored_flat() {
    BufferedImage code = Drawings.qr(TARGET, 8);
    BufferedImage flat =
        new BufferedImage(code.getWidth(), code.getHeight() / 3, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = flat.createGraphics();
    graphics.drawImage(code, 0, 0, flat.getWidth(), flat.getHeight(), null);
    graphics.dispose();
    assertThat(codes(new Pdfs().picture(flat, false, 100, 300, 200, 200))).containsExactly(TARGET);
  }

  @Test
  void reads_codes_beside_letters_of_a_letterhead() {
    BufferedImage logo = Drawings.words("Example Ltd");
    assertThat(
            codes(
                new Pdfs()
                    .text("Dear customer", "please scan the code below")
                    .picture(logo, 60, 800, 100)
                    .picture(Drawings.qr(TARGET, 4), 200, 300, 120)))
        .containsExactly(TARGET);
  }

  private List<String> codes(Pdfs pdf) {
    ReadPdf reading = ReadPdf.of(reader, pdf.file(), () -> false);
    assertThat(reading.unread()).isEmpty();
    return reading.codes();
  }

  private static BufferedImage as(int type, BufferedImage image) {
    BufferedImage other = new BufferedImage(image.getWidth(), image.getHeight(), type);
    Graphics2D graphics = other.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return other;
  }
}
