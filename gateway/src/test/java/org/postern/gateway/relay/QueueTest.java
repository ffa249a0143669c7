package org.postern.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.postern.gateway.relay.Mails.BODY;
import static org.postern.gateway.relay.Mails.FROM;
import static org.postern.gateway.relay.Mails.route;
import static org.postern.gateway.relay.Mails.to;
import static org.postern.gateway.relay.Mails.with;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Category;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.spool.MemorySpool;
import org.postern.gateway.spool.Progress;
import org.postern.gateway.spool.Progress.Judged;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.track.MemoryTrack;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;

class QueueTest {

  private final FakeUpstream upstream = FakeUpstream.start(); // takes mail for example.com
  private final FakeUpstream other = FakeUpstream.start(); // takes mail for example.net
  private final FakeUpstream home = FakeUpstream.start(); // takes what goes to the sender
  private final TestClock clock = new TestClock();
  private final MemorySpool spool = new MemorySpool();
  private final MemoryTrack track = new MemoryTrack();
  private final Map<String, Route> routes = new HashMap<>();
  private final SmtpClient client =
      new SmtpClient(
          "gate.example",
          SmtpClientLimits.STANDARD.atMost(Duration.ofSeconds(20)),
          SmtpClientTls.unverified());
  private final Relay relay =
      new Relay(client, HostLookup.SYSTEM, RelayLimits.STANDARD, _ -> false, clock, new Random(1));
  private Queue queue = queue();
  private int sent;

  QueueTest() {
    routes.put("example.com", route(upstream));
    routes.put("example.net", route(other));
    routes.put("example.org", route(home));
  }

  @AfterEach
  void stop() throws InterruptedException {
    queue.drain(Duration.ofSeconds(5));
    relay.close();
    client.close();
    upstream.close();
    other.close();
    home.close();
  }

  @Test
  void a_delivered_message_is_gone_from_the_spool_and_in_the_log() throws IOException {
    queue.deliver(spooled(FROM, pending(to("x@example.com"))));
    assertThat(upstream.received().getFirst().text())
        .isEqualTo("X-Test: 1\r\nSubject: a test\r\nFrom: sender@example.org\r\n\r\nHello\r\n");
    assertThat(spool.list()).isEmpty();
    assertThat(queue.list()).isEmpty();
    LogRow row = track.rows().getFirst();
    assertThat(row.disposition()).isEqualTo("delivered");
    assertThat(row.stage()).isEqualTo("deliver");
    assertThat(row.rcpt()).isEqualTo("x@example.com");
    assertThat(row.subject()).isEqualTo("a test");
    assertThat(row.status()).startsWith("250 2.0.0 taken (127.0.0.1:");
  }

  @Test
  void recipients_of_one_route_and_header_share_a_transaction() throws IOException {
    queue.deliver(
        spooled(
            FROM,
            pending(to("a@example.com")),
            pending(to("b@example.com")),
            pending(to("c@example.net")),
            with(pending(to("d@example.com")), "X-Other: 2\r\n", "d@example.com"),
            with(pending(to("e@example.com")), "X-Test: 1\r\n", "elsewhere@example.net")));
    upstream.await(2);
    other.await(1);
    await().until(() -> spool.list().isEmpty());
    assertThat(upstream.received().stream().map(r -> r.rcpts().size()))
        .containsExactlyInAnyOrder(2, 1);
    assertThat(other.received().getFirst().rcpts())
        .containsExactly(
            "RCPT TO:<c@example.net>",
            "RCPT TO:<elsewhere@example.net> ORCPT=rfc822;e@example.com");
  }

