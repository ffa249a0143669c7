package org.postern.engine.office;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postern.engine.image.Mails;
import org.postern.engine.unpack.Unpacker;

class OfficeReaderTest {

  @Test
  void text_and_links_of_a_text_document_are_read() throws Exception {
    OfficeDocument document =
        only(Documents.docx("text=Your_invoice;text=is_ready;link=https://pay.example/a?b=1&c=2"));
    assertThat(document.name()).isEqualTo("file");
    assertThat(document.text()).isEqualTo("Your invoice\nis ready");
    assertThat(document.letters()).isEqualTo(18);
    assertThat(document.links()).containsExactly("https://pay.example/a?b=1&c=2");
    assertThat(document.loaded()).isEmpty();
    assertThat(document.commands()).isEmpty();
  }

  @Test
  void a_field_that_stands_in_pieces_is_one() throws Exception {
    assertThat(only(Documents.docx("field=HYPERLINK_\"https://a.example/x\"")).links())
        .containsExactly("https://a.example/x");
    OfficeDocument dde =
        only(
            Documents.docx(
                "text=Update;field=DDEAUTO_c:\\\\windows\\\\system32\\\\cmd.exe_\"/k_calc\""));
    assertThat(dde.commands()).hasSize(1);
    assertThat(dde.commands().getFirst()).startsWith("DDEAUTO c:").contains("calc");
    assertThat(dde.text()).isEqualTo("Update");
  }

  @Test
  void what_is_loaded_on_opening_stands_apart_from_links() throws Exception {
    OfficeDocument document =
        only(
            Documents.docx(
                "template=https://t.example/x.dotm;object=\\\\files.example\\share\\x;text=a"));
    assertThat(document.loaded())
        .containsExactly("https://t.example/x.dotm", "\\\\files.example\\share\\x");
    assertThat(document.links()).isEmpty();
  }

  @Test
  void formulas_of_workbooks_lead_and_call_too() throws Exception {
    OfficeDocument linked =
        only(Documents.xlsx("Total due", "HYPERLINK(\"https://b.example/pay\",\"open\")"));
    assertThat(linked.text()).isEqualTo("Total due");
    assertThat(linked.links()).containsExactly("https://b.example/pay");
    assertThat(only(Documents.xlsx("a", "cmd|'/c calc.exe'!A1")).commands())
        .containsExactly("cmd|'/c calc.exe'!A1");
    assertThat(only(Documents.xlsx("a", "SUM(A1:A9)|0")).commands()).isEmpty();
  }

  @Test
  void open_document_is_read() throws Exception {
    OfficeDocument document = only(Documents.odt("Please sign", "https://c.example/"));
    assertThat(document.text()).isEqualTo("Please sign here today");
    assertThat(document.links()).containsExactly("https://c.example/");
  }

  @Test
  void types_and_entities_of_a_document_are_not_followed() throws Exception {
    String hostile =
        "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'><!ENTITY b 'lol'><!ENTITY c '&b;&b;&b;&b;'>]>"
            + "<w:document xmlns:w='w'><w:p><w:t>before</w:t><w:t>&a;&c;</w:t></w:p></w:document>";
    OfficeFacts facts =
        read(
            new Documents()
                .file("[Content_Types].xml", "<Types/>")
                .file("word/document.xml", hostile)
                .zip());
    assertThat(facts.text()).startsWith("before").doesNotContain("lol");
    assertThat(facts.unread()).containsExactly("file");
  }

  @Test
  void what_stood_before_an_error_counts_and_the_error_is_told() throws Exception {
    OfficeFacts facts =
        read(
            new Documents()
                .file("[Content_Types].xml", "<Types/>")
                .file("word/document.xml", "<d><p><t>Sign in to read it</t></p><broken")
                .zip());
    assertThat(facts.text()).isEqualTo("Sign in to read it");
    assertThat(facts.unread()).containsExactly("file");
  }

  @Test
  void a_huge_text_is_cut() throws Exception {
    String wide = ("<p><t>" + "word ".repeat(20) + "</t></p>").repeat(50_000);
    OfficeFacts facts = read(page(wide));
    assertThat(facts.text().length()).isBetween(39_000, 40_000);
    assertThat(facts.unread()).isEmpty();
  }

  @Test
  void elements_in_elements_without_end_are_given_up_and_told() throws Exception {
    OfficeFacts facts = read(page("<t>first</t>" + "<p>".repeat(100_000) + "</p>".repeat(100_000)));
    assertThat(facts.text()).isEqualTo("first");
    assertThat(facts.unread()).containsExactly("file");
  }

  @Test
  void other_archives_are_no_documents() throws Exception {
    assertThat(read(new Documents().file("readme.xml", "<t>hello</t>").zip()))
        .isEqualTo(OfficeFacts.NONE);
  }

  @Test
  void text_and_links_join_those_of_the_message() throws Exception {
    var mail =
        new Mails("Ann <ann@sender.example>", "invoice")
            .text("See the file.")
            .attached(
                "application/octet-stream",
                "a.docx",
                Documents.docx("text=Pay_here;link=https://pay.example/"))
            .mail();
    assertThat(mail.text()).contains("See the file.").endsWith("\nPay here");
    assertThat(mail.links()).anySatisfy(link -> assertThat(link.host()).isEqualTo("pay.example"));
    assertThat(mail.office().documents().getFirst().name()).isEqualTo("a.docx");
  }

  private static byte[] page(String content) {
    return new Documents()
        .file("[Content_Types].xml", "<Types/>")
        .file("word/document.xml", "<d>" + content + "</d>")
        .zip();
  }

  private static OfficeFacts read(byte[] file) throws InterruptedException {
    return OfficeReader.read("file", file, Unpacker.STANDARD.unpack("file", file));
  }

  private static OfficeDocument only(byte[] file) throws InterruptedException {
    OfficeFacts facts = read(file);
    assertThat(facts.unread()).isEmpty();
    assertThat(facts.documents()).hasSize(1);
    return facts.documents().getFirst();
  }
}
