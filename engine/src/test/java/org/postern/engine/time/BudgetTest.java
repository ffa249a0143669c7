package org.postern.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {

  private final AtomicLong processor = new AtomicLong(7_000_000_000L);
  private final AtomicLong wall = new AtomicLong(-3_000_000_000L);
  private final AtomicLong asked = new AtomicLong();
  private final Clocks clocks =
      new Clocks(
          () -> {
            asked.incrementAndGet();
            return processor.get();
          },
          wall::get);
  private final Budget budget = new Budget(Duration.ofSeconds(1), Duration.ofSeconds(8), clocks);

  private void pass(long ofProcessor, long ofClock) {
    processor.addAndGet(ofProcessor * 1_000_000);
    wall.addAndGet(ofClock * 1_000_000);
  }

  @Test
  void a_busy_machine_takes_nothing_of_it() {
    for (int i = 0; i < 7; i++) {
      pass(100, 1_000);
      assertThat(budget.late()).isFalse();
    }
    assertThat(budget.clockLeft()).isEqualTo(1_000_000_000L);
  }

  @Test
  void it_ends_with_the_time_of_the_processor() {
    pass(1_000, 2_000);
    assertThat(budget.late()).isFalse();
    pass(1, 1);
    assertThat(budget.late()).isTrue();
    assertThat(budget.late()).isTrue();
  }

  @Test
  void it_ends_with_the_time_of_the_clock() {
    pass(10, 8_000);
    assertThat(budget.late()).isFalse();
    pass(0, 1);
    assertThat(budget.late()).isTrue();
    assertThat(budget.clockLeft()).isZero();
  }

  @Test
  void the_processor_is_asked_only_when_its_time_may_be_up() {
    for (int i = 0; i < 1_000; i++) {
      pass(0, 1);
      assertThat(budget.late()).isFalse();
    }
    assertThat(asked).hasValue(1);
    pass(500, 500);
    assertThat(budget.late()).isFalse();
    for (int i = 0; i < 500; i++) {
      pass(0, 1);
      assertThat(budget.late()).isFalse();
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void it_ends_where_its_thread_is_interrupted() {
    Thread.currentThread().interrupt();
    assertThat(budget.late()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(budget.late()).isFalse();
  }

  @Test
  void where_the_machine_tells_no_processor_time_the_clock_counts() throws InterruptedException {
    var clock = ProcessorTime.nanos(false);
    long before = clock.getAsLong();
    assertThat(clock.getAsLong()).isGreaterThanOrEqualTo(before);
    assertThat(ProcessorTime.nanos(true).getAsLong()).isPositive();
    AtomicBoolean told = new AtomicBoolean();
    Thread.ofVirtual()
        .start(() -> {
          long first = ProcessorTime.nanos(true).getAsLong();
          told.set(ProcessorTime.nanos(true).getAsLong() >= first);
        })
        .join();
    assertThat(told).as("of a virtual thread").isTrue();
  }
}
