package org.postern.gateway.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.sql.Database;
import org.postern.gateway.store.sql.SqlMailLog;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.AttemptCounts.Group;
import org.postern.gateway.track.AttemptCounts.Result;

class AttemptCountsTest {

  private static final TenantId A = new TenantId("a");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final AttemptCounts counts = new AttemptCounts();
  private int number;

  private static LogRow row(
      Instant time,
      String ref,
      String ip,
      String stage,
      String disposition,
      String category,
      String status,
      String symbol) {
    return new LogRow(
        A,
        time,
        ref,
        stage,
        ip,
        "helo.example",
        "s@x.example",
        "r@a.example",
        "",
        "",
        0,
        "",
        category,
        0,
        disposition,
        status,
        symbol);
  }

  private void add(
      String stage, String disposition, String category, String status, String symbol) {
    add("R" + number++, stage, disposition, category, status, symbol);
  }

  private void add(
      String ref, String stage, String disposition, String category, String status, String symbol) {
    counts.add(row(NOON, ref, "192.0.2.1", stage, disposition, category, status, symbol));
  }

  @Test
  void spam_is_what_a_test_a_category_or_a_policy_refused() {
    add("connect", "refused", "", "554 5.7.1 no", "GATE_ADDRESS");
    add("rcpt", "refused", "", "550 5.7.1 no", "GATE_DNSBL");
    add("rcpt", "refused", "", "550 5.7.1 not served", "");
    add("data", "reject", "CONFIRMED_SPAM", "550 5.7.1 no", "");
    add("data", "reject", "CLEAN", "550 5.7.26 no", "GATE_DMARC");
    add("hold", "hold", "SUSPECTED_SPAM", "SCORE", "");
    add("deliver", "delivered", "PHISHING", "250 ok", "");
    add("discard", "discard", "CONFIRMED_VIRUS", "", "");
    Result result = counts.result();
    assertThat(result.spamAttempts()).isEqualTo(8);
    assertThat(result.spamAttempts("before_data")).isEqualTo(3);
    assertThat(result.spamAttempts("data")).isEqualTo(2);
    assertThat(result.spamAttempts("after")).isEqualTo(3);
    assertThat(result.share("before_data")).contains(37.5);
    assertThat(result.spam())
        .isEqualTo(
            Map.of(
                new Group("before_data", "connect", "GATE_ADDRESS"), 1L,
                new Group("before_data", "rcpt", "GATE_DNSBL"), 1L,
                new Group("before_data", "rcpt", "5.7.1"), 1L,
                new Group("data", "data", "CONFIRMED_SPAM"), 1L,
                new Group("data", "data", "GATE_DMARC"), 1L,
                new Group("after", "hold", "SUSPECTED_SPAM"), 1L,
                new Group("after", "deliver", "PHISHING"), 1L,
                new Group("after", "discard", "CONFIRMED_VIRUS"), 1L));
  }

  @Test
  void what_is_refused_for_other_reasons_is_no_spam() {
    add("rcpt", "refused", "", "550 5.1.1 no such user", "");
    add("mail", "refused", "", "552 5.3.4 too large", "");
    add("data", "reject", "", "550 5.5.2 bare <LF>", "");
    add("deliver", "refused", "CLEAN", "550 5.7.1 the next hop does not like it", "");
    add("deliver", "delivered", "CLEAN", "250 ok", "");
    add("deliver", "bounced", "BULK", "550 5.1.1 gone", "");
    add("rcpt", "abandoned", "", "the client sent no message", "");
    add("command", "refused", "", "500 5.5.1 unknown command", "");
    Result result = counts.result();
    assertThat(result.spamAttempts()).isZero();
    assertThat(result.share("before_data")).isEmpty();
    assertThat(result.others()).isEqualTo(4);
    assertThat(result.clean()).isEqualTo(2);
    assertThat(result.abandoned()).isEqualTo(1);
    assertThat(result.attempts()).isEqualTo(7);
    assertThat(result.rows()).isEqualTo(8);
  }

