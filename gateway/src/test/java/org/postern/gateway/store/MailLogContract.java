package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;
import static org.postern.gateway.store.Samples.row;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.gateway.tenant.TenantId;

/// What every [MailLog] does.
public interface MailLogContract {

  MailLog mailLog();

  @Test
  default void a_row_comes_back_as_it_was_written() {
    LogRow row = row(A, NOON, "REF1", "Sender@Example.NET", "Rcpt@Example.ORG");
    mailLog().append(List.of(row));
    assertThat(find(Optional.of(A), MailLog.Query.ALL)).containsExactly(row);
  }

  @Test
  default void a_refused_connection_has_a_row_without_sender_recipient_or_message() {
    LogRow row =
        new LogRow(
            TenantId.PLATFORM,
            NOON,
            "R",
            "connect",
            "::1",
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
            "554 5.7.1 no");
    mailLog().append(List.of(row));
    assertThat(find(Optional.of(TenantId.PLATFORM), MailLog.Query.ALL)).containsExactly(row);
    assertThat(find(Optional.empty(), to("@example.org"))).isEmpty();
  }

  @Test
  default void appending_nothing_is_nothing() {
    mailLog().append(List.of());
    assertThat(find(Optional.empty(), MailLog.Query.ALL)).isEmpty();
  }

  @Test
  default void equal_rows_are_both_kept() {
    LogRow row = row(A, NOON, "R", "s@x.test", "r@y.test");
    mailLog().append(List.of(row, row));
    assertThat(find(Optional.of(A), MailLog.Query.ALL)).containsExactly(row, row);
  }

  @Test
  default void b_never_sees_rows_of_a() {
    LogRow ofA = row(A, NOON, "R", "s@x.test", "r@y.test");
    LogRow ofB = row(B, NOON, "R", "s@x.test", "r@z.test");
    mailLog().append(List.of(ofA, ofB));
    assertThat(find(Optional.of(B), MailLog.Query.ALL)).containsExactly(ofB);
    assertThat(find(Optional.of(B), ref("R"))).containsExactly(ofB);
    assertThat(find(Optional.of(B), to("r@y.test"))).isEmpty();
    assertThat(find(Optional.of(B), to("@y.test"))).isEmpty();
    assertThat(find(Optional.of(B), from("s@x.test"))).containsExactly(ofB);
    assertThat(find(Optional.of(B), from("@x.test"))).containsExactly(ofB);
  }

  @Test
  default void the_operator_sees_rows_of_all_tenants() {
    LogRow ofA = row(A, NOON, "R", "s@x.test", "r@y.test");
    LogRow ofB = row(B, NOON.plusMillis(1), "R", "s@x.test", "r@z.test");
    mailLog().append(List.of(ofA, ofB));
    assertThat(find(Optional.empty(), MailLog.Query.ALL)).containsExactly(ofA, ofB);
    assertThat(find(Optional.empty(), ref("R"))).containsExactly(ofA, ofB);
    assertThat(find(Optional.empty(), to("@z.test"))).containsExactly(ofB);
    assertThat(find(Optional.empty(), from("s@x.test"))).containsExactly(ofA, ofB);
  }

  @Test
  default void rows_come_oldest_first_however_they_were_written() {
    LogRow late = row(A, NOON.plusSeconds(5), "R", "s@x.test", "r@y.test");
    LogRow early = row(A, NOON, "R", "s@x.test", "r@y.test");
    mailLog().append(List.of(late));
    mailLog().append(List.of(early));
    assertThat(find(Optional.of(A), MailLog.Query.ALL)).containsExactly(early, late);
  }

  @Test
  default void since_includes_its_moment() {
    LogRow before = row(A, NOON.minusMillis(1), "R", "s@x.test", "r@y.test");
    LogRow then = row(A, NOON, "R", "s@x.test", "r@y.test");
    mailLog().append(List.of(before, then));
    for (Optional<TenantId> tenant : List.of(Optional.of(A), Optional.<TenantId>empty())) {
      assertThat(find(tenant, since(NOON, 100))).containsExactly(then);
      assertThat(find(tenant, since(NOON.plusMillis(1), 100))).isEmpty();
      assertThat(find(tenant, since(Instant.EPOCH, 100))).containsExactly(before, then);
    }
  }

  @Test
  default void the_limit_keeps_the_newest() {
    List<LogRow> rows =
        IntStream.range(0, 10)
            .mapToObj(i -> row(A, NOON.plusSeconds(i), "R" + i, "s@x.test", "r@y.test"))
            .toList();
    mailLog().append(rows);
    assertThat(find(Optional.of(A), since(Instant.EPOCH, 3))).isEqualTo(rows.subList(7, 10));
    assertThat(find(Optional.empty(), since(Instant.EPOCH, 3))).isEqualTo(rows.subList(7, 10));
    assertThat(find(Optional.of(A), since(Instant.EPOCH, 0))).isEmpty();
  }

