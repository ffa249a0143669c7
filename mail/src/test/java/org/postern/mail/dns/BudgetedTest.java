package org.postern.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetedTest {

  private static final Answer USED_UP = new Answer.Failed(Answer.Why.BUDGET);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final List<Duration> granted = new ArrayList<>();
  private final Resolver inner =
      (_, _, atMost) -> {
        granted.add(atMost);
        return new Answer.Empty();
      };

  @Test
  void asks_so_often_and_no_more() {
    Resolver budgeted = new Budgeted(inner, 2, Duration.ofSeconds(9), nanos::get);
    assertThat(budgeted.lookup("a.example", RecordType.A)).isEqualTo(new Answer.Empty());
    assertThat(budgeted.lookup("b.example", RecordType.A)).isEqualTo(new Answer.Empty());
    assertThat(budgeted.lookup("c.example", RecordType.A)).isEqualTo(USED_UP);
    assertThat(granted).hasSize(2);
  }

  @Test
  void a_question_gets_the_time_that_is_left_and_none_after_that() {
    Resolver budgeted = new Budgeted(inner, 9, Duration.ofSeconds(10), nanos::get);
    budgeted.lookup("a.example", RecordType.A, Duration.ofSeconds(3));
    nanos.addAndGet(Duration.ofSeconds(8).toNanos());
    budgeted.lookup("a.example", RecordType.A, Duration.ofSeconds(3));
    assertThat(granted).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(2));
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(budgeted.lookup("a.example", RecordType.A)).isEqualTo(USED_UP);
    assertThat(granted).hasSize(2);
  }

  @Test
  void silence_is_that_of_the_budget_where_less_than_half_of_the_time_was_left() {
    Answer silence = new Answer.Failed(Answer.Why.TIMEOUT);
    Resolver budgeted = new Budgeted((_, _, _) -> silence, 9, Duration.ofSeconds(10), nanos::get);
    assertThat(budgeted.lookup("a.example", RecordType.A)).isEqualTo(silence);
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(budgeted.lookup("a.example", RecordType.A)).isEqualTo(USED_UP);
    assertThat(budgeted.lookup("a.example", RecordType.A, Duration.ofSeconds(3)))
        .as("it had the time it asked for")
        .isEqualTo(silence);
  }
}
