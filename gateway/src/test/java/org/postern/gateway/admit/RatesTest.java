package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.postern.gateway.admit.Clients.DOMAIN;
import static org.postern.gateway.admit.Clients.client;
import static org.postern.gateway.admit.Clients.to;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Rates.Limits;
import org.postern.gateway.store.MemoryCounters;
import org.postern.gateway.store.MovedClock;
import org.postern.mail.smtp.Client;

class RatesTest {

  private static final Limits NONE = new Limits(0, 0, 0);

  private final MovedClock clock = new MovedClock();

  private Rates rates(int atOnce, Limits address, Limits network, Limits node) {
    return new Rates(
        new Rates.Settings(atOnce, address, network, node),
        MemoryCounters.of(Rates.KINDS, clock, new Random(1)));
  }

  private static boolean comesIn(Rates rates, String ip) {
    Visit visit = rates.open(client(ip));
    boolean in = visit.connected().isEmpty();
    visit.closed();
    return in;
  }

  @Test
  void an_address_connects_so_often_a_minute() {
    Rates rates = rates(0, new Limits(3, 0, 0), NONE, NONE);
    for (int i = 0; i < 3; i++) {
      assertThat(comesIn(rates, "192.0.2.1")).isTrue();
    }
    assertThat(rates.open(client("192.0.2.1")).connected())
        .contains(
            new Refused(
                GateTest.RATE,
                421,
                "4.7.0",
                "Too many connections from your address, try again later"));
    assertThat(comesIn(rates, "192.0.2.2")).isTrue();
    clock.pass(Duration.ofMinutes(1));
    assertThat(comesIn(rates, "192.0.2.1")).isTrue();
  }

  @Test
  void a_connection_is_given_back_whatever_breaks_beside_it() {
    Rates rates = rates(1, NONE, NONE, NONE);
    Admission broken =
        new Admission() {
          @Override
          public Visit open(Client client) {
            return new Visit() {
              @Override
              public void closed() {
                throw new IllegalStateException("on purpose");
              }
            };
          }
        };
    Visit visit = new Admissions(List.of(broken, rates, broken)).open(client("192.0.2.1"));
    assertThat(visit.connected()).isEmpty();
    assertThatIllegalStateException().isThrownBy(visit::closed);
    assertThat(comesIn(rates, "192.0.2.1")).isTrue();
  }

  @Test
  void who_comes_too_often_still_gets_what_is_allowed() {
    Rates rates = rates(0, new Limits(60, 0, 0), NONE, NONE);
    int in = 0;
    for (int second = 0; second < 600; second++) {
      clock.pass(Duration.ofSeconds(1));
      for (int i = 0; i < 5; i++) {
        in += comesIn(rates, "192.0.2.1") ? 1 : 0;
      }
    }
    assertThat(in).isBetween(550, 700);
  }

  @Test
  void a_network_counts_as_one_and_so_does_everybody() {
    Rates network = rates(0, NONE, new Limits(2, 0, 0), NONE);
    assertThat(comesIn(network, "2001:db8::1")).isTrue();
    assertThat(comesIn(network, "2001:db8::2")).isTrue();
    assertThat(comesIn(network, "2001:db8::3")).isFalse();
    assertThat(comesIn(network, "2001:db8:0:1::3")).isTrue();
    Rates node = rates(0, NONE, NONE, new Limits(2, 0, 0));
    assertThat(comesIn(node, "192.0.2.1")).isTrue();
    assertThat(comesIn(node, "198.51.100.1")).isTrue();
    assertThat(comesIn(node, "203.0.113.1")).isFalse();
  }

  @Test
  void what_is_refused_for_everybody_does_not_count_for_one() {
    Rates rates = rates(0, new Limits(3, 0, 0), new Limits(3, 0, 0), new Limits(2, 0, 0));
    assertThat(comesIn(rates, "192.0.2.1")).isTrue();
    assertThat(comesIn(rates, "192.0.2.1")).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(comesIn(rates, "192.0.2.1")).isFalse();
    }
    clock.pass(Duration.ofSeconds(45));
    assertThat(comesIn(rates, "192.0.2.1")).isTrue();
  }

  @Test
  void connections_of_a_network_at_once_are_counted_until_they_close() {
    Rates rates = rates(2, NONE, NONE, NONE);
    List<Visit> open = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Visit visit = rates.open(client("192.0.2." + i));
      assertThat(visit.connected()).isEmpty();
      open.add(visit);
    }
    assertThat(comesIn(rates, "192.0.2.9")).isFalse();
    assertThat(comesIn(rates, "198.51.100.1")).isTrue();
    open.getFirst().closed();
    assertThat(comesIn(rates, "192.0.2.9")).isTrue();
  }

  @Test
  void messages_and_recipients_have_rates_of_their_own() {
    Rates rates = rates(0, new Limits(0, 2, 3), NONE, NONE);
    Visit visit = rates.open(client("192.0.2.1"));
    assertThat(visit.mail(Clients.from("a@b.example"))).isEmpty();
    assertThat(visit.mail(Clients.from("a@b.example"))).isEmpty();
    assertThat(visit.mail(Clients.from("a@b.example"))).isPresent();
    assertThat(visit.mail(Clients.from(""))).isEmpty();
    for (int i = 0; i < 3; i++) {
      assertThat(visit.rcpt(Clients.from("a@b.example"), to("x@example.org"), DOMAIN)).isEmpty();
    }
    Optional<Refused> refused =
        visit.rcpt(Clients.from("a@b.example"), to("x@example.org"), DOMAIN);
    assertThat(refused).map(Refused::code).contains(421);
    assertThat(visit.learnt())
        .singleElement()
        .satisfies(one ->
            assertThat(one.evidence()).containsExactly("too many recipients from 192.0.2.1"));
  }

  @Test
  void without_limits_nobody_is_refused() {
    Rates rates = rates(0, NONE, NONE, NONE);
    for (int i = 0; i < 1_000; i++) {
      assertThat(comesIn(rates, "192.0.2.1")).isTrue();
    }
  }
}
