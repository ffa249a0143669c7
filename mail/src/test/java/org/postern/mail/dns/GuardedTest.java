package org.postern.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GuardedTest {

  private static final Answer NO_RESOLVER = new Answer.Failed(Answer.Why.NO_RESOLVER);
  private static final Guarded.Pace QUICK =
      new Guarded.Pace(
          Duration.ofMillis(50),
          Duration.ofMillis(300),
          Duration.ofMillis(50),
          Duration.ofMillis(100));

  private ZoneServer server;
  private Optional<Guarded> opened = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    server =
        ZoneServer.of(
            "example.org A 192.0.2.1",
            "other.example A 192.0.2.2",
            "slow.example TIMEOUT",
            "broken.example SERVFAIL");
  }

  @AfterEach
  void close() throws Exception {
    opened.ifPresent(Guarded::close);
    server.close();
  }

  private void start() {
    start(Duration.ofSeconds(1));
  }

  private void start(Duration patience) {
    opened = Optional.of(Guarded.start(settings(patience, server.address()), false, QUICK));
  }

  private Guarded resolver() {
    return opened.orElseThrow();
  }

  private static DnsSettings settings(InetSocketAddress... servers) {
    return settings(Duration.ofSeconds(1), servers);
  }

  private static DnsSettings settings(Duration patience, InetSocketAddress... servers) {
    return new DnsSettings(
        List.of(servers), patience, 2, 100, Duration.ofHours(1), Duration.ofMinutes(5), false);
  }

  private Answer ask(String name) {
    return resolver().lookup(name, RecordType.A);
  }

  @Test
  void answers_as_the_servers_do_while_they_are_well() {
    start();
    assertThat(ask("example.org")).isInstanceOf(Answer.Found.class);
    assertThat(ask("no.example")).isEqualTo(new Answer.NoDomain());
    assertThat(ask("broken.example")).isEqualTo(new Answer.Failed(Answer.Why.SERVFAIL));
    assertThat(resolver().lookup("..", RecordType.A)).isEqualTo(new Answer.NoDomain());
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "GARBAGE", "WRONG_ID", "TRUNCATED"})
  void a_server_that_is_dead_from_the_start_costs_one_wait_for_all_and_none_later(
      ZoneServer.Mood mood) {
    server.mood(mood);
    start();

    List<CompletableFuture<Answer>> all =
        IntStream.range(0, 50)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> ask("n" + i + ".example"), Thread::startVirtualThread))
            .toList();
    assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo(NO_RESOLVER));
    for (int i = 0; i < 1000; i++) {
      assertThat(ask("m" + i + ".example")).isEqualTo(NO_RESOLVER);
    }
    assertThat(server.asked()).as("nothing but probes").isNotEmpty().containsOnly("arpa");
    assertThat(resolver().asks()).isFalse();

    server.mood(ZoneServer.Mood.WELL);
    await().until(() -> ask("example.org") instanceof Answer.Found);
    assertThat(resolver().asks()).isTrue();
  }

  @Test
  void a_server_that_dies_lets_go_who_waits_and_keeps_what_is_known() {
    start(Duration.ofHours(1)); // Whoever waited for the server itself would wait so long.
    assertThat(ask("example.org")).isInstanceOf(Answer.Found.class);
    server.mood(ZoneServer.Mood.SILENT);

    assertThat(ask("other.example")).isEqualTo(NO_RESOLVER);
    assertThat(ask("example.org")).as("from the cache").isInstanceOf(Answer.Found.class);

    server.mood(ZoneServer.Mood.WELL);
    await().until(() -> ask("no.example") instanceof Answer.NoDomain);
  }

  @Test
  void an_answer_half_a_minute_late_is_none() {
    server.delay(Duration.ofSeconds(30));
    start();
    assertThat(ask("example.org")).isEqualTo(NO_RESOLVER);
    server.delay(Duration.ZERO);
    await().until(() -> ask("example.org") instanceof Answer.Found);
  }

  @Test
  void names_with_slow_servers_of_their_own_do_not_make_ours_dead() {
    start();
    for (int i = 0; i < 3; i++) {
      assertThat(resolver().lookup("slow.example", RecordType.A, Duration.ofMillis(200)))
          .isEqualTo(new Answer.Failed(Answer.Why.TIMEOUT));
      assertThat(resolver().asks()).isTrue();
    }
    assertThat(ask("example.org")).isInstanceOf(Answer.Found.class);
  }

  @Test
  void a_server_that_lost_the_world_is_not_held_against_a_name() throws Exception {
    start();
    assertThat(ask("example.org")).isInstanceOf(Answer.Found.class);
    server.mood(ZoneServer.Mood.SERVFAIL);
    for (int i = 0; i < 5; i++) {
      ask("n" + i + ".example");
    }
    assertThat(ask("n6.example")).isEqualTo(NO_RESOLVER);
    assertThat(resolver().asks()).as("it is asked again and again").isTrue();

    server.mood(ZoneServer.Mood.WELL);
    assertThat(ask("other.example")).isInstanceOf(Answer.Found.class);
    assertThat(ask("broken.example")).isEqualTo(new Answer.Failed(Answer.Why.SERVFAIL));
  }

  @Test
  void of_two_servers_the_one_that_answers_is_asked_first_from_then_on() throws Exception {
    try (ZoneServer dead = ZoneServer.of()) {
      dead.mood(ZoneServer.Mood.SILENT);
      opened = Optional.of(Guarded.start(settings(dead.address(), server.address()), false, QUICK));
      assertThat(ask("example.org")).isInstanceOf(Answer.Found.class);
      int probes = dead.datagrams();
      assertThat(ask("other.example")).isInstanceOf(Answer.Found.class);
      assertThat(dead.datagrams() - probes).as("but for a probe").isLessThanOrEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_probe_that_breaks_is_tried_again_until_it_does_not(boolean error) {
    AtomicBoolean broken = new AtomicBoolean(true);
    Exchange exchange = new Exchange();
    Exchange.Asking asking =
        (question, to, deadline) -> {
          if (broken.get() && error) {
            throw new StackOverflowError("asked for by the test");
          }
          if (broken.get()) {
            throw new IllegalStateException("asked for by the test");
          }
          return exchange.ask(question, to, deadline);
        };
    Guarded resolver =
        Guarded.start(settings(server.address(), server.address()), false, QUICK, asking);
    opened = Optional.of(resolver);
    await().until(() -> !resolver.asks());
    assertThat(ask("example.org")).isEqualTo(NO_RESOLVER);

    broken.set(false);
    await().until(() -> ask("example.org") instanceof Answer.Found);
  }

  @Test
  void a_question_that_breaks_is_answered_to_all_who_wait() {
    Exchange exchange = new Exchange();
    Exchange.Asking asking =
        (question, to, deadline) -> {
          if (question.name().startsWith("example.org")) {
            throw new StackOverflowError("asked for by the test");
          }
          return exchange.ask(question, to, deadline);
        };
    DnsResolver resolver = new DnsResolver(settings(server.address()), _ -> {}, asking);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> resolver.lookup("example.org", RecordType.A))
          .hasRootCauseInstanceOf(StackOverflowError.class);
    }
    assertThat(resolver.lookup("other.example", RecordType.A)).isInstanceOf(Answer.Found.class);
  }

  @Test
  void closed_it_answers_nobody_and_keeps_nobody_waiting() {
    server.mood(ZoneServer.Mood.SILENT);
    start();
    resolver().close();
    assertThat(ask("example.org")).isEqualTo(NO_RESOLVER);
  }

  @Test
  void servers_that_nobody_named_must_know_the_public_dns() throws Exception {
    opened = Optional.of(Guarded.start(settings(server.address()), true, QUICK));
    assertThat(ask("no.example")).as("denied by who denies everything").isEqualTo(NO_RESOLVER);
    assertThat(ask("example.org")).isEqualTo(NO_RESOLVER);

    server.add("arpa NS a.root-servers.example.");
    await().until(() -> ask("no.example").equals(new Answer.NoDomain()));
    assertThat(ask("example.org")).isInstanceOf(Answer.Found.class);
  }
}
