package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Messages of other projects, with what their parsers make of them where they say so.
class MessageSuiteTest {

  private static Message parse(Path file) {
    Message message = new MimeParser(MimeLimits.DEFAULT).parse(Suites.read(file));
    touch(message);
    return message;
  }

  static int touch(Message message) {
    int octets = 0;
    for (Part part : message.parts()) {
      for (byte[] content : part.contents()) {
        octets += content.length;
      }
      octets += part.text().length() + part.names().size() + part.charset().name().length();
      assertThat(part.bodyStart()).isBetween(0, part.bodyEnd());
      assertThat(part.bodyEnd()).isLessThanOrEqualTo(message.octets().length);
    }
    return octets;
  }

  @Test
  void mail_parser_messages() throws IOException {
    Path folder = Suites.folder("mime/mail-parser/resources/eml");
    int passed = 0;
    int total = 0;
    for (Path file : Suites.files(folder, ".eml")) {
      Path json = Path.of(file.toString().replace(".eml", ".json"));
      if (!Files.exists(json)) {
        continue;
      }
      Message message = parse(file);
      List<String> wanted = new ArrayList<>();
      expected(Json.object(Json.parse(Files.readString(json))), wanted);
      List<String> got = new ArrayList<>();
      leaves(message.root(), got);
      total++;
      if (got.equals(wanted)) {
        passed++;
      } else {
        System.out.println("  differs: " + folder.relativize(file) + firstDifference(got, wanted));
      }
    }
    System.out.printf("mail-parser messages: %d/%d%n", passed, total);
    assertThat(passed).isGreaterThanOrEqualTo(80);
  }

  private static String firstDifference(List<String> got, List<String> wanted) {
    for (int i = 0; i < Math.max(got.size(), wanted.size()); i++) {
      String one = i < got.size() ? got.get(i) : "nothing";
      String other = i < wanted.size() ? wanted.get(i) : "nothing";
      if (!one.equals(other)) {
        return " #" + i + " got " + brief(one) + " wanted " + brief(other);
      }
    }
    return "";
  }

  private static String brief(String text) {
    String line = text.replace("\n", "\\n").replace("\r", "\\r");
    return line.length() > 120 ? line.substring(0, 120) : line;
  }

  /// The leaves of an expectation: texts as text, the rest as type of body.
  private static void expected(Map<String, Object> message, List<String> leaves) {
    for (Object one : Json.list(Json.member(message, "parts"))) {
      Map<String, Object> part = Json.object(one);
      if (!(part.get("body") instanceof Map)) {
        leaves.add("");
        continue;
      }
      Map<String, Object> body = Json.object(Json.member(part, "body"));
      String kind = body.keySet().iterator().next();
      switch (kind) {
        case "Text", "Html" -> leaves.add(normal((String) Json.member(body, kind)));
        case "Message" -> expected(Json.object(Json.member(body, kind)), leaves);
        case "Multipart" -> {
          // Its parts stand in the same list.
        }
        default -> leaves.add(hex(Json.list(Json.member(body, kind))));
      }
    }
  }

  private static String hex(List<Object> octets) {
    StringBuilder text = new StringBuilder();
    for (Object octet : octets) {
      text.append((char) Integer.parseInt(octet.toString()));
    }
    return normal(text.toString());
  }

  private static void leaves(Part part, List<String> leaves) {
    boolean container = !part.children().isEmpty() && part.content().length == 0;
    if (!container) {
      boolean text = part.contentType().type().equals("text");
      leaves.add(
          normal(text ? part.text() : new String(part.content(), StandardCharsets.ISO_8859_1)));
    }
    for (Part child : part.children()) {
      leaves(child, leaves);
    }
  }

  /// Line ends and blank ends are not compared.
  private static String normal(String text) {
    return text.replace("\r\n", "\n").strip();
  }

  @Test
  void mime4j_structures() throws IOException {
    Path folder = Suites.folder("mime/mime4j/core/src/test/resources/testmsgs");
    int passed = 0;
    int total = 0;
    for (Path file : Suites.files(folder, ".msg")) {
      Path xml = Path.of(file.toString().replace(".msg", ".xml"));
      if (!Files.exists(xml)) {
        continue;
      }
      total++;
      String wanted = structure(Files.readString(xml, StandardCharsets.ISO_8859_1));
      StringBuilder got = new StringBuilder();
      structure(parse(file).root(), got);
      if (wanted.contentEquals(got)) {
        passed++;
      } else {
        System.out.println(
            "  differs: " + file.getFileName() + " got " + got + " wanted " + wanted);
      }
    }
    System.out.printf("mime4j structures: %d/%d%n", passed, total);
    assertThat(passed).isGreaterThanOrEqualTo(24);
  }

  /// `(` … `)` for a multipart, `<` … `>` for a part that holds a message, `.` for a leaf.
  private static String structure(String xml) {
    StringBuilder tree = new StringBuilder();
    int messages = 0;
    int at = 0;
    for (int open = xml.indexOf('<'); open >= 0; open = xml.indexOf('<', at)) {
      int end = xml.indexOf('>', open);
      switch (xml.substring(open + 1, end)) {
        case "multipart" -> tree.append('(');
        case "/multipart" -> tree.append(')');
        case "message" -> tree.append(messages++ > 0 ? "<" : "");
        case "/message" -> tree.append(--messages > 0 ? ">" : "");
        case "body" -> tree.append('.');
        default -> {
          // Not part of the structure.
        }
      }
      at = end;
    }
    return tree.toString();
  }

  private static void structure(Part part, StringBuilder tree) {
    boolean container = !part.children().isEmpty() && part.content().length == 0;
    if (!container) {
      tree.append('.');
      return;
    }
    boolean message = part.children().getFirst().nestedMessage();
    tree.append(message ? "<" : "(");
    part.children().forEach(child -> structure(child, tree));
    tree.append(message ? ">" : ")");
  }

  @Test
  void every_message_of_every_suite_is_read_without_loss() {
    int count = 0;
    for (String name :
        List.of(
            "mime/enmime",
            "mime/flanker/tests/fixtures",
            "mime/rspamd/test",
            "mime/cpython/test_email/data",
            "mime/mail-parser/resources/maildir",
            "mime/mime4j")) {
      int here = 0;
      for (Path file : Suites.files(Suites.folder(name), "")) {
        byte[] octets = Suites.read(file);
        Message message = new MimeParser(MimeLimits.DEFAULT).parse(octets);
        touch(message);
        assertThat(message.octets()).isSameAs(octets);
        assertWhole(message);
        here++;
      }
      System.out.printf("%s: %d/%d read%n", name, here, here);
      count += here;
    }
    assertThat(count).isGreaterThan(600);
  }

  /// Header and body follow each other; fields lie in order within the header.
  private static void assertWhole(Message message) {
    Headers headers = message.headers();
    assertThat(message.root().bodyStart()).isEqualTo(headers.end());
    assertThat(message.root().bodyEnd()).isEqualTo(message.octets().length);
    int at = headers.start();
    for (Field field : headers.fields()) {
      assertThat(field.offset()).isGreaterThanOrEqualTo(at);
      assertThat(field.end()).isGreaterThan(field.offset());
      at = field.end();
    }
    assertThat(headers.end()).isGreaterThanOrEqualTo(at);
  }
}
