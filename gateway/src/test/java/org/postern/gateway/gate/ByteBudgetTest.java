package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void what_does_not_fit_waits_and_gives_up() throws Exception {
    ByteBudget budget = new ByteBudget(100);

    assertThat(budget.acquire(60, SOON)).isTrue();
    assertThat(budget.acquire(40, SOON)).isTrue();
    assertThat(budget.acquire(1, SOON)).isFalse();
    budget.release(40);
    assertThat(budget.acquire(40, Duration.ZERO)).isTrue();
  }

  @Test
  void who_waits_goes_on_when_there_is_room() throws Exception {
    ByteBudget budget = new ByteBudget(100);
    assertThat(budget.acquire(80, SOON)).isTrue();
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> acquire(budget, 50));

    budget.release(80);

    await().until(waiting::isDone);
    assertThat(waiting.join()).isTrue();
  }

  @Test
  void a_message_larger_than_the_budget_passes_alone() throws Exception {
    ByteBudget budget = new ByteBudget(100);

    assertThat(budget.acquire(500, SOON)).isTrue();
    assertThat(budget.acquire(1, SOON)).isFalse();
    budget.release(500);
    assertThat(budget.acquire(1, SOON)).isTrue();
  }

  @Test
  void it_is_empty_only_when_all_is_given_back() throws Exception {
    ByteBudget budget = new ByteBudget(100);
    assertThat(budget.awaitEmpty(SOON)).isTrue();
    assertThat(budget.acquire(10, SOON)).isTrue();

    assertThat(budget.awaitEmpty(SOON)).isFalse();
    budget.release(10);
    assertThat(budget.awaitEmpty(SOON)).isTrue();
  }

  private static boolean acquire(ByteBudget budget, long octets) {
    try {
      return budget.acquire(octets, LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
