package org.postern.gateway.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.gateway.Postfix;
import org.postern.gateway.relay.RelayLimits;

/// A real Postfix is asked.
@Timeout(120)
class PostfixRecipientsTest {

  private static final Map<String, String> REPLIES =
      Map.of(
          "full", "452 4.2.2 Mailbox full, try again later",
          "over", "552 5.2.2 Over quota",
          "later", "450 4.2.0 Greylisted for 300 seconds",
          "moved", "551 5.1.6 Moved, try elsewhere",
          "blocked", "550 5.7.1 Client host blocked by policy");

  @Test
  void replies_are_handed_on_word_by_word() {
    try (Postfix postfix = Postfix.start(List.of("bob"), REPLIES, List.of());
        Asking asking = new Asking(postfix.port())) {
      assertThat(asking.said("bob")).isEqualTo("taken");
      assertThat(asking.said("nobody"))
          .isEqualTo(
              "550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown in relay"
                  + " recipient table");
      assertThat(asking.said("full"))
          .isEqualTo(
              "452 4.2.2 <full@example.org>: Recipient address rejected: Mailbox full, try again"
                  + " later");
      assertThat(asking.said("over"))
          .isEqualTo("552 5.2.2 <over@example.org>: Recipient address rejected: Over quota");
      assertThat(asking.said("later"))
          .isEqualTo(
              "450 4.2.0 <later@example.org>: Recipient address rejected: Greylisted for 300"
                  + " seconds");
      assertThat(asking.said("moved")).startsWith("551 5.1.6 <moved@example.org>");
      assertThat(asking.said("blocked")).startsWith("451 4.3.5");
    }
  }

  // With its three seconds for each after the first ones it would be three minutes.
  @Test
  void many_unknown_users_do_not_make_it_slow_or_send_us_away() {
    try (Postfix postfix =
            Postfix.start(
                List.of("bob"),
                Map.of(),
                List.of("smtpd_error_sleep_time = 3s", "smtpd_hard_error_limit = 20"));
        Asking asking = new Asking(postfix.port())) {
      for (int i = 0; i < 60; i++) {
        assertThat(asking.said("nobody" + i)).startsWith("550 5.1.1");
      }
    }
  }

  @Test
  void one_that_is_very_slow_costs_the_sender_a_short_while_and_answers_the_next_time() {
    try (Postfix postfix =
            Postfix.start(
                List.of("bob"),
                Map.of(),
                List.of("smtpd_recipient_restrictions = sleep 2, reject_unauth_destination"));
        Asking asking =
            new Asking(
                postfix.port(), Asking.patience(Duration.ofMillis(500)), RelayLimits.STANDARD)) {
      assertThat(asking.said("nobody")).startsWith("451 4.4.1");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(asking.said("nobody")).startsWith("550 5.1.1"));
    }
  }

  @Test
  void one_that_comes_and_goes_never_makes_us_refuse_who_exists() throws Exception {
    Duration pause = Duration.ofMillis(100);
    RelayLimits impatient =
        new RelayLimits(
            20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            1000,
            pause,
            pause);
    try (Postfix postfix = Postfix.start(List.of("bob", "ann"), REPLIES, List.of());
        Asking asking = new Asking(postfix.port(), Asking.forgetful(), impatient)) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger taken = new AtomicInteger();
      AtomicInteger later = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      Thread senders =
          Thread.ofVirtual()
              .start(() -> {
                while (!over.get()) {
                  asking.now = Instant.now();
                  count(asking.said("bob"), taken, later, refused);
                  count(asking.said("ann"), taken, later, refused);
                }
              });
      try {
        for (int i = 0; i < 14 || (taken.get() <= 10 && i < 80); i++) {
          postfix.down();
          Thread.sleep(200);
          postfix.up();
          Thread.sleep(500);
        }
      } finally {
        over.set(true);
        senders.join();
      }
      assertThat(refused).hasValue(0);
      assertThat(taken).hasValueGreaterThan(10);
      assertThat(later).hasValueGreaterThan(10);
    }
  }

  private static void count(
      String said, AtomicInteger taken, AtomicInteger later, AtomicInteger refused) {
    (switch (said.charAt(0)) {
          case 't' -> taken;
          case '4' -> later;
          default -> refused;
        })
        .incrementAndGet();
  }
}
