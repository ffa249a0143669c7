package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs `dialogues/*.smtp` against a real listener; `dialogues/readme.txt` says how they read.
class DialogueFilesTest {

  private static final Path FILES = Path.of("src/test/resources/org/postern/mail/smtp/dialogues");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.filter(file -> file.toString().endsWith(".smtp")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void the_server_answers_as_the_file_says(Path file, @TempDir Path temp) throws IOException {
    Deque<String> lines = new ArrayDeque<>(Files.readAllLines(file));
    SmtpLimits limits = SmtpLimits.DEFAULTS;
    Optional<Certificates> tls = Optional.empty();
    while (!lines.getFirst().startsWith("S")) {
      String line = lines.removeFirst();
      if (line.equals("tls")) {
        tls = Optional.of(TestServer.certificates(temp));
      } else {
        limits = limit(limits, line.split(" "));
      }
    }
    try (TestServer server = TestServer.start(limits, tls, temp, List.of());
        RawClient client = server.connect()) {
      answerByName(server.program());
      List<String> last = List.of();
      int number = 0;
      for (String line : lines) {
        number++;
        last = play(line, client, server.program(), last, file.getFileName() + " step " + number);
      }
    }
  }

  private static List<String> play(
      String line, RawClient client, FakeProgram program, List<String> last, String where)
      throws IOException {
    String rest = line.length() > 3 ? line.substring(3) : "";
    switch (line.split("[ ]", 2)[0]) {
      case "C:" -> client.line(rest);
      case "C>" -> client.send(unescape(rest));
      case "S:" -> {
        List<String> reply = client.reply();
        assertThat(reply.getLast()).as(where).startsWith(rest);
        return reply;
      }
      case "S+" -> assertThat(last).as(where).anyMatch(text -> text.substring(4).equals(rest));
      case "S-" -> assertThat(last).as(where).noneMatch(text -> text.substring(4).equals(rest));
      case "TLS" -> client.startTls();
      case "CLOSED" -> assertThat(client.closedByServer()).as(where).isTrue();
      case "MESSAGES" ->
          assertThat(program.messages).as(where).hasSize(Integer.parseInt(line.substring(9)));
      case "TEXT" ->
          assertThat(program.messages.getLast().octets())
              .as(where)
              .isEqualTo(unescape(line.substring(5)));
      case "#", "" -> {}
      default -> throw new IllegalArgumentException(where + ": " + line);
    }
    return last;
  }

  private static void answerByName(FakeProgram program) {
    program.onMail =
        from ->
            from.path().toString().startsWith("refused@")
                ? new Reply(550, "5.7.1", "not you")
                : new Reply(250, "2.1.0", "sender taken");
    program.onRcpt =
        recipient ->
            switch (recipient.address().local()) {
              case "unknown" -> new Reply(550, "5.1.1", "no such recipient");
              case "broken" -> throw new IllegalStateException("broken on purpose");
              default -> new Reply(250, "2.1.5", "recipient taken");
            };
    program.onMessage =
        message -> {
          if (message.from().path().toString().startsWith("broken@")) {
            throw new IllegalStateException("broken on purpose");
          }
          return message.text().contains("REFUSE")
              ? new Reply(554, "5.7.1", "refused")
              : new Reply(250, "2.0.0", "message taken");
        };
  }

  private static SmtpLimits limit(SmtpLimits limits, String[] words) {
    if (words[0].equals("normalize")) {
      return limits.withBareLineEndings(BareLineEndings.NORMALIZE);
    }
    int number = Integer.parseInt(words[2]);
    Duration time = Duration.ofMillis(number);
    return switch (words[1]) {
      case "messageOctets" -> limits.withMessageOctets(number);
      case "recipients" -> limits.withRecipients(number);
      case "commandOctets" -> limits.withCommandOctets(number);
      case "errors" -> limits.withPatience(100, number, 100, 10);
      case "unknownCommands" -> limits.withPatience(100, 20, 100, number);
      case "idleCommands" -> limits.withPatience(number, 20, 100, 10);
      case "refusedRecipients" -> limits.withPatience(100, 20, number, 10);
      case "commandMillis" -> limits.withTimes(time, limits.data(), limits.session());
      case "dataMillis" -> limits.withTimes(limits.command(), time, limits.session());
      default -> throw new IllegalArgumentException(words[1]);
    };
  }

  private static byte[] unescape(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '\\') {
        out.write(in[i]);
        continue;
      }
      switch (in[++i]) {
        case 'r' -> out.write('\r');
        case 'n' -> out.write('\n');
        case '0' -> out.write(0);
        case 'x' -> {
          out.write(Integer.parseInt(new String(in, i + 1, 2, StandardCharsets.US_ASCII), 16));
          i += 2;
        }
        default -> out.write(in[i]);
      }
    }
    return out.toByteArray();
  }
}
