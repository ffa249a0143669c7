package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a client sends: the session ends, says only replies, calls the program in order and
/// hands on no bare line ending.
class DialogueFuzzTest {

  private static final List<String> PIECES =
      List.of(
          "EHLO a.example\r\n",
          "HELO a.example\r\n",
          "MAIL FROM:<a@a.example>\r\n",
          "MAIL FROM:<> SIZE=100\r\n",
          "MAIL FROM:<> PRDR\r\n",
          "Subject: x\r\n",
          "\u0016\u0003\u0001",
          "RCPT TO:<b@example.org>\r\n",
          "RCPT TO:<Postmaster>\r\n",
          "DATA\r\n",
          "BDAT 4\r\nab\r\n",
          "BDAT 9 LAST\r\nabcdefg\r\n",
          "BDAT 2\r\n\r.",
          "text\r\n",
          ".\r\n",
          "\r\n.\r\n",
          "..\r\n",
          "\n.\n",
          "\r.\r",
          "\0",
          "RSET\r\n",
          "NOOP\r\n",
          "STARTTLS\r\n",
          "QUIT\r\n",
          "\n",
          "\r");

  @TempDir static Path temp;

  @FuzzTest
  void any_octets_are_a_session(byte[] octets) throws IOException {
    if (octets.length > 0) {
      int first = octets[0] & 0xff;
      byte[] said = Arrays.copyOfRange(octets, 1, octets.length);
      run(said, 1 + first / 2, policy(first));
    }
  }

  @Test
  void any_order_of_commands_cut_anywhere_is_a_session() throws IOException {
    Random random = new Random(20_260_102);
    int messages = 0;
    for (int round = 0; round < 4_000; round++) {
      StringBuilder said = new StringBuilder("EHLO a.example\r\n");
      int count = random.nextInt(25);
      for (int i = 0; i < count; i++) {
        said.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      byte[] octets = said.toString().getBytes(StandardCharsets.ISO_8859_1);
      messages += run(octets, 1 + random.nextInt(40), policy(round));
    }
    assertThat(messages).isGreaterThan(20);
  }

  private static BareLineEndings policy(int number) {
    return number % 2 == 0 ? BareLineEndings.REFUSE : BareLineEndings.NORMALIZE;
  }

  private static int run(byte[] said, int piece, BareLineEndings policy) throws IOException {
    FakeProgram program = new FakeProgram();
    SmtpLimits limits =
        SmtpLimits.DEFAULTS
            .withMessageOctets(10_000)
            .withBareLineEndings(policy)
            .withMemory(500, 2_000);
    MemoryBudget budget = new MemoryBudget(limits.totalMemory());
    SmtpServer.Setting setting =
        new SmtpServer.Setting(
            "mx.example.org",
            program,
            limits,
            Optional.empty(),
            new MessageBuffer.Place(temp, limits.messageMemory(), budget),
            Clock.systemUTC(),
            new Random(1));
    MemoryWire wire = new MemoryWire(said, piece);
    ConnectionCounts counts = new ConnectionCounts(limits);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    new SmtpSession(setting, wire, counts, () -> false).run(new Client(address, address), false);

    assertThat(new String(wire.heard(), StandardCharsets.ISO_8859_1))
        .matches("([2-5][0-9]{2}[ -][\\x20-\\x7e]*\r\n)+");
    assertThat(program.calls).startsWith("connected").endsWith("closed");
    assertThat(Collections.frequency(program.calls, "closed")).isOne();
    assertThat(inOrder(program.calls)).as(program.calls.toString()).isTrue();
    for (FakeProgram.Received message : program.messages) {
      assertThat(message.text().replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
      assertThat(message.text().isEmpty() || message.text().endsWith("\r\n")).isTrue();
    }
    assertThat(budget.left()).isEqualTo(limits.totalMemory());
    assertThat(counts.clients()).isZero();
    return program.messages.size();
  }

  // MAIL, then RCPT, then DATA, then the message; every transaction ends with a message or a reset.
  private static boolean inOrder(List<String> calls) {
    String before = "";
    for (String call : calls) {
      String word = call.split(" ", 2)[0];
      if (word.equals("refused") || word.equals("noticed") || word.equals("connected")) {
        continue;
      }
      boolean good =
          switch (word) {
            case "mail" -> before.isEmpty();
            case "rcpt" -> before.equals("mail") || before.equals("rcpt");
            case "data" -> before.equals("rcpt");
            case "message" -> before.equals("data");
            case "reset" -> !before.isEmpty();
            case "hello", "closed" -> before.isEmpty();
            default -> false;
          };
      if (!good) {
        return false;
      }
      before = word.equals("message") || word.equals("reset") || word.equals("hello") ? "" : word;
    }
    return true;
  }
}
