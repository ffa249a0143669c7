package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.postern.gateway.admit.Clients.DOMAIN;
import static org.postern.gateway.admit.Clients.client;
import static org.postern.gateway.admit.Clients.to;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.store.MemoryCounters;
import org.postern.gateway.store.MovedClock;

class HarvestTest {

  private final MovedClock clock = new MovedClock();
  private final Harvest harvest = harvest(5);

  private Harvest harvest(int unknown) {
    return new Harvest(
        new Harvest.Settings(unknown, Duration.ofMinutes(30)),
        MemoryCounters.of(Harvest.KINDS, clock, new Random(1)),
        clock);
  }

  private Optional<Refused> ask(String ip) {
    return harvest.open(client(ip)).rcpt(Clients.from("a@b.example"), to("x@example.org"), DOMAIN);
  }

  private void unknown(Harvest asked, String ip, int times) {
    for (int i = 0; i < times; i++) {
      asked.open(client(ip)).unknown(to("u" + i + "@example.org"), DOMAIN);
    }
  }

  @Test
  void a_network_that_asks_for_many_unknown_recipients_must_come_later() {
    unknown(harvest, "192.0.2.1", 4);
    assertThat(ask("192.0.2.1")).isEmpty();
    unknown(harvest, "192.0.2.99", 1);
    assertThat(ask("192.0.2.1"))
        .contains(
            new Refused(
                GateTest.HARVEST,
                421,
                "4.7.0",
                "Too many unknown recipients from your network, try again later"));
    assertThat(ask("192.0.3.1")).isEmpty();
  }

  @Test
  void after_a_while_it_may_try_again() {
    unknown(harvest, "192.0.2.1", 5);
    clock.pass(Duration.ofMinutes(29));
    assertThat(ask("192.0.2.1")).isPresent();
    clock.pass(Duration.ofMinutes(1));
    assertThat(ask("192.0.2.1")).isEmpty();
    unknown(harvest, "192.0.2.1", 5);
    assertThat(ask("192.0.2.1")).isPresent();
  }

  @Test
  void a_network_whose_recipients_mostly_exist_is_no_harvester() {
    for (int i = 0; i < 50; i++) {
      harvest
          .open(client("192.0.2.1"))
          .accepted(Clients.from("a@b.example"), to("x@example.org"), DOMAIN);
    }
    unknown(harvest, "192.0.2.1", 40);
    assertThat(ask("192.0.2.1")).isEmpty();
    unknown(harvest, "192.0.2.1", 20);
    assertThat(ask("192.0.2.1")).isPresent();
  }

  @Test
  void unknown_recipients_now_and_then_never_add_up() {
    for (int hour = 0; hour < 100; hour++) {
      unknown(harvest, "192.0.2.1", 2);
      clock.pass(Duration.ofHours(1));
    }
    assertThat(ask("192.0.2.1")).isEmpty();
  }

  @Test
  void it_is_evidence_before_it_refuses() {
    Visit visit = harvest.open(client("192.0.2.1"));
    assertThat(visit.learnt()).isEmpty();
    unknown(harvest, "192.0.2.1", 3);
    assertThat(visit.learnt())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.strength()).isEqualTo(0.6, within(0.001));
          assertThat(one.evidence()).containsExactly("192.0.2.0/24: 3 unknown recipients");
        });
    unknown(harvest, "192.0.2.1", 2);
    assertThat(visit.learnt())
        .singleElement()
        .satisfies(one -> assertThat(one.strength()).isEqualTo(1));
  }

  @Test
  void it_can_be_switched_off() {
    Harvest off = harvest(0);
    unknown(off, "192.0.2.1", 1_000);
    assertThat(
            off.open(client("192.0.2.1"))
                .rcpt(Clients.from("a@b.example"), to("x@example.org"), DOMAIN))
        .isEmpty();
  }
}