  @Test
  void what_happens_to_an_accepted_message_later_is_no_new_attempt() {
    add("R", "deliver", "deferred", "CLEAN", "451 4.2.1 later", "");
    add("R", "deliver", "deferred", "CLEAN", "451 4.2.1 later", "");
    add("R", "deliver", "delivered", "CLEAN", "250 ok", "");
    add("S", "hold", "hold", "CONFIRMED_SPAM", "RULE", "");
    add("S", "release", "released", "CONFIRMED_SPAM", "", "");
    add("S", "deliver", "delivered", "CONFIRMED_SPAM", "250 ok", "");
    add("T", "hold", "hold", "CONFIRMED_SPAM", "RULE", "");
    add("T", "discard", "discard", "CONFIRMED_SPAM", "", "");
    add("R", "discard", "discard", "", "no notification to the sender", "");
    Result result = counts.result();
    assertThat(result.clean()).isEqualTo(1);
    assertThat(result.spamAttempts("after")).isEqualTo(2);
    assertThat(result.attempts()).isEqualTo(3);
  }

  @Test
  void a_repetition_within_a_day_is_the_same_attempt() {
    defer(NOON, "192.0.2.1");
    defer(NOON.plusSeconds(60), "192.0.2.200");
    counts.add(
        row(
            NOON.plusSeconds(600),
            "D",
            "192.0.2.7",
            "deliver",
            "delivered",
            "CLEAN",
            "250 ok",
            ""));
    Result result = counts.result();
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.temporary()).isEqualTo(2);
    assertThat(result.retries()).isEqualTo(1);
    assertThat(result.followed()).isEqualTo(1);
    assertThat(result.open()).isZero();
    assertThat(result.spamAttempts()).isZero();
  }

  @Test
  void who_comes_from_elsewhere_or_much_later_makes_a_new_one() {
    defer(NOON, "192.0.2.1");
    defer(NOON, "192.0.3.1");
    defer(NOON, "2001:db8::1");
    defer(NOON, "2001:db8::2");
    defer(NOON, "2001:db8:0:1::1");
    defer(NOON.plus(Duration.ofHours(25)), "192.0.2.1");
    Result result = counts.result();
    assertThat(result.open()).isEqualTo(5);
    assertThat(result.retries()).isEqualTo(1);
    assertThat(result.attempts()).isEqualTo(5);
  }

  private void defer(Instant time, String ip) {
    counts.add(
        row(time, "R" + number++, ip, "rcpt", "defer", "", "450 4.7.1 later", "GATE_GREYLIST"));
  }

  @Test
  void reasons_without_end_are_few_groups() {
    for (int i = 0; i < 1_000; i++) {
      add("rcpt", "refused", "", "550 5.7." + i + " x", "");
    }
    Result result = counts.result();
    assertThat(result.spam()).hasSizeLessThanOrEqualTo(201);
    assertThat(result.spamAttempts()).isEqualTo(1_000);
  }

  @Test
  void hundreds_of_thousands_of_rows_are_counted_in_portions(@TempDir Path dir) {
    try (Database database = Database.open(dir.resolve("postern.db"))) {
      SqlMailLog log = new SqlMailLog(database);
      for (int from = 0; from < 200_000; from += 10_000) {
        List<LogRow> rows = new ArrayList<>();
        for (int i = from; i < from + 10_000; i++) {
          String ip = "10." + i % 250 + "." + i / 1_000 + ".1";
          Instant time = NOON.plusMillis(i);
          rows.add(
              switch (i % 4) {
                case 0 ->
                    row(time, "R" + i, ip, "connect", "refused", "", "554 5.7.1 x", "GATE_ADDRESS");
                case 1 ->
                    row(time, "R" + i, ip, "data", "reject", "CONFIRMED_SPAM", "550 5.7.1 x", "");
                case 2 -> row(time, "R" + i, ip, "hold", "hold", "SUSPECTED_SPAM", "SCORE", "");
                default -> row(time, "R" + i, ip, "deliver", "delivered", "CLEAN", "250 ok", "");
              });
        }
        log.append(rows);
      }
      log.scan(Optional.of(A), Optional.of(NOON), counts::add);
    }
    Result result = counts.result();
    assertThat(result.rows()).isEqualTo(200_000);
    assertThat(result.attempts()).isEqualTo(200_000);
    assertThat(result.spamAttempts()).isEqualTo(150_000);
    assertThat(result.spamAttempts("before_data")).isEqualTo(50_000);
  }
}
