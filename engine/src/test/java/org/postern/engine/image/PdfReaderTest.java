package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PdfReaderTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final PdfReader reader = new PdfReader(PictureLimits.STANDARD);

  @Test
  void reads_text_and_links() {
    PdfFacts facts =
        facts(
            new Pdfs()
                .text("Your invoice 4711", "is ready to be paid")
                .link("https://pay.example/4711")
                .file());
    assertThat(facts.pages()).isEqualTo(1);
    assertThat(facts.text()).contains("Your invoice 4711").contains("is ready to be paid");
    assertThat(facts.letters()).isEqualTo(26);
    assertThat(facts.links()).containsExactly("https://pay.example/4711");
    assertThat(facts.traits()).isEmpty();
    assertThat(facts.embedded()).isEmpty();
  }

  @Test
  void reads_ten_pages_and_counts_them_all() {
    Pdfs pdf = new Pdfs().text("page one");
    for (int i = 2; i <= 14; i++) {
      pdf.page().text("page " + i + " end");
    }
    PdfFacts facts = facts(pdf.file());
    assertThat(facts.pages()).isEqualTo(14);
    assertThat(facts.text()).contains("page 10 end").doesNotContain("page 11 end");
  }

  @Test
  void names_what_a_file_does() {
    assertThat(facts(new Pdfs().text("a").script("app.alert(1)").file()).traits())
        .containsExactlyInAnyOrder(PdfFacts.Trait.JAVASCRIPT, PdfFacts.Trait.OPEN_ACTION);
    assertThat(facts(new Pdfs().text("a").launch("cmd.exe").file()).traits())
        .containsExactlyInAnyOrder(PdfFacts.Trait.LAUNCH, PdfFacts.Trait.OPEN_ACTION);
    assertThat(facts(new Pdfs().text("a").embedded("invoice.xml").file()).embedded())
        .containsExactly("invoice.xml");
    assertThat(facts(new Pdfs().picture(Drawings.blank(90, 90), 100, 100, 50).file()).traits())
        .containsExactly(PdfFacts.Trait.PICTURES);
  }

  @Test
  void a_file_with_a_password_is_known_as_such() {
    ReadPdf locked = read(new Pdfs().text("secret").password("open").file());
    assertThat(locked.unread()).isEqualTo("needs a password");
    assertThat(locked.facts().orElseThrow().traits()).containsExactly(PdfFacts.Trait.ENCRYPTED);
    PdfFacts open = facts(new Pdfs().text("not so secret").password("").file());
    assertThat(open.traits()).containsExactly(PdfFacts.Trait.ENCRYPTED);
    assertThat(open.text()).contains("not so secret");
  }

  @Test
  void finds_codes_on_pages_that_have_more_to_see_than_to_read() {
    String target = "https://scan.example/me";
    ReadPdf picture =
        read(new Pdfs().text("Scan me").picture(Drawings.qr(target, 4), 200, 400, 90).file());
    assertThat(picture.codes()).containsExactly(target);
    assertThat(picture.pictured()).isEqualTo(1);
    ReadPdf drawn = read(new Pdfs().text("Scan me").drawnCode(target, 200, 400, 3).file());
    assertThat(drawn.codes()).containsExactly(target);
    assertThat(drawn.pictured()).isEqualTo(1);
    assertThat(read(new Pdfs().text("Nothing to see").file()).pictured()).isZero();
  }

  @Test
  void draws_a_page_with_its_letters() {
    byte[] pdf = new Pdfs().text("Letters").page().text("More").file();
    assertThat(reader.page(pdf, 1, () -> false).orElseThrow())
        .satisfies(page -> assertThat(Gray.of(page).contrast()).isGreaterThan(100));
    assertThat(reader.page(pdf, 2, () -> false)).isEmpty();
    assertThat(reader.page(Pdfs.ascii("%PDF-1.4 and nothing else"), 0, () -> false)).isEmpty();
  }

  @Test
  void damaged_files_are_an_outcome() {
    byte[] good = new Pdfs().text("Good").link("https://good.example/").file();
    Random random = new Random(3);
    for (int round = 0; round < 150; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i < 1 + round / 5; i++) {
        bad[8 + random.nextInt(bad.length - 8)] = (byte) random.nextInt();
      }
      ReadPdf reading = read(round % 3 == 0 ? java.util.Arrays.copyOf(bad, bad.length / 2) : bad);
      assertThat(reading.facts().isPresent() || !reading.unread().isEmpty()).isTrue();
    }
    assertThat(read(Pdfs.ascii("%PDF-1.4 and nothing else")).unread()).startsWith("damaged");
  }

  @Test
  void streams_that_unpack_without_end_are_refused() {
    byte[] once = deflated(new byte[70 << 20]);
    assertThat(refusal(stream("/Filter /FlateDecode", once))).contains("32 MB");
    assertThat(refusal(stream("/Filter [ /FlateDecode ] /Type /ObjStm /N 1 /First 5", once)))
        .contains("32 MB");
    assertThat(refusal(stream("/Subtype /Image /Filter /FlateDecode", once))).contains("64 MB");
    assertThat(refusal(stream("/Filter [/FlateDecode /FlateDecode]", deflated(once))))
        .contains("packed twice");
    assertThat(refusal(stream("/Filter 9 0 R", once))).contains("elsewhere");
    assertThat(refusal(stream("/Fi#6cter /Flate#44ecode", once))).contains("hides");
    assertThat(refusal(stream("/Filter /FlateDecode >> % obj", once))).contains("32 MB");
    assertThat(refusal(stream("/Filter /LZWDecode", new byte[40 << 10]))).contains("LZW");
    // as written by programs that make everything ASCII
    assertThat(refusal(stream("/Filter [/ASCIIHexDecode /FlateDecode]", hex(once))))
        .contains("32 MB");
  }

  @Test
  void a_header_of_the_packing_is_not_believed() {
    byte[] packed = deflated(new byte[70 << 20]);
    packed[0] = 0;
    packed[1] = 0;
    assertThat(refusal(stream("/Filter /FlateDecode", packed))).contains("32 MB");
  }

  @Test
  void drawing_and_reading_end_when_time_is_up() {
    StringBuilder content = new StringBuilder();
    content.repeat("1 0 0 RG 0 0 500 500 re S BT /F1 9 Tf (abc) Tj ET\n", 60_000);
    byte[] busy =
        Pdfs.raw(
            List.of(
                Pdfs.ascii("<< /Type /Catalog /Pages 2 0 R >>"),
                Pdfs.ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
                Pdfs.ascii("<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"),
                packed("/Filter /FlateDecode", deflated(Pdfs.ascii(content.toString())))));
    int[] steps = {0};
    ReadPdf reading = ReadPdf.of(reader, busy, () -> ++steps[0] > 5_000);
    assertThat(reading.unread()).isEqualTo("takes too long");
    assertThat(steps[0]).isLessThan(5_100);
  }

  @Test
  void pages_without_end_and_in_circles_end() {
    byte[] circle =
        Pdfs.raw(
            List.of(
                Pdfs.ascii("<< /Type /Catalog /Pages 2 0 R >>"),
                Pdfs.ascii("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 900000000 >>")));
    assertThat(time(() -> read(circle))).isLessThan(LONG);
    List<byte[]> deep = new ArrayList<>();
    deep.add(Pdfs.ascii("<< /Type /Catalog /Pages 2 0 R >>"));
    deep.add(Pdfs.ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 /X " + "[".repeat(200_000) + ">>"));
    assertThat(time(() -> read(Pdfs.raw(deep)))).isLessThan(LONG);
    assertThat(time(() -> read(Pdfs.ascii("%PDF-1.4\n" + "1 0 obj\n<<".repeat(300_000)))))
        .isLessThan(LONG);
    assertThat(time(() -> read(Pdfs.ascii("%PDF-1.4\n" + "x 0 obj stream\n".repeat(300_000)))))
        .isLessThan(LONG);
  }

  @Test
  void a_tree_of_embedded_files_that_is_its_own_branch_ends() {
    byte[] circle =
        Pdfs.raw(
            List.of(
                Pdfs.ascii("<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 4 0 R >> >>"),
                Pdfs.ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
                Pdfs.ascii("<< /Type /Page /Parent 2 0 R >>"),
                Pdfs.ascii("<< /Kids [" + "4 0 R ".repeat(100) + "] >>")));
    assertThat(facts(circle).pages()).isEqualTo(1);
  }

  @Test
  void one_operator_that_shows_millions_of_letters_takes_little_memory_and_looks_at_the_time() {
    byte[] wordy = shown("i".repeat(3_000_000));
    PdfFacts facts = facts(wordy);
    assertThat(facts.letters()).isEqualTo(PictureLimits.STANDARD.characters());
    int[] steps = {0};
    ReadPdf reading = ReadPdf.of(reader, wordy, () -> ++steps[0] > 5_000);
    assertThat(reading.unread()).isEqualTo("takes too long");
    assertThat(steps[0]).isLessThan(5_100);
  }

  private static byte[] shown(String letters) {
    return Pdfs.raw(
        List.of(
            Pdfs.ascii("<< /Type /Catalog /Pages 2 0 R >>"),
            Pdfs.ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            Pdfs.ascii(
                "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 200 200]"
                    + " /Resources << /Font << /F1 5 0 R >> >> >>"),
            packed(
                "/Filter /FlateDecode",
                deflated(Pdfs.ascii("BT /F1 1 Tf 5 5 Td (" + letters + ") Tj ET"))),
            Pdfs.ascii("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")));
  }

  @Test
  void objects_without_end_are_refused() {
    byte[] many = Pdfs.ascii("[]".repeat(2_000_000));
    assertThat(refusal(stream("/Filter /FlateDecode", deflated(many)))).contains("objects");
    assertThat(refusal(stream("", many))).contains("objects");
    byte[] lzw = packed("/Filter /LZWDecode", new byte[9 << 10]);
    assertThat(refusal(Pdfs.raw(List.of(Pdfs.ascii("<< /Type /Catalog >>"), lzw, lzw))))
        .contains("LZW");
  }

  @Test
  void blanks_that_many_streams_share_are_counted_for_each() {
    String streams = "obj<</Filter/A85>>stream\n".repeat(3_000);
    assertThat(refusal(Pdfs.ascii("%PDF-1.4\n" + streams + " ".repeat(7_000_000) + "endstream")))
        .contains("160 MB");
  }

  @Test
  void the_look_at_what_streams_unpack_to_ends_when_time_is_up() {
    byte[] armour = new byte[4 << 20];
    java.util.Arrays.fill(armour, (byte) ' ');
    byte[] letters = Pdfs.ascii("!!!!!".repeat(800_000));
    byte[] many = Pdfs.ascii("obj<</Filter/A85>>stream\n!!\n".repeat(3_000));
    byte[] zeros = deflated(new byte[20 << 20]);
    for (byte[] pdf :
        List.of(
            stream("/Filter /ASCII85Decode", armour),
            stream("/Filter /ASCII85Decode", letters),
            many,
            stream("/Filter /FlateDecode", zeros))) {
      int[] asked = {0};
      assertThat(ReadPdf.of(reader, pdf, () -> ++asked[0] > 50).unread())
          .isEqualTo("takes too long");
      assertThat(asked[0]).isLessThan(60);
    }
  }

  @Test
  void pictures_are_read_by_the_size_that_their_octets_say() {
    byte[] jpeg = Drawings.file(Drawings.blank(90, 90), "jpeg");
    assertThat(read(picture("/Filter /DCTDecode", jpeg)).unread()).isEmpty();
    byte[] huge = jpeg.clone();
    for (int i = 0; i < huge.length - 9; i++) {
      if ((huge[i] & 0xff) == 0xff && (huge[i + 1] & 0xff) == 0xc0) {
        java.nio.ByteBuffer.wrap(huge)
            .putShort(i + 5, (short) 60_000)
            .putShort(i + 7, (short) 60_000);
      }
    }
    assertThat(read(picture("/Filter /DCTDecode", huge)).pictured()).isEqualTo(1);
    assertThat(
            read(picture(
                    "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 60000 /Rows 60000 >>",
                    jpeg))
                .pictured())
        .isEqualTo(1);
    assertThat(read(picture("/Filter /JPXDecode", jpeg)).pictured()).isEqualTo(1);
  }

  private static byte[] picture(String filter, byte[] octets) {
    return Pdfs.raw(
        List.of(
            Pdfs.ascii("<< /Type /Catalog /Pages 2 0 R >>"),
            Pdfs.ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            Pdfs.ascii(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R"
                    + " /Resources << /XObject << /Im 5 0 R >> >> >>"),
            packed("", Pdfs.ascii("q 90 0 0 90 0 0 cm /Im Do Q")),
            packed(
                "/Type /XObject /Subtype /Image /Width 90 /Height 90 /BitsPerComponent 8"
                    + " /ColorSpace /DeviceRGB "
                    + filter,
                octets)));
  }

  @Test
  void tables_of_letters_without_end_end() {
    for (String table :
        List.of(
            "1 begincodespacerange <00000000> <ffffffff> endcodespacerange"
                + " 1 begincidrange <00000000> <ffffffff> 0 endcidrange",
            "1 begincodespacerange <00000000> <ffffffff> endcodespacerange"
                + " 1 beginbfrange <00000000> <fffffffe> <0041> endbfrange",
            "2000000000 begincidchar <00> 1 endcidchar",
            "/Identity-H usecmap 1 beginnotdefrange <00000000> <ffffffff> 1 endnotdefrange")) {
      byte[] pdf =
          Pdfs.raw(
              List.of(
                  Pdfs.ascii("<< /Type /Catalog /Pages 2 0 R >>"),
                  Pdfs.ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
                  Pdfs.ascii(
                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R"
                          + " /Resources << /Font << /F1 5 0 R >> >> >>"),
                  packed("", Pdfs.ascii("BT /F1 12 Tf 9 9 Td (abcd) Tj ET")),
                  Pdfs.ascii(
                      "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 6 0 R /ToUnicode 6 0 R"
                          + " /DescendantFonts [7 0 R] >>"),
                  packed(
                      "/Type /CMap /CMapName /X",
                      Pdfs.ascii(
                          "/CIDInit /ProcSet findresource begin begincmap "
                              + table
                              + " endcmap end")),
                  Pdfs.ascii(
                      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X"
                          + " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
                          + " /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 >> >>")));
      assertThat(time(() -> read(pdf))).as(table).isLessThan(LONG);
    }
  }

  @Test
  void forms_in_forms_end() {
    List<byte[]> objects = new ArrayList<>();
    objects.add(Pdfs.ascii("<< /Type /Catalog /Pages 2 0 R >>"));
    objects.add(Pdfs.ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
    objects.add(
        Pdfs.ascii(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R"
                + " /Resources << /XObject << /F 5 0 R >> >> >>"));
    objects.add(packed("", Pdfs.ascii("/F Do /F Do")));
    for (int i = 5; i < 60; i++) {
      objects.add(
          packed(
              "/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Group << /S /Transparency >>"
                  + " /Resources << /XObject << /F "
                  + (i + 1)
                  + " 0 R >> >>",
              Pdfs.ascii("/F Do /F Do 0 0 9 9 re f")));
    }
    long end = System.nanoTime() + 1_000_000_000L;
    byte[] pdf = Pdfs.raw(objects);
    assertThat(time(() -> ReadPdf.of(reader, pdf, () -> System.nanoTime() > end))).isLessThan(LONG);
  }

  @Test
  void a_large_file_is_refused_by_its_size() {
    assertThat(refusal(new byte[9 << 20])).isEqualTo((9 << 20) + " octets");
  }

  private static Duration time(Runnable run) {
    long start = System.nanoTime();
    run.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private String refusal(byte[] pdf) {
    ReadPdf reading = read(pdf);
    assertThat(reading.facts()).isEqualTo(Optional.empty());
    return reading.unread();
  }

  private PdfFacts facts(byte[] pdf) {
    return read(pdf).facts().orElseThrow();
  }

  private ReadPdf read(byte[] pdf) {
    return ReadPdf.of(reader, pdf, () -> false);
  }

  private static byte[] stream(String dictionary, byte[] body) {
    return Pdfs.raw(List.of(Pdfs.ascii("<< /Type /Catalog >>"), packed(dictionary, body)));
  }

  private static byte[] packed(String dictionary, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Pdfs.ascii("<< /Length " + body.length + " " + dictionary + " >>\nstream\n"));
    out.writeBytes(body);
    out.writeBytes(Pdfs.ascii("\nendstream"));
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] octets) {
    Deflater deflater = new Deflater();
    deflater.setInput(octets);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static byte[] hex(byte[] octets) {
    return Pdfs.ascii(java.util.HexFormat.of().formatHex(octets) + ">");
  }
}
