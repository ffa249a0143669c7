package org.postern.gateway.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.relay.RelayLimits;
import org.postern.gateway.relay.RelaySession;
import org.postern.gateway.relay.Route;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.RecipientRules.WhenDown;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reply;

@Timeout(60)
class RecipientCheckTest extends AskedUpstream {

  @Test
  void asks_once_with_the_null_sender_and_keeps_the_connection() {
    real();
    assertThat(asking.said("bob")).isEqualTo("taken");
    await().until(() -> upstream.commands().getLast().equals("RSET"));
    assertThat(asking.said("bob")).isEqualTo("taken");
    assertThat(asking.said("ann")).isEqualTo("taken");
    assertThat(asked("bob")).isEqualTo(1);
    assertThat(upstream.commands()).contains("MAIL FROM:<>", "RSET").doesNotContain("DATA");
    await().until(() -> upstream.commands().getLast().equals("RSET"));
    assertThat(asking.said("eve")).isEqualTo("taken");
    assertThat(upstream.connections()).isEqualTo(1);
  }

  @Test
  void the_sender_of_the_question_is_a_setting() {
    asking.rules(rules ->
        rules.withProbeSender(new ReversePath.Sender(new EmailAddress("check", "example.net"))));
    asking.ask("bob");
    assertThat(upstream.commands()).contains("MAIL FROM:<check@example.net>");
  }

  @Test
  void a_refusal_is_handed_on_word_by_word_and_remembered() {
    upstream.answer("RCPT", "550-5.1.1 <bob>: gone\r\n550-5.1.1 ask\tann\r\n550 5.1.1 end");
    var refused = (Existence.Refused) asking.ask("bob");
    assertThat(refused.unknown()).isTrue();
    assertThat(refused.reply())
        .isEqualTo(new Reply(550, "5.1.1", List.of("<bob>: gone", "ask ann", "end")));
    assertThat(asking.ask("BOB")).isEqualTo(refused);
    assertThat(asked("bob")).isEqualTo(1);
  }

  @Test
  void very_long_replies_are_bounded() {
    upstream.answer("RCPT", ("550-" + "x".repeat(900) + "\r\n").repeat(60) + "550 end");
    var refused = (Existence.Refused) asking.ask("bob");
    assertThat(refused.reply().lines()).hasSizeLessThanOrEqualTo(20);
    assertThat(refused.reply().lines()).allMatch(line -> line.length() <= 480);
  }

  @Test
  void a_full_mailbox_stays_what_the_next_hop_calls_it_and_is_not_an_unknown_one() {
    upstream.answer("RCPT TO:<full@", "452 4.2.2 mailbox full");
    upstream.answer("RCPT TO:<over@", "552 5.2.2 over quota");
    assertThat(asking.said("full")).isEqualTo("452 4.2.2 mailbox full");
    assertThat(asking.said("over")).isEqualTo("552 5.2.2 over quota");
    assertThat(((Existence.Refused) asking.ask("over")).unknown()).isFalse();
    upstream.behave();
    real();
    asking.pass(Duration.ofSeconds(11));
    assertThat(asking.said("full")).isEqualTo("taken");
    assertThat(asking.said("over")).isEqualTo("taken");
  }

  @Test
  void a_temporary_answer_holds_for_seconds() {
    upstream.answerOnce("RCPT", "450 4.2.0 greylisted");
    assertThat(asking.said("bob")).isEqualTo("450 4.2.0 greylisted");
    assertThat(asking.said("bob")).isEqualTo("450 4.2.0 greylisted");
    asking.pass(Duration.ofSeconds(11));
    assertThat(asking.said("bob")).isEqualTo("taken");
  }

  @Test
  void what_is_not_about_the_recipient_is_temporary_and_not_remembered() {
    upstream.answerOnce("RCPT", "554 5.7.1 <bob>: Relay access denied");
    assertThat(asking.said("bob")).isEqualTo(REFUSES);
    upstream.answerOnce("MAIL", "550 5.1.1 no such user <>");
    assertThat(asking.said("bob")).isEqualTo(REFUSES);
    upstream.answerOnce("MAIL", "550 go away");
    assertThat(asking.said("bob")).isEqualTo(REFUSES);
    real();
    assertThat(asking.said("bob")).isEqualTo("taken");
  }

