package org.postern.mail.authres;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Any text is read, and what was read and written once stays the same from then on.
class AuthenticationResultsFuzzTest {

  private static final String NAME = "Authentication-Results:";

  @FuzzTest(maxDuration = "2m")
  void any_text_is_read(byte[] octets) {
    read(new String(octets, StandardCharsets.UTF_8));
  }

  @Test
  void seeds_are_read() {
    String[] seeds = {
      "example.org 1; none",
      " a.example; dkim/1=pass (good \\( one) reason=\"a \\\" b\" header.i=@a.example;\r\n\tspf=fail",
      "\"a b\"; dmarc=pass action=none header.from=a.example;;",
      "dkim=timeout (outlook) header.d=a/b:c",
      "a; x=y reason=\"unclosed",
      "a; (((((",
      "a 99999999; spf=pass smtp.mailfrom=\"\u202ea\"@b"
    };
    for (String seed : seeds) {
      read(seed);
    }
  }

  private static void read(String text) {
    Optional<AuthenticationResults> read = AuthenticationResults.parse(text);
    if (read.isEmpty()) {
      return;
    }
    String once = read.get().field(true);
    assertThat(once).startsWith(NAME).endsWith("\r\n");
    assertThat(once.replaceAll("\r\n\t", " ")).doesNotContain("\r\n ").matches("[^\r\n]*\r\n");
    Optional<AuthenticationResults> again =
        AuthenticationResults.parse(once.substring(NAME.length()));
    if (read.get().authservId().isEmpty() && read.get().results().isEmpty()) {
      return;
    }
    assertThat(again).isPresent();
    assertThat(again.get().field(true)).isEqualTo(once);
    assertThat(again.get().results()).hasSameSizeAs(read.get().results());
  }
}