  @Test
  default void addresses_are_found_whole_or_by_domain_in_any_case() {
    LogRow row = row(A, NOON, "R", "Sender@Example.NET", "\"odd@part\"@Example.ORG");
    LogRow near = row(A, NOON, "R", "sender@example.net.test", "x@sub.example.org");
    mailLog().append(List.of(row, near));
    assertThat(find(Optional.of(A), to("\"ODD@part\"@example.org"))).containsExactly(row);
    assertThat(find(Optional.of(A), to("@EXAMPLE.org"))).containsExactly(row);
    assertThat(find(Optional.of(A), to("@sub.example.org"))).containsExactly(near);
    assertThat(find(Optional.of(A), to("part"))).isEmpty();
    assertThat(find(Optional.of(A), to("@example"))).isEmpty();
    assertThat(find(Optional.of(A), from("sender@example.net"))).containsExactly(row);
    assertThat(find(Optional.of(A), from("@example.net"))).containsExactly(row);
  }

  @Test
  default void wild_cards_of_the_store_mean_nothing() {
    mailLog().append(List.of(row(A, NOON, "R", "s@x.test", "r@y.test")));
    for (String wild : List.of("%", "_@y.test", "*", "@%", "@", "' OR '1'='1")) {
      assertThat(find(Optional.of(A), to(wild))).as(wild).isEmpty();
      assertThat(find(Optional.of(A), ref(wild))).as(wild).isEmpty();
    }
  }

  @Test
  default void all_conditions_must_hold() {
    LogRow one = row(A, NOON, "R1", "s@x.test", "r@y.test");
    LogRow two = row(A, NOON.plusSeconds(1), "R1", "s@x.test", "q@y.test");
    mailLog().append(List.of(one, two));
    MailLog.Query query =
        new MailLog.Query(
            Optional.of(NOON),
            Optional.of("R1"),
            Optional.of("q@y.test"),
            Optional.of("@x.test"),
            10);
    assertThat(find(Optional.of(A), query)).containsExactly(two);
    assertThat(find(Optional.empty(), query)).containsExactly(two);
  }

  @Test
  default void a_scan_hands_over_every_row_of_the_tenant_in_order() {
    List<LogRow> all =
        IntStream.range(0, 2_500)
            .mapToObj(
                i -> row(i % 5 == 0 ? B : A, NOON.plusMillis(i), "R" + i, "s@x.test", "r@y.test"))
            .toList();
    mailLog().append(all.reversed());
    List<LogRow> seen = new ArrayList<>();
    mailLog().scan(Optional.empty(), Optional.empty(), seen::add);
    assertThat(seen).isEqualTo(all);
    seen.clear();
    mailLog().scan(Optional.of(B), Optional.of(NOON.plusMillis(10)), seen::add);
    assertThat(seen)
        .isEqualTo(
            all.stream()
                .filter(row -> row.tenant().equals(B))
                .filter(row -> !row.time().isBefore(NOON.plusMillis(10)))
                .toList());
  }

  @Test
  default void expiry_deletes_what_is_older() {
    LogRow old = row(A, NOON.minusMillis(1), "R", "s@x.test", "r@y.test");
    LogRow young = row(B, NOON, "R", "s@x.test", "r@y.test");
    mailLog().append(List.of(old, young));
    assertThat(mailLog().expire(NOON)).isEqualTo(1);
    assertThat(find(Optional.empty(), MailLog.Query.ALL)).containsExactly(young);
    assertThat(mailLog().expire(NOON)).isZero();
  }

  @Test
  default void more_rows_than_one_portion_are_found_and_expired() {
    List<LogRow> rows =
        IntStream.range(0, 5_500)
            .mapToObj(i -> row(A, NOON.plusMillis(i / 3), "R" + i, "s@x.test", "r@y.test"))
            .toList();
    mailLog().append(rows);
    assertThat(find(Optional.of(A), MailLog.Query.ALL)).isEqualTo(rows);
    assertThat(mailLog().expire(NOON.plusSeconds(60))).isEqualTo(5_500);
    assertThat(find(Optional.of(A), MailLog.Query.ALL)).isEmpty();
  }

  @Test
  default void writers_at_the_same_time_lose_nothing() throws Exception {
    List<Callable<Integer>> writers =
        IntStream.range(0, 20)
            .<Callable<Integer>>mapToObj(writer ->
                () -> {
                  for (int i = 0; i < 10; i++) {
                    String ref = writer + "-" + i;
                    mailLog().append(List.of(row(A, NOON, ref, "s@x.test", "r@y.test")));
                  }
                  return writer;
                })
            .toList();
    Together.run(writers);
    assertThat(find(Optional.of(A), MailLog.Query.ALL))
        .hasSize(200)
        .extracting(LogRow::ref)
        .doesNotHaveDuplicates();
  }

  private List<LogRow> find(Optional<TenantId> tenant, MailLog.Query query) {
    List<LogRow> found = new ArrayList<>();
    mailLog().query(tenant, query, found::add);
    return found;
  }

  private static MailLog.Query since(Instant since, int limit) {
    return new MailLog.Query(
        Optional.of(since), Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  private static MailLog.Query ref(String ref) {
    return new MailLog.Query(
        Optional.empty(), Optional.of(ref), Optional.empty(), Optional.empty(), 100);
  }

  private static MailLog.Query to(String to) {
    return new MailLog.Query(
        Optional.empty(), Optional.empty(), Optional.of(to), Optional.empty(), 100);
  }

  private static MailLog.Query from(String from) {
    return new MailLog.Query(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(from), 100);
  }
}
