package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.admit.Clients.DOMAIN;
import static org.postern.gateway.admit.Clients.client;
import static org.postern.gateway.admit.Clients.to;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.gateway.store.Counters;
import org.postern.gateway.store.MemoryCounters;
import org.postern.gateway.store.MovedClock;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Oddity;

class TarpitTest {

  private final List<Duration> waits = new ArrayList<>();
  private final MovedClock clock = new MovedClock();
  private final Counters counters = MemoryCounters.of(Harvest.KINDS, clock, new Random(1));
  private final Tarpit tarpit =
      new Tarpit(
          new Tarpit.Settings(3, Duration.ofSeconds(1), Duration.ofSeconds(4)),
          counters,
          waits::add);

  private void rcpt(Visit visit) {
    assertThat(visit.rcpt(Clients.from("a@b.example"), to("x@example.org"), DOMAIN)).isEmpty();
  }

  @Test
  void each_unknown_recipient_makes_the_next_wait_longer_up_to_a_bound() {
    Visit visit = tarpit.open(client("192.0.2.1"));
    for (int i = 0; i < 9; i++) {
      rcpt(visit);
      visit.unknown(to("x@example.org"), DOMAIN);
    }
    assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 3L, 4L, 4L, 4L);
  }

  @Test
  void oddities_count_like_unknown_recipients() {
    Visit visit = tarpit.open(client("192.0.2.1"));
    visit.unknown(to("x@example.org"), DOMAIN);
    visit.unknown(to("y@example.org"), DOMAIN);
    rcpt(visit);
    assertThat(visit.noticed(new Oddity(Oddity.Kind.BARE_LINE_FEED, "x"))).isEmpty();
    rcpt(visit);
    assertThat(waits).hasSize(1);
  }

  @Test
  void other_sessions_and_a_step_of_zero_do_not_wait() {
    Visit slow = tarpit.open(client("192.0.2.1"));
    Visit off =
        new Tarpit(
                new Tarpit.Settings(0, Duration.ZERO, Duration.ofSeconds(9)), counters, waits::add)
            .open(client("192.0.2.1"));
    for (int i = 0; i < 9; i++) {
      slow.unknown(to("x@example.org"), DOMAIN);
      off.unknown(to("x@example.org"), DOMAIN);
    }
    rcpt(tarpit.open(client("192.0.2.1")));
    rcpt(off);
    assertThat(waits).isEmpty();
  }

  @Test
  void to_begin_a_session_anew_does_not_help_a_network_that_asks_for_unknown_recipients() {
    Admission both =
        new Admissions(
            List.of(
                tarpit,
                new Harvest(new Harvest.Settings(30, Duration.ofHours(1)), counters, clock)));
    for (int i = 0; i < 6; i++) {
      Visit visit = both.open(client("192.0.2." + i));
      rcpt(visit);
      visit.unknown(to("u" + i + "@example.org"), DOMAIN);
    }
    assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 3L);
    rcpt(both.open(client("192.0.3.1")));
    assertThat(waits).hasSize(3);
    for (int i = 0; i < 4; i++) {
      both.open(client("192.0.2.1")).known(to("k" + i + "@example.org"), DOMAIN);
    }
    rcpt(both.open(client("192.0.2.1")));
    assertThat(waits).hasSize(3);
  }

  @Test
  void clients_on_this_machine_are_no_strangers() {
    Strangers strangers = new Strangers(tarpit);
    Client own =
        new Client(
            new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 4711),
            new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 25));
    for (Client client : List.of(client("127.0.0.1"), client("::1"), own)) {
      Visit visit = strangers.open(client);
      for (int i = 0; i < 9; i++) {
        visit.unknown(to("x@example.org"), DOMAIN);
      }
      rcpt(visit);
      assertThat(waits).isEmpty();
    }
    Visit visit = strangers.open(client("203.0.113.2"));
    for (int i = 0; i < 9; i++) {
      visit.unknown(to("x@example.org"), DOMAIN);
    }
    rcpt(visit);
    assertThat(waits).hasSize(1);
  }
}
