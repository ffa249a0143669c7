package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfMosaicTest {

  private static final String TARGET = "https://scan.example/me?of=1234567890";
  private static final double SEAM = .75;

  private final PdfReader reader = new PdfReader(PictureLimits.STANDARD);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void finds_a_code_across_the_strips_of_a_scanned_page(boolean jpeg) throws IOException {
    BufferedImage page = Drawings.within(Drawings.qr(TARGET, 6), 1700, 2300, 900, 1500);
    for (int strip : new int[] {100, 150, 390}) {
      byte[] file = strips(page, strip, jpeg, 0).file();
      assertThat(tiles(file)).hasSize((2300 + strip - 1) / strip);
      assertThat(codes(file)).containsExactly(TARGET);
    }
  }

  @Test
  void finds_a_code_across_tiles_of_a_grid_with_letters_over_them() throws IOException {
    BufferedImage code = Drawings.qr(TARGET, 8);
    Pdfs pdf = new Pdfs();
    int side = 64;
    float points = side * .6f;
    for (int y = 0; y < code.getHeight(); y += side) {
      for (int x = 0; x < code.getWidth(); x += side) {
        BufferedImage tile = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = tile.createGraphics();
        graphics.setColor(java.awt.Color.WHITE);
        graphics.fillRect(0, 0, side, side);
        graphics.drawImage(code, -x, -y, null);
        graphics.dispose();
        pdf.picture(tile, 100 + x * .6f, 600 - y * .6f, points);
      }
    }
    byte[] file = pdf.text("due today").file();
    assertThat(tiles(file)).hasSizeGreaterThan(9);
    assertThat(codes(file)).containsExactly(TARGET);
  }

  @Test
  void draws_strips_that_cover_each_other() throws IOException {
    BufferedImage page = Drawings.within(Drawings.qr(TARGET, 6), 1700, 2300, 900, 1500);
    byte[] file = strips(page, 100, false, 30).file();
    assertThat(tiles(file)).isEmpty();
    assertThat(codes(file)).containsExactly(TARGET);
  }

  @Test
  void draws_strips_that_are_turned() throws IOException {
    BufferedImage code = Drawings.qr(TARGET, 6);
    Pdfs pdf = new Pdfs();
    int strip = 24;
    for (int y = 0; y < code.getHeight(); y += strip) {
      int height = Math.min(strip, code.getHeight() - y);
      // a quarter to the left: what was down is on the right
      pdf.picture(
          code.getSubimage(0, y, code.getWidth(), height),
          new Matrix(0, code.getWidth(), -height, 0, 100f + y + height, 300));
    }
    byte[] file = pdf.file();
    assertThat(tiles(file)).isEmpty();
    assertThat(codes(file)).containsExactly(TARGET);
  }

  @Test
  void draws_strips_beside_something_painted() throws IOException {
    BufferedImage page = Drawings.within(Drawings.qr(TARGET, 6), 1700, 2300, 900, 1500);
    byte[] file = strips(page, 100, false, 0).painted(10, 10, 20).file();
    assertThat(tiles(file)).isEmpty();
    assertThat(codes(file)).containsExactly(TARGET);
  }

  @Test
  void looks_like_the_drawn_page() throws IOException {
    BufferedImage page = Drawings.within(Drawings.qr(TARGET, 6), 1700, 2300, 900, 1500);
    byte[] file = strips(page, 100, false, 0).file();
    try (PDDocument document = Loader.loadPDF(file)) {
      Gray drawn = Gray.of(PdfDrawing.ofCodes(document, () -> false).draw(0));
      PdfMosaic mosaic = new PdfMosaic(document.getPage(0).getCropBox());
      for (PdfTile tile : tiles(file)) {
        mosaic.put(tile, gray(page, tile));
      }
      Gray together = mosaic.gray();
      assertThat(together.getWidth()).isEqualTo(drawn.getWidth());
      assertThat(together.getHeight()).isEqualTo(drawn.getHeight());
      long difference = 0;
      for (int i = 0; i < together.getMatrix().length; i++) {
        difference += Math.abs((together.getMatrix()[i] & 0xff) - (drawn.getMatrix()[i] & 0xff));
      }
      assertThat(difference / (double) together.getMatrix().length).isLessThan(3);
    }
  }

  @Test
  void puts_nothing_beyond_the_page() throws IOException {
    PdfMosaic mosaic = new PdfMosaic(new PDRectangle(100, 100));
    Gray black = new Gray(2, 2, new byte[4]);
    mosaic.put(tile(-50, -50, 100), black);
    mosaic.put(tile(500, 500, 100), black);
    mosaic.put(tile(-500, 0, 100), black);
    Gray gray = mosaic.gray();
    assertThat(gray.getRow(199, new byte[0])[0]).isZero();
    assertThat(gray.getRow(199, new byte[0])[99]).isZero();
    assertThat(gray.getRow(199, new byte[0])[100]).isEqualTo((byte) 255);
    assertThat(gray.getRow(99, new byte[0])[0]).isEqualTo((byte) 255);
  }

  private static PdfTile tile(double x, double y, double side) {
    return new PdfTile(
        new org.apache.pdfbox.cos.COSStream(),
        new org.apache.pdfbox.pdmodel.PDResources(),
        x,
        y,
        side,
        side);
  }

  /// What the page showed at the place of a tile.
  private static Gray gray(BufferedImage page, PdfTile tile) {
    double scale = page.getWidth() / 595.0;
    int y = (int) Math.round(page.getHeight() - (tile.y() + tile.height()) * scale);
    int height = (int) Math.round(tile.height() * scale);
    return Gray.of(page.getSubimage(0, y, page.getWidth(), Math.min(height, 2300 - y)));
  }

  /// @param over so many points is each higher than its part of the page
  private static Pdfs strips(BufferedImage page, int strip, boolean jpeg, int over) {
    Pdfs pdf = new Pdfs();
    float scale = 595f / page.getWidth();
    for (int y = 0; y < page.getHeight(); y += strip) {
      int height = Math.min(strip + over, page.getHeight() - y);
      pdf.picture(
          page.getSubimage(0, y, page.getWidth(), height),
          jpeg,
          0,
          (page.getHeight() - y - height) * scale,
          595,
          height * scale);
    }
    return pdf;
  }

  private static List<PdfTile> tiles(byte[] file) throws IOException {
    try (PDDocument document = Loader.loadPDF(file)) {
      PdfContent content = new PdfContent(document, PictureLimits.STANDARD, () -> false);
      content.read();
      return content.first().getFirst().tiles(SEAM).orElse(List.of());
    }
  }

  private List<String> codes(byte[] file) {
    ReadPdf reading = ReadPdf.of(reader, file, () -> false);
    assertThat(reading.unread()).isEmpty();
    return reading.codes();
  }
}
