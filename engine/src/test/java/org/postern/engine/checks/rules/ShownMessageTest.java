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
    assertThat(doubted.evidence().getFirst()).contains("shows");
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

  private static final String PILLS =
      "On https://site.example/roofs/\r\nBob wrote: buy cheap cialis online without prescription\r\n";

  private List<Finding> notice(String receiver, String more) throws InterruptedException {
    String notice =
        "From: Site <site@site.example>\r\nTo: <"
            + receiver
            + ">\r\nSubject: A comment waits\r\n\r\n"
            + PILLS
            + "Yes: https://site.example/?do=approve\r\nNo: https://site.example/?do=trash\r\n"
            + more;
    return rules.inspect(
        Messages.mail("www@host.example", notice.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void what_waits_for_a_decision_of_its_owner_counts_less() throws InterruptedException {
    assertThat(notice("ann@site.example", ""))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.strength()).isEqualTo(0.35));
    assertThat(notice("ann@site.example", PILLS))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.strength()).isEqualTo(1));
    assertThat(notice("bob@b.example", ""))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.strength()).isEqualTo(1));
  }

  private Finding attached(String own) throws InterruptedException {
    String message =
        HEAD.strip()
            + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\n\r\n"
            + own
            + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
            + SHOWN.strip()
            + "\r\n--b--\r\n";
    return rules
        .inspect(Messages.mail("ann@a.example", message.getBytes(StandardCharsets.UTF_8)))
        .stream()
        .filter(one -> one.symbol().name().equals("EXTORTION_4"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void so_it_is_with_what_is_attached() throws InterruptedException {
    assertThat(attached("I report this message, it pretends to come from me.").strength())
        .isEqualTo(0.35);
    assertThat(attached("See attached.").strength()).isEqualTo(1);
    assertThat(attached("").strength()).isEqualTo(1);
    assertThat(attached("Is this genuine? You must reply to the attached message.").strength())
        .isEqualTo(1);
  }
}