  @Test
  void refused_at_the_banner_or_at_hello_is_down() {
    upstream.answerOnce("CONNECT", "554 5.7.1 not you");
    assertThat(asking.said("bob")).isEqualTo(DOWN);
    asking.pass(Duration.ofMinutes(5));
    upstream.answer("EHLO", "550 5.1.1 no");
    upstream.answer("HELO", "550 5.1.1 no");
    assertThat(asking.said("bob")).isEqualTo(DOWN);
    upstream.behave();
    asking.pass(Duration.ofMinutes(5));
    assertThat(asking.said("bob")).isEqualTo("taken");
  }

  @Test
  void a_421_does_not_end_the_session_of_the_sender() {
    upstream.answer("RCPT", "421 4.7.0 too much");
    assertThat(asking.said("bob")).isEqualTo("451 4.7.0 too much");
    upstream.behave();
    upstream.answer("MAIL", FakeUpstream.DROP);
    assertThat(asking.said("ann")).isEqualTo(DOWN);
  }

  @Test
  void while_the_next_hop_is_down_nobody_is_taken_where_the_domain_wants_it_so() {
    real();
    assertThat(asking.said("bob")).isEqualTo("taken");
    goDown();
    assertThat(asking.said("ann")).isEqualTo(DOWN);
    assertThat(asking.said("bob")).isEqualTo(DOWN);
    comeBack();
    assertThat(asking.said("bob")).isEqualTo("taken");
  }

  @Test
  void a_domain_that_buffers_takes_those_it_knows_while_the_next_hop_is_down() {
    asking.rules(rules -> rules.withWhenDown(WhenDown.BUFFER));
    real();
    upstream.answer("RCPT TO:<gone@", "550 5.1.1 no such user");
    assertThat(asking.said("bob")).isEqualTo("taken");
    assertThat(asking.said("gone")).startsWith("550 5.1.1");
    goDown();
    assertThat(asking.said("ann")).isEqualTo(DOWN);
    assertThat(asking.said("bob")).isEqualTo("taken");
    asking.pass(Duration.ofDays(5));
    assertThat(asking.said("bob")).isEqualTo("taken");
    assertThat(asking.said("gone")).isEqualTo(DOWN);
    asking.pass(Duration.ofDays(30));
    assertThat(asking.said("bob")).isEqualTo(DOWN);
    comeBack();
    assertThat(asking.said("ann")).isEqualTo("taken");
  }

