package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The end-of-data forms of smtpsmug and SMTP-Smuggling-Tools: none of them ends a message.
class SmugglingSuiteTest {

  private static final String SMUGGLED =
      """
      MAIL FROM:<smuggled@client.example>
      RCPT TO:<b@example.org>
      DATA
      Subject: smuggled

      second
      .
      """
          .replace("\n", "\r\n");

  @Test
  void no_form_is_taken_when_bare_line_endings_are_refused() throws IOException {
    List<Map<String, String>> forms = forms();
    try (TestServer server = TestServer.start()) {
      for (Map<String, String> form : forms) {
        try (RawClient client = server.connect().greet().begin()) {
          client.send("Subject: first\r\n\r\nfirst" + form.get("eod") + SMUGGLED);
          assertThat(client.reply().getLast()).as(form.get("id")).startsWith("550 5.5.2");
          assertThat(client.ask("QUIT")).as("one reply only").startsWith("221");
        }
      }
      assertThat(server.program().messages).isEmpty();
    }
  }

  @Test
  void every_form_is_text_of_one_message_when_line_endings_are_normalized() throws IOException {
    List<Map<String, String>> forms = forms();
    SmtpLimits limits = SmtpLimits.DEFAULTS.withBareLineEndings(BareLineEndings.NORMALIZE);
    try (TestServer server = TestServer.start(limits)) {
      for (Map<String, String> form : forms) {
        server.program().messages.clear();
        try (RawClient client = server.connect().greet().begin()) {
          client.send("Subject: first\r\n\r\nfirst" + form.get("eod") + SMUGGLED);
          assertThat(client.reply().getLast()).as(form.get("id")).startsWith("250");
          assertThat(client.ask("QUIT")).as("one reply only").startsWith("221");
        }
        assertThat(server.program().messages).as(form.get("id")).hasSize(1);
        String text = server.program().messages.getFirst().text();
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        assertThat(text).contains("Subject: smuggled\r\n").endsWith("second\r\n");
      }
    }
  }

  @Test
  void no_form_is_taken_in_chunks() throws IOException {
    List<Map<String, String>> forms = forms();
    try (TestServer server = TestServer.start()) {
      for (Map<String, String> form : forms) {
        try (RawClient client = server.connect().greet()) {
          client.ask("MAIL FROM:<a@client.example>");
          client.ask("RCPT TO:<b@example.org>");
          String text = "Subject: first\r\n\r\nfirst" + form.get("eod") + SMUGGLED;
          int cut = text.indexOf("MAIL FROM") - 1;
          client.send("BDAT " + cut + "\r\n" + text.substring(0, cut));
          client.send("BDAT " + (text.length() - cut) + " LAST\r\n" + text.substring(cut));
          String first = client.reply().getLast();
          String second = client.reply().getLast();
          assertThat(List.of(first.substring(0, 3), second.substring(0, 3)))
              .as(form.get("id"))
              .isIn(List.of("250", "550"), List.of("550", "503"));
        }
      }
      assertThat(server.program().messages).isEmpty();
    }
  }

  @Test
  void an_ordinary_message_arrives_as_it_was_sent() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet().begin()) {
      client.send("Subject: x\r\n\r\n..\r\n..dots\r\nlast\r\n.\r\n");
      assertThat(client.reply().getLast()).startsWith("250");
      assertThat(server.program().messages.getFirst().octets())
          .isEqualTo(
              "Subject: x\r\n\r\n.\r\n.dots\r\nlast\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static List<Map<String, String>> forms() throws IOException {
    List<Map<String, String>> forms =
        Suites.objects(Suites.folder("smtp/smuggling").resolve("eod-sequences.json"));
    assertThat(forms).hasSize(26).allSatisfy(form -> assertThat(form.get("eod")).isNotEmpty());
    return forms;
  }
}
