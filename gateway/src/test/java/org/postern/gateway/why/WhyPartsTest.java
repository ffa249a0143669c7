package org.postern.gateway.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.tenant.TenantId;

/// The limits, the key and the reasons of the pages.
class WhyPartsTest {

  @TempDir Path data;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void a_window_begins_anew() {
    Rates rates = new Rates(Duration.ofMinutes(1), 2, 100, now::get);
    InetAddress client = InetAddress.ofLiteral("192.0.2.1");
    assertThat(rates.allow(client)).isTrue();
    assertThat(rates.allow(InetAddress.ofLiteral("192.0.2.99"))).isTrue();
    assertThat(rates.allow(client)).isFalse();
    now.updateAndGet(before -> before.plusSeconds(60));
    assertThat(rates.allow(client)).isTrue();
  }

  @Test
  void a_million_networks_use_no_more_memory_than_the_limit_of_all() {
    Rates rates = new Rates(Duration.ofMinutes(1), 2, 50, now::get);
    int allowed = 0;
    for (int i = 0; i < 1_000_000; i++) {
      byte[] octets = {10, (byte) (i >> 12), (byte) (i >> 4), 1};
      allowed += rates.allow(address(octets)) ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(50);
    assertThat(rates.remembered()).isLessThanOrEqualTo(50);
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void a_proxy_on_this_machine_counts_for_all_only() {
    Rates rates = new Rates(Duration.ofMinutes(1), 1, 3, now::get);
    for (int i = 0; i < 3; i++) {
      assertThat(rates.allow(InetAddress.getLoopbackAddress())).isTrue();
    }
    assertThat(rates.allow(InetAddress.getLoopbackAddress())).isFalse();
  }

  @Test
  void the_key_is_made_once_and_nobody_else_reads_it() throws Exception {
    Path file = data.resolve("why.key");
    String token = FormKey.ofFile(file, new SecureRandom()).token("R");
    assertThat(FormKey.ofFile(file, new SecureRandom()).token("R")).isEqualTo(token);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(data)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void those_who_start_at_the_same_time_have_the_same_key() throws Exception {
    Path file = data.resolve("why.key");
    Set<String> tokens = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> starts = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        starts.add(() -> FormKey.ofFile(file, new SecureRandom()).token("R"));
      }
      for (Future<String> start : threads.invokeAll(starts)) {
        tokens.add(start.get());
      }
    }
    assertThat(tokens).hasSize(1);
  }

  @Test
  void a_damaged_key_is_told() throws Exception {
    Path file = Files.writeString(data.resolve("why.key"), "short");
    assertThatIOException()
        .isThrownBy(() -> FormKey.ofFile(file, new SecureRandom()))
        .withMessageContaining("damaged");
  }

  @ParameterizedTest
  @EnumSource(GateTest.class)
  void every_test_at_the_gate_has_words_that_do_not_name_it(GateTest test) {
    Reason reason = Reason.of(row("rcpt", "450 4.9.9 x", test.symbol().name()), true);
    assertThat(reason).isNotIn(Reason.TROUBLE, Reason.NEXT_SERVER);
    assertThat(reason.words() + reason.advice()).doesNotContain(test.symbol().name());
  }

  @ParameterizedTest
  @CsvSource({
    "connect, 554 5.7.1 x, ADDRESS",
    "connect, 421 4.7.0 x, TOO_MUCH",
    "connect, 421 4.3.2 x, TROUBLE",
    "mail, 550 5.1.8 x, SENDER",
    "mail, 552 5.3.4 x, TOO_LARGE",
    "rcpt, 550 5.7.1 x, RECIPIENT",
    "rcpt, 550 5.1.1 x, RECIPIENT",
    "rcpt, 452 4.5.3 x, APART",
    "rcpt, 553 5.6.7 x, FORM",
    "rcpt, 451 4.4.1 x, TROUBLE",
    "data, 550 5.7.1 x, UNWANTED",
    "data, 451 4.7.1 x, TROUBLE",
    "data, 554 5.4.6 x, LOOP",
    "data, 550 5.5.2 x, PROTOCOL",
    "data, 550 5.7.26 x, UNPROVEN",
    "data, 550 5.7.25 x, NAME",
    "data, 452 4.3.1 x, TROUBLE",
    "data, , TROUBLE",
    "data, nonsense, TROUBLE",
  })
  void each_kind_of_reply_has_its_words(String stage, String status, Reason reason) {
    assertThat(Reason.of(row(stage, status == null ? "" : status, ""), true)).isEqualTo(reason);
  }

  private static LogRow row(String stage, String status, String symbol) {
    return new LogRow(
        TenantId.PLATFORM,
        Instant.EPOCH,
        "R",
        stage,
        "192.0.2.1",
        "",
        "",
        "",
        "",
        "",
        0,
        "",
        "",
        0,
        "refused",
        status,
        symbol);
  }
}