  @Test
  void only_those_who_failed_are_tried_again() throws IOException {
    upstream.answerOnce("RCPT TO:<late@", "450 4.2.1 busy");
    queue.deliver(spooled(FROM, pending(to("x@example.com")), pending(to("late@example.com"))));
    assertThat(queue.list())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.rcpt()).isEqualTo("late@example.com");
          assertThat(entry.tries()).isEqualTo(1);
          assertThat(entry.lastStatus()).startsWith("450 4.2.1 busy");
          assertThat(entry.nextTry())
              .isBetween(clock.instant().plusSeconds(60), clock.instant().plusSeconds(67));
        });
    assertThat(spool.bytesInMemory()).isZero();
    assertThat(((Judged) spool.list().getFirst().progress()).pending()).hasSize(1);
    queue.tick();
    assertThat(upstream.received()).hasSize(1);
    clock.pass(Duration.ofSeconds(67));
    queue.tick();
    assertThat(upstream.await(2).getLast().rcpts()).containsExactly("RCPT TO:<late@example.com>");
    await().until(() -> spool.list().isEmpty());
  }

  @Test
  void a_restart_goes_on_where_it_was() throws IOException {
    upstream.answerOnce("RCPT", "450 4.2.1 busy");
    queue.deliver(spooled(FROM, pending(to("x@example.com"))));
    queue = queue();
    queue.restore();
    queue.tick();
    assertThat(queue.list().getFirst().tries()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(70));
    queue.tick();
    upstream.await(1);
    await().until(() -> spool.list().isEmpty());
  }

  @Test
  void seven_days_of_retries_give_one_delay_notice_and_one_failure() throws IOException {
    upstream.answer("RCPT", "451 4.3.0 not today");
    queue.deliver(spooled(FROM, pending(to("x@example.com"))));
    Instant start = clock.instant();
    List<Duration> notices = new ArrayList<>();
    for (int i = 0; i < 200 && !spool.list().isEmpty(); i++) {
      clock.set(queue.list().getFirst().nextTry());
      int before = track.rows().size();
      queue.tick();
      ConditionFactory soon = await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
      soon.until(() -> track.rows().size() > before);
      soon.until(() -> queue.list().stream().noneMatch(QueueEntry::running));
      if (home.received().size() > notices.size()) {
        notices.add(Duration.between(start, clock.instant()));
      }
    }
    assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofDays(7));
    assertThat(upstream.commands().stream().filter(c -> c.startsWith("RCPT")).count())
        .isBetween(40L, 60L);
    assertThat(notices).hasSize(2);
    assertThat(notices.getFirst()).isBetween(Duration.ofHours(4), Duration.ofHours(9));
    List<FakeUpstream.Received> told = home.received();
    assertThat(told.get(0).mail()).startsWith("MAIL FROM:<>");
    assertThat(told.get(0).text())
        .contains("Action: delayed\r\nStatus: 4.3.0\r\n")
        .contains("Will-Retry-Until: Mon, 9 Mar 2026 10:00:00 +0000\r\n");
    assertThat(told.get(1).text())
        .contains("Action: failed\r\nStatus: 4.4.7\r\n")
        .contains("Diagnostic-Code: smtp; 451 4.3.0 not today\r\n");
    assertThat(track.rows().stream().filter(r -> r.disposition().equals("expired"))).hasSize(1);
    assertThat(queue.list()).isEmpty();
  }

  @Test
  void a_refused_recipient_is_reported_to_the_sender() throws IOException {
    upstream.answer("RCPT TO:<bad@", "550 5.1.1 no\u0007 such user");
    var dsn =
        new Dsn.OfMessage(Optional.of(Dsn.Return.HEADERS), Optional.of("QQ+2B31+0D+0AEvil:+20x"));
    var from = new MailFrom(FROM.path(), OptionalLong.empty(), BodyType.SEVEN_BIT, false, dsn);
    var bad =
        new Recipient(
            Mails.address("bad@example.com"),
            new Dsn.OfRecipient(
                java.util.Set.of(), Optional.of("rfc822;b+2Bad@elsewhere.example")));
    Spooled message = spooled(from, pending(bad), pending(to("x@example.com")));
    queue.deliver(message);
    FakeUpstream.Received told = home.await(1).getFirst();
    assertThat(told.rcpts()).containsExactly("RCPT TO:<sender@example.org>");
    assertThat(told.text())
        .contains("Auto-Submitted: auto-replied\r\n")
        .contains("Content-Type: multipart/report; report-type=delivery-status;\r\n")
        .contains("Reference: " + message.envelope().ref() + "\r\n")
        .contains("Reporting-MTA: dns; gate.example\r\nOriginal-Envelope-Id: QQ+31??Evil: x\r\n")
        .contains("Original-Recipient: rfc822; b+ad@elsewhere.example\r\n")
        .contains("Final-Recipient: rfc822; bad@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n")
        .contains("Remote-MTA: dns; 127.0.0.1\r\n")
        .contains("Diagnostic-Code: smtp; 550 5.1.1 no  such user\r\n")
        .contains("text/rfc822-headers\r\n")
        .contains("Subject: a test\r\nFrom: sender@example.org\r\n")
        .doesNotContain("x@example.com")
        .doesNotContain("Hello");
    await().until(() -> spool.list().isEmpty());
  }

  @Test
  void the_whole_message_comes_back_where_it_was_asked_for() throws IOException {
    upstream.answer("RCPT", "550 5.1.1 no");
    var dsn = new Dsn.OfMessage(Optional.of(Dsn.Return.FULL), Optional.empty());
    queue.deliver(
        spooled(
            new MailFrom(FROM.path(), OptionalLong.empty(), BodyType.SEVEN_BIT, false, dsn),
            pending(to("x@example.com"))));
    assertThat(home.await(1).getFirst().text())
        .contains("Content-Type: message/rfc822\r\n")
        .contains("\r\n\r\nHello\r\n");
  }

  @Test
  void there_is_no_bounce_of_a_bounce() throws IOException {
    upstream.answer("RCPT", "550 5.1.1 no");
    home.answer("RCPT", "550 5.1.1 no sender either");
    queue.deliver(spooled(Mails.NULL, pending(to("x@example.com"))));
    queue.deliver(spooled(FROM, pending(to("y@example.com"))));
    await().until(() -> home.commands().stream().anyMatch(c -> c.startsWith("RCPT")));
    await().until(() -> spool.list().isEmpty());
    assertThat(home.commands().stream().filter(c -> c.startsWith("MAIL"))).hasSize(1);
    assertThat(track.rows().stream().filter(r -> r.disposition().equals("bounced"))).hasSize(3);
  }

  @Test
  void nobody_is_told_about_spam_or_against_notify() throws IOException {
    upstream.answer("RCPT", "550 5.1.1 no");
    for (Category category : Category.values()) {
      if (!category.mayNotifySender()) {
        queue.deliver(spooled(FROM, with(pending(to("x@example.com")), category)));
      }
    }
    queue.deliver(spooled(FROM, pending(to("x@example.com", Dsn.Notify.NEVER))));
    queue.deliver(spooled(FROM, pending(to("x@example.com", Dsn.Notify.SUCCESS))));
    assertThat(spool.list()).isEmpty();
    assertThat(home.connections()).isZero();
    assertThat(track.rows()).hasSize(9).allMatch(row -> row.disposition().equals("bounced"));
  }

  @Test
  void success_is_passed_on_where_the_next_hop_reports_and_reported_where_not() throws IOException {
    queue.deliver(spooled(FROM, pending(to("x@example.com", Dsn.Notify.SUCCESS))));
    assertThat(upstream.commands()).contains("RCPT TO:<x@example.com> NOTIFY=SUCCESS");
    assertThat(home.connections()).isZero();
    other.extensions("PIPELINING");
    queue.deliver(spooled(FROM, pending(to("x@example.net", Dsn.Notify.SUCCESS))));
    assertThat(home.await(1).getFirst().text()).contains("Action: relayed\r\nStatus: 2.0.0\r\n");
    assertThat(home.received()).hasSize(1);
  }

  @Test
  void a_notification_without_a_route_is_dropped_with_a_row_in_the_log() throws IOException {
    routes.remove("example.org");
    upstream.answer("RCPT", "550 5.1.1 no");
    queue.deliver(spooled(FROM, pending(to("x@example.com"))));
    assertThat(spool.list()).isEmpty();
    assertThat(track.rows().getLast().status())
        .isEqualTo("no notification to the sender: there is no route to example.org");
  }

  @Test
  void internationalised_addresses_are_reported_in_utf8() throws IOException {
    upstream.extensions("PIPELINING", "8BITMIME");
    queue.deliver(spooled(FROM, pending(to("j\u00f6rg@example.com"))));
    assertThat(home.await(1).getFirst().text())
        .contains("Content-Type: message/global-delivery-status\r\n")
        .contains("Final-Recipient: utf-8; j\u00f6rg@example.com\r\n")
        .contains("Status: 5.6.7\r\n");
    assertThat(home.received().getFirst().mail()).contains("BODY=8BITMIME");
  }

  @Test
  void a_domain_without_a_route_waits_until_there_is_one() throws IOException {
    queue.deliver(spooled(FROM, pending(to("x@nowhere.example"))));
    assertThat(queue.list().getFirst().lastStatus()).contains("4.4.4");
    routes.put("nowhere.example", route(upstream));
    clock.pass(Duration.ofSeconds(70));
    queue.tick();
    upstream.await(1);
  }

  @Test
  void an_operator_can_hasten_and_delete() throws IOException {
    upstream.answer("CONNECT", FakeUpstream.DROP);
    Spooled first = spooled(FROM, pending(to("x@example.com")));
    Spooled second = spooled(FROM, pending(to("y@example.com")));
    queue.deliver(first);
    queue.deliver(second);
    assertThat(queue.show(first.envelope().ref().value())).hasSize(1);
    assertThat(queue.delete(second.envelope().ref().value())).isEqualTo(1);
    assertThat(queue.delete("0000-0000-0000-0000")).isZero();
    assertThat(spool.list()).hasSize(1);
    upstream.behave();
    assertThat(queue.retry(first.envelope().ref().value())).isEqualTo(1);
    assertThat(upstream.await(1).getFirst().rcpts()).containsExactly("RCPT TO:<x@example.com>");
    await().until(() -> spool.list().isEmpty());
    assertThat(home.connections()).isZero();
  }

  @Test
  void what_waited_for_a_dead_host_follows_when_it_is_back() throws IOException {
    upstream.answer("CONNECT", FakeUpstream.DROP);
    for (int i = 0; i < 5; i++) {
      queue.deliver(spooled(FROM, pending(to("x@example.com"))));
    }
    assertThat(upstream.connections()).isEqualTo(1);
    upstream.behave();
    clock.pass(Duration.ofSeconds(30));
    queue.deliver(spooled(FROM, pending(to("x@example.com"))));
    clock.pass(Duration.ofSeconds(11)); // less than the minute they had to wait
    queue.tick();
    upstream.await(6);
    await().until(() -> spool.list().isEmpty());
  }

  @Test
  void a_route_that_hangs_holds_up_no_other() throws Exception {
    upstream.answer(".", FakeUpstream.HANG);
    for (int i = 0; i < 50; i++) {
      queue.submit(spooled(FROM, pending(to("x@example.com"))));
    }
    for (int i = 0; i < 50; i++) {
      queue.submit(spooled(FROM, pending(to("x@example.net"))));
    }
    other.await(50);
    assertThat(upstream.mostAtOnce()).isLessThanOrEqualTo(20);
  }

  @Test
  void a_drain_waits_for_what_runs_and_starts_nothing_more() throws Exception {
    queue.submit(spooled(FROM, pending(to("x@example.com"))));
    assertThat(queue.drain(Duration.ofSeconds(5))).isTrue();
    queue.deliver(spooled(FROM, pending(to("y@example.com"))));
    assertThat(upstream.received().size()).isLessThanOrEqualTo(1);
    assertThat(spool.list())
        .anyMatch(m -> m.envelope().to().getFirst().equals(to("y@example.com")));
  }

  @Test
  void a_drain_writes_down_what_a_failing_disk_kept_from_being_written() throws Exception {
    other.answer("RCPT", "451 4.3.0 not now");
    spool.failNextUpdates(2); // after each of the two attempts
    queue.deliver(spooled(FROM, pending(to("x@example.com")), pending(to("y@example.net"))));
    await().atMost(Duration.ofSeconds(30)).until(() -> track.rows().size() == 2);
    queue.drain(Duration.ofSeconds(5));
    assertThat(upstream.received()).hasSize(1);

    Judged left = (Judged) spool.list().getFirst().progress();
    assertThat(left.pending())
        .extracting(one -> one.recipient().address().toString())
        .containsExactly("y@example.net");
  }

  private Queue queue() {
    return new Queue(
        "gate.example",
        spool,
        relay,
        domain -> Optional.ofNullable(routes.get(domain)),
        Composer.PREPEND,
        Witness.NONE,
        track,
        QueueSettings.STANDARD,
        clock,
        new Random(2));
  }

  private Spooled spooled(MailFrom from, Pending... pending) throws IOException {
    List<Pending> all = List.of(pending);
    Envelope envelope =
        Mails.envelope(
            Reference.create(clock.instant(), new Random(++sent)),
            from,
            all.stream().map(Pending::recipient).toList(),
            clock.instant());
    Progress progress = new Judged(all, false, "a test", "<1@example.org>");
    return spool.commit(envelope, MessageData.of(BODY), progress);
  }

  private Pending pending(Recipient recipient) {
    return Mails.pending(recipient, clock.instant());
  }
}
