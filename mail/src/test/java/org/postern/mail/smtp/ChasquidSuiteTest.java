package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The SMTP dialogues of chasquid, run against our server. The class of each reply (its first
/// digit) must agree, and 2xx and 3xx to the digit; the texts are chasquid's own, and so is its
/// choice between codes of one class.
class ChasquidSuiteTest {

  /// AUTH over TLS from the first octet: submission, which a gateway in front of mail servers does
  /// not offer.
  private static final Set<String> SUBMISSION =
      Set.of("auth_multi_dialog.cmy", "auth_too_many_failures.cmy");

  @TestFactory
  List<DynamicTest> the_reply_to_each_command_is_of_the_same_class() throws IOException {
    Path folder = Suites.folder("smtp/chasquid/test");
    List<Path> scripts;
    try (Stream<Path> files = Files.walk(folder)) {
      scripts =
          files
              .filter(file -> file.toString().matches(".*/t-(05|12)-[^/]*/[^/]*"))
              .filter(file -> file.toString().endsWith(".cmy"))
              .filter(file -> !SUBMISSION.contains(file.getFileName().toString()))
              .sorted()
              .toList();
    }
    assertThat(scripts).hasSize(16);
    return scripts.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)))
        .toList();
  }

  private static void run(Path script) throws IOException {
    try (TestServer server = TestServer.start(SmtpLimits.DEFAULTS.withMessageOctets(1 << 20))) {
      server.program().onMessage =
          message ->
              hasBrokenHeader(message.text())
                  ? new Reply(554, "5.6.0", "a header field without colon")
                  : new Reply(250, "2.0.0", "message taken");
      new Cmy(server).run(Files.readAllLines(script));
      Path verify = script.resolveSibling(script.getFileName() + ".verify");
      if (Files.exists(verify)) {
        assertThat(server.program().messages.getLast().text().replace("\r\n", "\n").stripTrailing())
            .isEqualTo(Files.readString(verify).stripTrailing());
      }
    }
  }

  // What a program behind the server would find: the server itself reads no headers.
  private static boolean hasBrokenHeader(String message) {
    return message
        .split("\r\n\r\n", 2)[0]
        .lines()
        .anyMatch(line -> !line.startsWith(" ") && line.indexOf(':') < 0);
  }

  /// The part of chamuyero's language that these scripts use. One connection named `c`.
  private static final class Cmy {
    private final TestServer server;
    private RawClient client;

    Cmy(TestServer server) throws IOException {
      this.server = server;
      this.client = server.connect();
      client.close();
    }

    void run(List<String> lines) throws IOException {
      int number = 0;
      for (String line : lines) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] words = line.split("\\s+", 3);
        step(words[1], words.length > 2 ? words[2] : "", "line " + number + ": " + line);
      }
      client.close();
    }

    private void step(String operation, String text, String where) throws IOException {
      switch (operation) {
        case "tcp_connect" -> client = server.connect();
        case "close" -> client.close();
        case "->" -> client.line(text);
        case "~>" -> client.send(new PythonLiteral(text).value());
        case "<-", "<~" -> {
          String reply = client.reply().getLast();
          String expected = text.substring(0, 3);
          boolean refusal = expected.charAt(0) >= '4';
          assertThat(reply).as(where).startsWith(refusal ? expected.substring(0, 1) : expected);
        }
        case "<..." -> assertThat(client.reply().getLast()).as(where).matches(text);
        default -> throw new IllegalArgumentException(where);
      }
    }
  }

  /// `'a' * 3 + 'b\r\n'`, with brackets.
  private static final class PythonLiteral {
    private final String text;
    private int at;

    PythonLiteral(String text) {
      this.text = text.replace(" ", "");
    }

    String value() {
      StringBuilder sum = new StringBuilder(product());
      while (at < text.length() && text.charAt(at) == '+') {
        at++;
        sum.append(product());
      }
      return sum.toString();
    }

    private String product() {
      String factor = factor();
      while (at < text.length() && text.charAt(at) == '*') {
        int start = ++at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
          at++;
        }
        factor = factor.repeat(Integer.parseInt(text.substring(start, at)));
      }
      return factor;
    }

    private String factor() {
      if (text.charAt(at++) == '(') {
        String inner = value();
        at++;
        return inner;
      }
      int end = text.indexOf('\'', at);
      String content = text.substring(at, end);
      at = end + 1;
      return content.translateEscapes();
    }
  }
}
