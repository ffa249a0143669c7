package org.postern.engine.checks.infomail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.Messages;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;

/// The form of a newsletter speaks for a message, but less where somebody else's name stands in it.
class FeignedSenderTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static final String REST =
      """
      To: Bob <bob@receiver.example>
      Date: Mon, 5 Jan 2026 10:00:00 +0100
      Message-ID: <4711.0815@gardening.example>
      Subject: The week
      List-Unsubscribe: <https://gardening.example/u>
      List-Unsubscribe-Post: List-Unsubscribe=One-Click
      Precedence: bulk

      Carrots and peas of the week. Unsubscribe: https://gardening.example/u
      """;

  @Test
  void a_newsletter_in_the_name_of_a_brand_counts_half() {
    double own = newsletter("From: Gardening <news@gardening.example>\n");
    double feigned = newsletter("From: PayPal <news@gardening.example>\n");
    assertThat(own).isPositive();
    assertThat(feigned).isEqualTo(own / 2);
  }

  private static double newsletter(String from) {
    byte[] octets = (from + REST).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    Case mail = Messages.mail("news@gardening.example", octets);
    try (Engine engine =
        new Engine(BuiltinChecks.all(), new EngineLimits(LONG, LONG, LONG, 1, 1))) {
      Report report =
          engine.examine(mail, Stage.PRELIMINARY).and(engine.examine(mail, Stage.ACTIVE));
      return report.findings().stream()
          .filter(one -> one.symbol().name().equals("NEWSLETTER"))
          .mapToDouble(one -> one.strength())
          .sum();
    }
  }
}
