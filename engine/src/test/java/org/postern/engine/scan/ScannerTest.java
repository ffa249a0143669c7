package org.postern.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.engine.Recipes;
import org.postern.engine.StoredReport;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Explanation;
import org.postern.engine.verdict.Policy;

/// How another program uses the engine.
class ScannerTest {

  @Test
  void scans_a_message_and_says_why() throws Exception {
    String message =
        """
        From: Ann <ann@sender.example>
        To: bob@receiver.example
        Subject: The file you asked for
        Date: Mon, 5 Jan 2026 10:00:00 +0100
        Message-ID: <1@sender.example>

        %s
        """
            .formatted(Recipes.EICAR);
    try (Scanner scanner = Scanner.standard()) {
      Scanned scanned = scanner.scan(message.getBytes(StandardCharsets.UTF_8), Transaction.UNKNOWN);
      assertThat(scanned.verdict().category()).isEqualTo(Category.CONFIRMED_VIRUS);
      assertThat(scanned.report().blind()).isEmpty();
      assertThat(scanned.json("file.eml"))
          .startsWith("{\"file\":\"file.eml\",\"category\":\"CONFIRMED_VIRUS\"");

      String stored = StoredReport.encode(scanned.report());
      Explanation explanation =
          Explanation.of(StoredReport.decode(stored, Map.of()), Policy.STANDARD);
      assertThat(explanation.verdict().category()).isEqualTo(Category.CONFIRMED_VIRUS);
      assertThat(explanation.carriers()).isEqualTo("EICAR");
    }
  }

  @Test
  void an_empty_file_is_a_message_too() {
    try (Scanner scanner = Scanner.standard()) {
      Scanned scanned = scanner.scan(new byte[0], Transaction.UNKNOWN);
      assertThat(scanned.report().blind()).isEmpty();
      assertThat(scanned.report().findings()).isNotEmpty();
    }
  }

  @Test
  void lines_of_a_file_on_disk_are_made_those_of_mail() {
    assertThat(LineEnds.crlf("a\nb\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("a\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
    byte[] mixed = "a\r\nb\n".getBytes(StandardCharsets.UTF_8);
    assertThat(LineEnds.crlf(mixed)).isSameAs(mixed);
  }
}
