package org.postern.engine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.Link;
import org.postern.engine.image.Mails;

class PackedPagesTest {

  private static final byte[] PAGE =
      "<html><a href='https://a.example/'>x</a></html>".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DRAWING =
      "<?xml version='1.0'?>\n<!DOCTYPE svg>\n<svg><script>x()</script></svg>"
          .getBytes(StandardCharsets.US_ASCII);

  private static byte[] zip(int others, String name, byte[] content) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < others; i++) {
        zip.putNextEntry(new ZipEntry(i + ".java"));
      }
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return out.toByteArray();
  }

  private static Case attached(String name, byte[] file) {
    return new Mails("ann@sender.example", "x")
        .text("See attached.")
        .attached("application/octet-stream", name, file)
        .mail();
  }

  @Test
  void a_page_in_a_small_archive_is_read_and_one_in_a_manual_is_not() throws Exception {
    assertThat(attached("a.zip", zip(1, "invoice.html", PAGE)).pages())
        .singleElement()
        .satisfies(page -> {
          assertThat(page.name()).isEqualTo("invoice.html");
          assertThat(page.links()).extracting(Link::host).containsExactly("a.example");
        });
    assertThat(attached("a.zip", zip(9, "index.html", PAGE)).pages()).isEmpty();
  }

  @Test
  void pages_of_office_documents_and_texts_are_none() throws Exception {
    assertThat(attached("a.docx", zip(0, "[Content_Types].xml", PAGE)).pages()).isEmpty();
    assertThat(
            attached("a.zip", zip(0, "a.txt", "hello".getBytes(StandardCharsets.US_ASCII))).pages())
        .isEmpty();
  }

  @Test
  void a_compressed_drawing_is_one() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(DRAWING);
    }
    assertThat(attached("voice.svgz", out.toByteArray()).pages())
        .singleElement()
        .matches(HtmlFacts::drawing);
    Case typed =
        new Mails("ann@sender.example", "x")
            .attached("image/svg+xml", "voice.svg", out.toByteArray())
            .mail();
    assertThat(typed.pages()).singleElement().matches(HtmlFacts::drawing);
  }

  @Test
  void a_drawing_is_told_by_any_name_and_by_its_content() throws Exception {
    assertThat(attached("voice.bin", DRAWING).pages()).singleElement().matches(HtmlFacts::drawing);
    assertThat(attached("page.html", DRAWING).pages())
        .singleElement()
        .matches(page -> !page.drawing());
    Case twice =
        new Mails("ann@sender.example", "x")
            .attached("image/svg+xml; name=voice.svg", "voice.dat", DRAWING)
            .mail();
    assertThat(twice.pages()).singleElement().matches(HtmlFacts::drawing);
    assertThat(attached("logo.bin", PAGE).pages()).singleElement().matches(page -> !page.drawing());
  }

  @Test
  void notes_are_read_where_the_message_says_little() throws Exception {
    Case few =
        new Mails("ann@sender.example", "x")
            .text("See attached.")
            .attached(
                "text/plain",
                "note.txt",
                "Go to https://a.example/ now".getBytes(StandardCharsets.US_ASCII))
            .mail();
    assertThat(few.text()).isEqualTo("See attached.\nGo to https://a.example/ now");
    assertThat(few.links()).extracting(Link::host).containsExactly("a.example");
    assertThat(few.content().visible()).isEqualTo("See attached.");
    Case much =
        new Mails("ann@sender.example", "x")
            .text("word ".repeat(200))
            .attached(
                "text/plain", "build.log", "https://a.example/".getBytes(StandardCharsets.US_ASCII))
            .mail();
    assertThat(much.content().notes()).isEmpty();
    assertThat(much.links()).isEmpty();
  }
}
