package org.postern.engine.checks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.verdict.Finding;

class ShownMessageTest {

  private static final String HEAD =
      "From: Ann <ann@a.example>\r\nTo: Bob <bob@b.example>\r\nSubject: Fwd: Your device\r\n\r\n";
  private static final String SHOWN =
      "\r\n\r\nFrom: You <you@c.example>\r\nSubject: Your device\r\n\r\n"
          + "I hacked your device some months ago and recorded you through the camera.\r\n"
          + "Pay 900 USD in bitcoin within 48 hours.\r\n";

  private final RulesCheck rules = new RulesCheck();

  private Finding extortion(String own) throws InterruptedException {
    byte[] message = (HEAD + own + SHOWN).getBytes(StandardCharsets.UTF_8);
    Case mail = Messages.mail("ann@a.example", message);
    List<Finding> found = rules.inspect(mail);
    return found.stream()
        .filter(one -> one.symbol().name().equals("EXTORTION_4"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_somebody_shows_and_doubts_counts_less() throws InterruptedException {
    Finding doubted = extortion("Bob, what do I do with this? I have no camera.");
    assertThat(doubted.strength()).isEqualTo(0.35);
    assertThat(doubted.evidence().getFirst()).contains("doubts");
  }

  @Test
  void what_somebody_passes_on_without_doubt_counts_fully() throws InterruptedException {
    assertThat(extortion("See below, and pay today.").strength()).isEqualTo(1);
    assertThat(extortion("Is this real? Write to me at x@c.example").strength()).isEqualTo(1);
  }

  @Test
  void what_the_sender_says_himself_counts_fully() throws InterruptedException {
    String own =
        "Is this real? I hacked your device and recorded you through the camera."
            + " Pay 900 USD in bitcoin within 48 hours.";
    assertThat(extortion(own).strength()).isEqualTo(1);
  }
}
