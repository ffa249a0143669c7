package org.postern.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;
import static org.postern.gateway.store.Samples.held;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Category;
import org.postern.gateway.tenant.TenantId;

/// What every [Quarantine] does.
public interface QuarantineContract {

  Quarantine quarantine();

  /// The time that the quarantine knows goes on.
  void pass(Duration time);

  @Test
  default void a_held_message_comes_back_as_it_was() throws IOException {
    byte[] message = new byte[300_000];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) (i * 31 + i / 7);
    }
    Held one = held(A, "R1", "Rcpt@example.org");
    Held two = held(A, "R1", "other@example.org");
    quarantine().hold(List.of(one, two), message);
    assertThat(list(Optional.of(A), Quarantine.Query.ALL)).containsExactlyInAnyOrder(one, two);
    assertThat(quarantine().entries(Optional.of(A), "R1")).containsExactlyInAnyOrder(one, two);
    assertThat(quarantine().message(A, "R1")).contains(message);
  }

  @Test
  default void an_empty_message_can_be_held() throws IOException {
    quarantine().hold(List.of(held(A, "R1", "r@example.org")), new byte[0]);
    assertThat(quarantine().message(A, "R1")).contains(new byte[0]);
  }

  @Test
  default void holding_twice_changes_nothing() throws IOException {
    Held held = held(A, "R1", "r@example.org");
    hold(held);
    hold(held);
    assertThat(list(Optional.of(A), Quarantine.Query.ALL)).containsExactly(held);
    assertThat(quarantine().claim(A, "R1", "r@example.org")).isTrue();
    hold(held);
    assertThat(quarantine().claim(A, "R1", "r@example.org")).isFalse();
    assertThat(quarantine().remove(A, "R1", "r@example.org")).isTrue();
    assertThat(quarantine().message(A, "R1")).isEmpty();
  }

  @Test
  default void holding_again_adds_the_recipients_that_are_missing() throws IOException {
    hold(held(A, "R1", "one@example.org"));
    quarantine()
        .hold(
            List.of(held(A, "R1", "one@example.org"), held(A, "R1", "two@example.org")),
            "text".getBytes(UTF_8));
    assertThat(quarantine().entries(Optional.of(A), "R1")).hasSize(2);
    assertThat(quarantine().remove(A, "R1", "one@example.org")).isTrue();
    assertThat(quarantine().message(A, "R1")).contains("text".getBytes(UTF_8));
  }

  @Test
  default void b_never_sees_what_is_held_for_a() throws IOException {
    hold(held(A, "R1", "r@a.test"));
    assertThat(list(Optional.of(B), Quarantine.Query.ALL)).isEmpty();
    assertThat(quarantine().entries(Optional.of(B), "R1")).isEmpty();
    assertThat(quarantine().message(B, "R1")).isEmpty();
    assertThat(quarantine().claim(B, "R1", "r@a.test")).isFalse();
    quarantine().unclaim(B, "R1", "r@a.test");
    assertThat(quarantine().remove(B, "R1", "r@a.test")).isFalse();
    assertThat(quarantine().entries(Optional.of(A), "R1")).hasSize(1);
    assertThat(quarantine().message(A, "R1")).isPresent();
  }

  @Test
  default void one_transaction_may_be_held_for_two_tenants() throws IOException {
    Held ofA = held(A, "R1", "r@a.test");
    Held ofB = held(B, "R1", "r@b.test");
    quarantine().hold(List.of(ofA, ofB), "text".getBytes(UTF_8));
    assertThat(quarantine().entries(Optional.of(A), "R1")).containsExactly(ofA);
    assertThat(quarantine().entries(Optional.of(B), "R1")).containsExactly(ofB);
    assertThat(quarantine().entries(Optional.empty(), "R1")).containsExactlyInAnyOrder(ofA, ofB);
    assertThat(quarantine().remove(A, "R1", "r@a.test")).isTrue();
    assertThat(quarantine().message(A, "R1")).isEmpty();
    assertThat(quarantine().message(B, "R1")).contains("text".getBytes(UTF_8));
  }

  @Test
  default void the_message_goes_with_its_last_entry() throws IOException {
    hold(held(A, "R1", "one@a.test"), held(A, "R1", "two@a.test"));
    assertThat(quarantine().remove(A, "R1", "one@a.test")).isTrue();
    assertThat(quarantine().message(A, "R1")).isPresent();
    assertThat(quarantine().remove(A, "R1", "one@a.test")).isFalse();
    assertThat(quarantine().remove(A, "R1", "two@a.test")).isTrue();
    assertThat(quarantine().message(A, "R1")).isEmpty();
  }

  @Test
  default void exactly_one_of_several_callers_claims_an_entry() throws Exception {
    hold(held(A, "R1", "r@a.test"), held(A, "R1", "other@a.test"));
    Callable<Boolean> claim = () -> quarantine().claim(A, "R1", "r@a.test");
    assertThat(Together.run(Collections.nCopies(16, claim))).containsOnlyOnce(true);
    assertThat(quarantine().claim(A, "R1", "other@a.test")).isTrue();
    assertThat(quarantine().claim(A, "R1", "nobody@a.test")).isFalse();
    assertThat(quarantine().claim(A, "R2", "r@a.test")).isFalse();
  }

  @Test
  default void exactly_one_of_several_callers_removes_an_entry() throws Exception {
    hold(held(A, "R1", "r@a.test"));
    Callable<Boolean> remove = () -> quarantine().remove(A, "R1", "r@a.test");
    assertThat(Together.run(Collections.nCopies(16, remove))).containsOnlyOnce(true);
  }

  @Test
  default void a_claimed_entry_is_not_listed_but_its_message_is_there() throws IOException {
    hold(held(A, "R1", "r@a.test"));
    assertThat(quarantine().claim(A, "R1", "r@a.test")).isTrue();
    assertThat(list(Optional.of(A), Quarantine.Query.ALL)).isEmpty();
    assertThat(quarantine().entries(Optional.of(A), "R1")).isEmpty();
    assertThat(quarantine().message(A, "R1")).isPresent();
    quarantine().unclaim(A, "R1", "r@a.test");
    assertThat(list(Optional.of(A), Quarantine.Query.ALL)).hasSize(1);
    assertThat(quarantine().claim(A, "R1", "r@a.test")).isTrue();
  }

  @Test
  default void a_claim_that_nobody_ended_lapses() throws IOException {
    hold(held(A, "R1", "r@a.test"));
    assertThat(quarantine().claim(A, "R1", "r@a.test")).isTrue();
    pass(Quarantine.CLAIM.minusSeconds(1));
    assertThat(quarantine().claim(A, "R1", "r@a.test")).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(list(Optional.of(A), Quarantine.Query.ALL)).hasSize(1);
    assertThat(quarantine().claim(A, "R1", "r@a.test")).isTrue();
    assertThat(quarantine().claim(A, "R1", "r@a.test")).isFalse();
  }

  @Test
  default void entries_are_listed_newest_first_and_the_limit_keeps_the_newest() throws IOException {
    List<Held> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Held held = held(A, "R" + i, NOON.plusSeconds(i), "r@a.test");
      hold(held);
      newestFirst.addFirst(held);
    }
    assertThat(list(Optional.of(A), Quarantine.Query.ALL)).isEqualTo(newestFirst);
    assertThat(list(Optional.empty(), Quarantine.Query.ALL)).isEqualTo(newestFirst);
    Quarantine.Query two =
        new Quarantine.Query(Optional.empty(), Optional.empty(), Optional.empty(), 2);
    assertThat(list(Optional.of(A), two)).isEqualTo(newestFirst.subList(0, 2));
    Quarantine.Query since =
        new Quarantine.Query(
            Optional.of(NOON.plusSeconds(3)), Optional.empty(), Optional.empty(), 10);
    assertThat(list(Optional.of(A), since)).isEqualTo(newestFirst.subList(0, 2));
  }

  @Test
  default void entries_are_found_by_recipient_domain_and_category() throws IOException {
    Held one = held(A, "R1", "One@A.test");
    Held two = held(A, "R2", "two@sub.a.test");
    hold(one);
    hold(two);
    assertThat(list(Optional.of(A), to("one@a.TEST"))).containsExactly(one);
    assertThat(list(Optional.of(A), to("@a.test"))).containsExactly(one);
    assertThat(list(Optional.empty(), to("@sub.a.test"))).containsExactly(two);
    assertThat(list(Optional.of(A), to("%"))).isEmpty();
    assertThat(list(Optional.of(A), category(Category.CONFIRMED_SPAM))).hasSize(2);
    assertThat(list(Optional.of(A), category(Category.PHISHING))).isEmpty();
  }

  @Test
  default void expiry_deletes_entries_and_messages_that_are_due() throws IOException {
    Instant end = held(A, "R1", "r@a.test").expires();
    hold(held(A, "R1", "r@a.test"), held(A, "R1", NOON.plusSeconds(60), "late@a.test"));
    hold(held(B, "R2", NOON.minusSeconds(60), "r@b.test"));
    assertThat(quarantine().expire(end.minusSeconds(61))).isZero();
    assertThat(quarantine().expire(end)).isEqualTo(2);
    assertThat(list(Optional.empty(), Quarantine.Query.ALL))
        .extracting(Held::rcpt)
        .containsExactly("late@a.test");
    assertThat(quarantine().message(A, "R1")).isPresent();
    assertThat(quarantine().message(B, "R2")).isEmpty();
    assertThat(quarantine().expire(end.plusSeconds(60))).isEqualTo(1);
    assertThat(quarantine().message(A, "R1")).isEmpty();
  }

  @Test
  default void a_claimed_entry_does_not_expire_under_the_hands() throws IOException {
    hold(held(A, "R1", "r@a.test"));
    assertThat(quarantine().claim(A, "R1", "r@a.test")).isTrue();
    assertThat(quarantine().expire(NOON.plus(Duration.ofDays(99)))).isZero();
    assertThat(quarantine().message(A, "R1")).isPresent();
  }

  @Test
  default void a_reference_that_is_a_path_leads_nowhere() throws IOException {
    for (String ref : List.of("../../etc/passwd", "a/b", "..", "", "a\0b")) {
      assertThatThrownBy(() -> hold(held(A, ref, "r@a.test")))
          .as(ref)
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(quarantine().message(A, ref)).isEmpty();
    }
    assertThat(list(Optional.empty(), Quarantine.Query.ALL)).isEmpty();
  }

  @Test
  default void holding_and_removing_at_once_leaves_no_entry_without_its_message() throws Exception {
    List<Callable<Integer>> work =
        IntStream.range(0, 8)
            .<Callable<Integer>>mapToObj(i ->
                () -> {
                  for (int round = 0; round < 5; round++) {
                    hold(held(A, "R1", i + "@a.test"));
                    assertThat(quarantine().message(A, "R1")).isPresent();
                    quarantine().remove(A, "R1", i + "@a.test");
                  }
                  return i;
                })
            .toList();
    Together.run(work);
    assertThat(quarantine().message(A, "R1")).isEmpty();
  }

  private void hold(Held... entries) throws IOException {
    quarantine().hold(List.of(entries), "text".getBytes(UTF_8));
  }

  private List<Held> list(Optional<TenantId> tenant, Quarantine.Query query) {
    List<Held> found = new ArrayList<>();
    quarantine().list(tenant, query, found::add);
    return found;
  }

  private static Quarantine.Query to(String to) {
    return new Quarantine.Query(Optional.empty(), Optional.of(to), Optional.empty(), 100);
  }

  private static Quarantine.Query category(Category category) {
    return new Quarantine.Query(Optional.empty(), Optional.empty(), Optional.of(category), 100);
  }
}
