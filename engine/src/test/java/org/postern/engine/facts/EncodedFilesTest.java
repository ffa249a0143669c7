package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.unpack.Unpacker;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// A part in whose content an encoded file was found is still a part with that content.
class EncodedFilesTest {

  private static final String ENCODED = "\r\nbegin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n";

  private static Message message(String text) {
    return new MimeParser(MimeLimits.DEFAULT).parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void the_text_around_a_uuencoded_file_is_read() {
    Message message =
        message("Subject: x\r\n\r\nRead https://a.example/ at once\r\n" + ENCODED + "and tell me");
    ContentFacts facts = ContentFacts.of(message);
    assertThat(facts.visible()).contains("at once", "and tell me");
    assertThat(facts.links()).extracting(Link::host).containsExactly("a.example");
    assertThat(facts.attachments()).hasSize(1);
  }

  @Test
  void the_page_around_a_uuencoded_file_is_read() {
    ContentFacts facts =
        ContentFacts.of(
            message("Content-Type: text/html\r\n\r\n<p>Read this</p>\r\n" + ENCODED + "\r\n"));
    assertThat(facts.html()).hasSize(1);
    assertThat(facts.visible()).contains("Read this");
  }

  @Test
  void an_archive_with_a_uuencoded_file_behind_it_is_unpacked() throws Exception {
    Message message =
        message(
            "Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(archive())
                + "\r\n");
    assertThat(message.parts()).hasSize(2);
    assertThat(Unpacker.STANDARD.unpack(message).members())
        .extracting(Unpacked.Member::path)
        .anyMatch(path -> path.endsWith("inner.txt"));
    assertThat(ContentFacts.of(message).attachments()).hasSize(2);
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(octets)) {
      zip.putNextEntry(new ZipEntry("inner.txt"));
      zip.write("hello".getBytes(StandardCharsets.US_ASCII));
      zip.setComment(ENCODED);
    }
    return octets.toByteArray();
  }

  @Test
  void a_message_that_is_attached_as_a_file_of_no_type_is_read_five_deep() {
    String letter =
        "Subject: y\r\nContent-Type: text/html\r\n\r\n<a href=https://a.example/>Pay</a>";
    for (int i = 0; i < 5; i++) {
      letter = attached("application/octet-stream", "note.EML", letter);
    }
    ContentFacts facts = ContentFacts.of(message(letter));
    assertThat(facts.visible()).contains("Pay");
    assertThat(facts.links()).extracting(Link::host).containsExactly("a.example");
    ContentFacts deeper =
        ContentFacts.of(message(attached("application/octet-stream", "note.eml", letter)));
    assertThat(deeper.visible()).doesNotContain("Pay");
  }

  @Test
  void an_invitation_is_read_also_where_it_is_attached() {
    String text = "BEGIN:VCALENDAR\r\nDESCRIPTION:Pay at https://a.example/ now\r\n";
    ContentFacts facts = ContentFacts.of(message(attached("text/calendar", "invite.ics", text)));
    assertThat(facts.links()).extracting(Link::host).containsExactly("a.example");
    assertThat(ContentFacts.of(message(attached("text/plain", "a.txt", text))).links()).isEmpty();
  }

  private static String attached(String type, String name, String content) {
    return "Subject: x\r\nContent-Type: "
        + type
        + "\r\nContent-Disposition: attachment; filename="
        + name
        + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(content.getBytes(StandardCharsets.ISO_8859_1));
  }
}
