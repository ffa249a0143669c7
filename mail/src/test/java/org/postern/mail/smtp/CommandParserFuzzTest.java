package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;

/// Any line is some command, and an address that was taken can be written and read again.
class CommandParserFuzzTest {

  @FuzzTest
  void any_line_is_a_command(byte[] line) {
    Command command = CommandParser.parse(line, 0, line.length);
    assertThat(CommandParser.parse(line, 0, line.length)).isEqualTo(command);
    switch (command) {
      case Command.Mail(MailFrom from) when from.path() instanceof ReversePath.Sender(var sender) ->
          readsBack(sender);
      case Command.Rcpt rcpt -> rcpt.address().ifPresent(CommandParserFuzzTest::readsBack);
      case Command.Malformed malformed -> assertThat(malformed.reply().permanent()).isTrue();
      case Command.Greeting(Hello hello) -> assertThat(hello.name()).matches("[!-~]{1,255}");
      case Command.Bdat(long size, boolean _) -> assertThat(size).isGreaterThanOrEqualTo(-1);
      case Command.Mail _, Command.Word _, Command.Unknown _, Command.Foreign _, Command.Field _ ->
          assertThat(command).isNotNull();
    }
  }

  private static void readsBack(EmailAddress address) {
    assertThat(EmailAddress.parse(address.toString())).contains(address);
    assertThat(address.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(400);
  }
}
