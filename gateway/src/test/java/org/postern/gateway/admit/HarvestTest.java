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
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.smtp.MailFrom;

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
    known(30);
    unknown(harvest, "192.0.2.1", 25);
    assertThat(ask("192.0.2.1")).isEmpty();
    unknown(harvest, "192.0.2.1", 10);
    assertThat(ask("192.0.2.1")).isPresent();
  }

  private void known(int times) {
    Visit visit = harvest.open(client("192.0.2.1"));
    for (int i = 0; i < times; i++) {
      visit.known(to("k" + i + "@example.org"), DOMAIN);
    }
  }

  @Test
  void ten_times_as_many_unknown_ones_are_too_many_however_many_exist() {
    known(500);
    unknown(harvest, "192.0.2.1", 49);
    assertThat(ask("192.0.2.1")).isEmpty();
    unknown(harvest, "192.0.2.1", 1);
    assertThat(ask("192.0.2.1")).isPresent();
  }

  @Test
  void recipients_that_are_taken_unasked_and_the_same_one_again_do_not_hide_a_harvester() {
    Visit visit = harvest.open(client("192.0.2.1"));
    for (int i = 0; i < 6; i++) {
      visit.accepted(Clients.from("a@b.example"), to("postmaster@example.org"), DOMAIN);
      visit.known(to("x@example.org"), DOMAIN);
      visit.known(to("X@example.org"), DOMAIN);
      visit.unknown(to("u" + i + "@example.org"), DOMAIN);
    }
    assertThat(ask("192.0.2.1")).isPresent();
  }

  @Test
  void an_unknown_recipient_asked_for_again_in_a_session_tells_nothing_new() {
    Visit visit = harvest.open(client("192.0.2.1"));
    for (int i = 0; i < 9; i++) {
      visit.unknown(to("x@example.org"), DOMAIN);
    }
    assertThat(ask("192.0.2.1")).isEmpty();
  }

  @Test
  void unknown_recipients_of_one_tenant_cost_no_other_its_mail() {
    Domain other =
        new Domain(new TenantId("beta"), "example.net", DOMAIN.route(), DOMAIN.settings());
    unknown(harvest, "192.0.2.1", 5);
    Visit visit = harvest.open(client("192.0.2.1"));
    MailFrom from = Clients.from("a@b.example");
    assertThat(visit.rcpt(from, to("x@example.net"), other)).isEmpty();
    visit.accepted(from, to("x@example.net"), other);
    assertThat(visit.learnt()).isEmpty();
    // The session goes on, so that the other tenant gets its mail.
    assertThat(visit.rcpt(from, to("x@example.org"), DOMAIN))
        .hasValueSatisfying(refused -> {
          assertThat(refused.code()).isEqualTo(451);
          assertThat(refused.status()).isEqualTo("4.7.1");
        });
    assertThat(visit.mail(from)).isEmpty();
    assertThat(visit.rcpt(from, to("x@example.org"), DOMAIN))
        .hasValueSatisfying(refused -> assertThat(refused.code()).isEqualTo(421));
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
    visit.accepted(Clients.from("a@b.example"), to("x@example.org"), DOMAIN);
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
