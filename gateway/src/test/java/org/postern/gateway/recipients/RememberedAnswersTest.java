package org.postern.gateway.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.relay.RecipientResult;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.RecipientRules.WhenDown;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.Reply;

/// What next hops said is remembered, for how long, and for whom.
@Timeout(60)
class RememberedAnswersTest extends AskedUpstream {

  @Test
  void a_negative_answer_is_asked_for_again_behind_the_reply_long_before_it_ends() {
    upstream.answerOnce("RCPT TO:<bob@", "550 5.1.1 no such user");
    real();
    assertThat(asking.said("bob")).startsWith("550");
    asking.pass(Duration.ofMinutes(10));
    assertThat(asking.said("bob")).startsWith("550");
    assertThat(asked("bob")).isEqualTo(1);
    asking.pass(Duration.ofMinutes(6));
    assertThat(asking.said("bob")).startsWith("550");
    await().untilAsserted(() -> assertThat(asking.said("bob")).isEqualTo("taken"));
  }

  @Test
  void a_positive_answer_is_asked_for_again_behind_the_reply() {
    real();
    assertThat(asking.said("bob")).isEqualTo("taken");
    upstream.answer("RCPT TO:<bob@", "550 5.1.1 left");
    asking.pass(Duration.ofHours(13));
    assertThat(asking.said("bob")).isEqualTo("taken");
    await().untilAsserted(() -> assertThat(asking.said("bob")).isEqualTo("550 5.1.1 left"));
  }

  @Test
  void a_next_hop_that_takes_everybody_is_not_asked_for_a_day() {
    assertThat(asking.said("bob")).isEqualTo("taken");
    await().until(() -> upstream.commands().stream().anyMatch(l -> l.startsWith("RCPT TO:<qz")));
    await()
        .untilAsserted(() -> {
          String local = "user" + System.nanoTime();
          assertThat(asking.said(local)).isEqualTo("taken like anybody");
          assertThat(asked(local)).isZero();
        });
    asking.pass(Duration.ofHours(25));
    upstream.answer("RCPT TO:<ann@", "550 5.1.1 no such user");
    assertThat(asking.said("ann")).startsWith("550");
  }

  @Test
  void one_that_refuses_somebody_does_not_take_everybody() {
    upstream.answer("RCPT TO:<ann@", "550 5.1.1 no such user");
    assertThat(asking.said("ann")).startsWith("550");
    assertThat(asking.said("bob")).isEqualTo("taken");
    assertThat(asking.said("eve")).isEqualTo("taken");
    assertThat(upstream.commands()).noneMatch(line -> line.startsWith("RCPT TO:<qz"));
  }

  @Test
  void an_answer_for_one_tenant_or_way_is_none_for_another() {
    real();
    asking.ask("bob");
    asking.check.ask(Asking.domain("b", upstream.port()), new EmailAddress("bob", "example.org"));
    assertThat(asked("bob")).isEqualTo(2);
  }

  @Test
  void the_case_of_a_local_part_counts_where_the_domain_says_so() {
    real();
    asking.ask("bob");
    asking.ask("Bob");
    assertThat(asked("Bob")).isZero();
    asking.rules(rules -> rules.withExactCase(true));
    asking.ask("Bob");
    assertThat(asked("Bob")).isEqualTo(1);
  }

  @Test
  void what_was_flushed_is_asked_for_again() {
    real();
    asking.ask("bob");
    asking.ask("ann");
    assertThat(asking.check.flush(new EmailAddress("BOB", "example.org"))).isEqualTo(1);
    asking.ask("bob");
    asking.ask("ann");
    assertThat(asked("bob")).isEqualTo(2);
    assertThat(asked("ann")).isEqualTo(1);
    assertThat(asking.check.flush("example.net")).isZero();
    assertThat(asking.check.flush("Example.ORG")).isEqualTo(2);
    assertThat(asking.check.flush()).isZero();
  }

  @Test
  void deliveries_are_answers_too() {
    real();
    EmailAddress bob = new EmailAddress("bob", "example.org");
    Optional<NextHop> host = Optional.of(asking.domain.route().getFirst());
    asking.check.delivered(
        bob, new RecipientResult.Delivered(new Reply(250, "2.0.0", "ok"), host, false));
    assertThat(asking.said("bob")).isEqualTo("taken");
    assertThat(asked("bob")).isZero();
    asking.check.delivered(
        bob, new RecipientResult.Permanent(new Reply(550, "5.7.1", "spam"), host));
    assertThat(asking.said("bob")).isEqualTo("taken");
    assertThat(asked("bob")).isZero();
    asking.check.delivered(
        bob, new RecipientResult.Permanent(new Reply(550, "5.1.1", "gone"), host));
    upstream.answer("RCPT TO:<bob@", "550 5.1.1 gone");
    assertThat(asking.said("bob")).isEqualTo("550 5.1.1 gone");
    asking.check.delivered(
        bob,
        new RecipientResult.Delivered(
            new Reply(250, "", "ok"), Optional.of(new NextHop("elsewhere", 25, 0)), false));
    assertThat(asking.said("bob")).isEqualTo("550 5.1.1 gone");
  }

  @Test
  void who_exists_is_known_after_a_restart(@TempDir Path dir) throws Exception {
    real();
    asking.rules(rules -> rules.withWhenDown(WhenDown.BUFFER));
    asking.ask("bob");
    Path file = dir.resolve("seen");
    asking.check.save(file);
    Files.writeString(file, Files.readString(file) + "nonsense\n1\t2\t3\t4\t5\n");
    goDown();
    try (Asking next = new Asking(upstream.port())) {
      next.check.restore(dir.resolve("missing"));
      next.rules(rules -> rules.withWhenDown(WhenDown.BUFFER));
      next.check.restore(file);
      assertThat(next.said("ann")).isEqualTo(DOWN);
      assertThat(next.said("bob")).isEqualTo("taken");
    }
  }
}
