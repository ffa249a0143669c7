package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.postern.gateway.store.Counters.Count;
import org.postern.gateway.store.Counters.Kind;

/// What every [Counters] does.
public interface CountersContract {

  Kind MINUTES = new Kind("of-a-minute", Duration.ofMinutes(1), 1_000);
  Kind DAYS = new Kind("of-days", Duration.ofDays(10), 1_000);

  /// Counts of both kinds.
  Counters counters();

  MovedClock clock();

  @Test
  default void nothing_is_counted_at_first() {
    assertThat(counters().count(MINUTES, "a")).isEqualTo(Count.NONE);
    counters().forget(MINUTES, "a");
  }

  @Test
  default void counts_add_up_for_each_key_and_kind() {
    assertThat(counters().add(MINUTES, "a", 1).value()).isEqualTo(1);
    assertThat(counters().add(MINUTES, "a", 2.5).value()).isEqualTo(3.5);
    counters().add(DAYS, "a", 7);
    counters().add(MINUTES, "b", 1);
    assertThat(counters().count(MINUTES, "a").value()).isEqualTo(3.5);
    assertThat(counters().count(DAYS, "a").value()).isEqualTo(7);
    assertThat(counters().count(MINUTES, "b").value()).isEqualTo(1);
    assertThat(counters().count(MINUTES, "").value()).isZero();
  }

  @Test
  default void an_amount_can_be_taken_back() {
    counters().add(MINUTES, "a", 2);
    assertThat(counters().add(MINUTES, "a", -1).value()).isEqualTo(1);
    assertThat(counters().add(MINUTES, "a", -1)).isEqualTo(Count.NONE);
  }

  @Test
  default void a_count_fades_within_its_life() {
    counters().add(MINUTES, "a", 100);
    counters().add(DAYS, "a", 100);
    clock().pass(Duration.ofMinutes(1));
    assertThat(counters().count(MINUTES, "a").value()).isCloseTo(36.8, within(0.1));
    assertThat(counters().count(DAYS, "a").value()).isCloseTo(100, within(0.1));
    clock().pass(Duration.ofMinutes(20));
    assertThat(counters().count(MINUTES, "a")).isEqualTo(Count.NONE);
  }

  @Test
  default void a_steady_rate_tends_to_the_number_within_a_life() {
    double value = 0;
    for (int second = 0; second < 600; second++) {
      clock().pass(Duration.ofSeconds(1));
      value = counters().add(MINUTES, "a", 2).value();
    }
    assertThat(value).isCloseTo(120, within(2.0));
  }

  @Test
  default void since_is_when_counting_began() {
    var first = clock().instant();
    assertThat(counters().add(MINUTES, "a", 1).since()).isEqualTo(first);
    clock().pass(Duration.ofSeconds(30));
    assertThat(counters().add(MINUTES, "a", 1).since()).isEqualTo(first);
    assertThat(counters().count(MINUTES, "a").since()).isEqualTo(first);
    clock().pass(Duration.ofHours(1));
    assertThat(counters().add(MINUTES, "a", 1).since()).isEqualTo(clock().instant());
  }

  @Test
  default void what_is_forgotten_begins_anew() {
    counters().add(MINUTES, "a", 5);
    counters().add(MINUTES, "b", 5);
    counters().forget(MINUTES, "a");
    assertThat(counters().count(MINUTES, "a")).isEqualTo(Count.NONE);
    assertThat(counters().count(MINUTES, "b").value()).isEqualTo(5);
    assertThat(counters().add(MINUTES, "a", 1).value()).isEqualTo(1);
  }

  @Test
  default void room_is_kept_for_as_many_keys_as_were_asked_for() {
    for (int i = 0; i < 1_000; i++) {
      counters().add(DAYS, "key-" + i, 1);
    }
    long there = 0;
    for (int i = 0; i < 1_000; i++) {
      there += counters().count(DAYS, "key-" + i).value() > 0 ? 1 : 0;
    }
    assertThat(there).isGreaterThan(980);
  }

  @Test
  default void a_flood_of_keys_does_not_wash_away_what_counts_most() {
    List<String> heavy = List.of("x", "y", "z");
    heavy.forEach(key -> counters().add(DAYS, key, 1_000));
    for (int i = 0; i < 50_000; i++) {
      counters().add(DAYS, "flood-" + i, 1);
    }
    assertThat(heavy).allMatch(key -> counters().count(DAYS, key).value() > 900);
  }

  @Test
  default void threads_lose_nothing() {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> {
          for (int n = 0; n < 1_000; n++) {
            counters().add(DAYS, "shared", 1);
          }
        });
      }
    }
    assertThat(counters().count(DAYS, "shared").value()).isCloseTo(4_000, within(0.5));
  }
}