  @Test
  void a_recipient_asked_for_by_many_at_once_is_asked_for_once() throws Exception {
    real();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> many = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        many.add(() -> asking.said("bob"));
      }
      for (var answer : senders.invokeAll(many)) {
        assertThat(answer.get()).isEqualTo("taken");
      }
    }
    assertThat(asked("bob")).isEqualTo(1);
  }

  @Test
  void so_many_questions_at_the_same_time_and_no_more() throws Exception {
    real();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> many = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String local = "user" + i;
        many.add(() -> asking.said(local));
      }
      for (var answer : senders.invokeAll(many)) {
        assertThat(answer.get()).isEqualTo("taken");
      }
    }
    assertThat(upstream.mostAtOnce()).isLessThanOrEqualTo(Asking.LIMITS.parallel());
  }

  @Test
  void a_next_hop_that_does_not_answer_costs_the_sender_a_short_while_only() {
    asking.close();
    asking =
        new Asking(upstream.port(), Asking.patience(Duration.ofMillis(300)), RelayLimits.STANDARD);
    upstream.answerOnce("RCPT", FakeUpstream.HANG);
    assertThat(asking.said("bob")).isEqualTo(DOWN);
    real();
    assertThat(asking.said("ann")).isEqualTo("taken");
  }

  @Test
  void deliveries_that_take_every_connection_do_not_hold_questions_up() {
    asking.close();
    asking = new Asking(upstream.port(), Asking.LIMITS, RelayLimits.STANDARD.withConnections(1));
    real();
    try (RelaySession busy = asking.relay.session(Route.of(asking.domain))) {
      MailFrom from =
          new MailFrom(
              ReversePath.NULL,
              OptionalLong.empty(),
              BodyType.SEVEN_BIT,
              false,
              Dsn.OfMessage.NONE);
      Recipient eve = new Recipient(new EmailAddress("eve", "example.org"), Dsn.OfRecipient.NONE);
      assertThat(busy.begin(from, eve).positive()).isTrue();
      assertThat(asking.said("bob")).isEqualTo("taken");
    }
  }

  @Test
  void a_way_that_leads_back_here_is_temporary() {
    asking.settings(settings -> settings);
    var limits = RelayLimits.STANDARD;
    try (var client =
            new org.postern.mail.smtp.SmtpClient(
                "gate.example",
                org.postern.mail.smtp.SmtpClientLimits.STANDARD,
                org.postern.mail.smtp.SmtpClientTls.unverified());
        var relay =
            new org.postern.gateway.relay.Relay(
                client,
                _ -> List.of(java.net.InetAddress.getLoopbackAddress()),
                limits,
                org.postern.gateway.relay.Relay.listeners(
                    List.of(new java.net.InetSocketAddress("0.0.0.0", upstream.port()))),
                Instant::now,
                new java.util.Random(1));
        var check =
            new RecipientCheck(
                relay,
                asking.lists,
                _ -> Optional.empty(),
                Asking.LIMITS,
                Instant::now,
                new java.util.Random(1))) {
      EmailAddress bob = new EmailAddress("bob", "example.org");
      var direct = (Existence.Later) check.ask(asking.domain, bob);
      assertThat(direct.reply().summary()).startsWith("451 4.4.6");
      var named =
          new org.postern.gateway.tenant.Domain(
              new TenantId("a"),
              "example.org",
              List.of(new NextHop("mx.example.org", upstream.port(), 10)),
              asking.domain.settings());
      assertThat(check.ask(named, bob)).isInstanceOf(Existence.Later.class);
    }
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void what_the_next_hop_offers_is_known_after_a_question() {
    upstream.extensions("PIPELINING", "SIZE 1000");
    real();
    asking.ask("bob");
    MailFrom large =
        new MailFrom(
            ReversePath.NULL, OptionalLong.of(5000), BodyType.SEVEN_BIT, false, Dsn.OfMessage.NONE);
    assertThat(
            asking.relay.unfit(
                large, new EmailAddress("bob", "example.org"), Route.of(asking.domain)))
        .hasValueSatisfying(reply -> assertThat(reply.status()).isEqualTo("5.3.4"));
    assertThat(asking.said("jörg")).startsWith("553 5.6.7");
  }

  @Test
  void a_list_knows_its_own() {
    asking.settings(settings -> settings.withRecipients(DomainSettings.Recipients.LIST));
    asking.lists.add(asking.domain.tenant(), "example.org", List.of("Bob"));
    assertThat(asking.said("bob")).isEqualTo("taken");
    assertThat(asking.said("bob+news")).isEqualTo("taken");
    assertThat(asking.said("ann")).isEqualTo("550 5.1.1 There is no such recipient here");
    assertThat(((Existence.Refused) asking.ask("+bob")).unknown()).isTrue();
    asking.rules(rules -> rules.withDelimiter(Optional.empty()).withExactCase(true));
    assertThat(asking.said("bob")).startsWith("550");
    assertThat(asking.said("Bob+news")).startsWith("550");
    assertThat(asking.said("Bob")).isEqualTo("taken");
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void nothing_is_asked_where_nobody_wants_to_know() {
    asking.settings(settings -> settings.withRecipients(DomainSettings.Recipients.OFF));
    assertThat(asking.said("bob")).isEqualTo("not asked");
    asking.settings(settings ->
        settings
            .withRecipients(DomainSettings.Recipients.PASS_THROUGH)
            .withMode(DomainSettings.Mode.PROXY));
    assertThat(asking.said("bob")).isEqualTo("not asked");
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void a_check_shows_what_the_next_hop_says_now() {
    asking.ask("bob");
    upstream.answer("RCPT TO:<bob@", "550 5.1.1 gone");
    Checked checked = asking.check.check(asking.domain, new EmailAddress("bob", "example.org"));
    assertThat(checked.said().summary()).isEqualTo("550 5.1.1 gone");
    assertThat(checked.meaning()).isEqualTo(Meaning.UNKNOWN);
    assertThat(checked.host()).isEqualTo("127.0.0.1:" + upstream.port());
    assertThat(asking.said("bob")).isEqualTo("550 5.1.1 gone");
  }
}
