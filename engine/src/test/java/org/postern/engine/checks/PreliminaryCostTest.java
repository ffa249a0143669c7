package org.postern.engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Messages;
import org.postern.engine.facts.Abandoned;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Stage;

/// While a sender waits nobody reads large pages: what takes too long then is not read later.
class PreliminaryCostTest {

  private static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

  private static Case page(String html) {
    String text =
        "From: ann@sender.example\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n" + html + "\r\n";
    return Messages.mail("ann@sender.example", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void no_check_of_the_preliminary_stage_reads_a_large_page() throws Exception {
    Case mail = page("<p>Hello" + "<div>".repeat(50_000));
    // whoever reads the page now meets the interrupt
    Thread.currentThread().interrupt();
    try {
      for (Check check : BuiltinChecks.all()) {
        if (check.stage() == Stage.PRELIMINARY) {
          assertThat(check.inspect(mail)).as(check.name()).isNotNull();
        }
      }
    } catch (Abandoned read) {
      throw new AssertionError("a page is read in the preliminary stage", read);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void a_test_message_is_known_by_what_a_reader_sees() throws Exception {
    Case mail = page("<p>" + GTUBE.replace("GTUBE", "<b>GTUBE</b>"));
    List<Finding> found =
        BuiltinChecks.all().stream()
            .filter(check -> check.name().equals("gtube"))
            .findFirst()
            .orElseThrow()
            .inspect(mail);
    assertThat(found).hasSize(1);
  }
}
