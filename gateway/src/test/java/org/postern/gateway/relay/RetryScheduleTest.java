package org.postern.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final Instant END = NOW.plus(Duration.ofDays(7));

  @Test
  void waits_grow_and_the_last_one_repeats() {
    var schedule = new RetrySchedule(List.of(Duration.ofMinutes(1), Duration.ofHours(1)), 0);
    assertThat(schedule.next(NOW, 1, END, 0.9)).isEqualTo(NOW.plusSeconds(60));
    assertThat(schedule.next(NOW, 2, END, 0.9)).isEqualTo(NOW.plusSeconds(3600));
    assertThat(schedule.next(NOW, 99, END, 0.9)).isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void jitter_only_lengthens() {
    assertThat(RetrySchedule.STANDARD.next(NOW, 1, END, 0)).isEqualTo(NOW.plusSeconds(60));
    assertThat(RetrySchedule.STANDARD.next(NOW, 1, END, 1)).isEqualTo(NOW.plusSeconds(66));
  }

  @Test
  void the_last_attempt_is_made_at_the_end_of_the_lifetime() {
    Instant late = END.minusSeconds(10);
    assertThat(RetrySchedule.STANDARD.next(late, 40, END, 0.5)).isEqualTo(END);
  }

  @Test
  void xtext_goes_both_ways() {
    assertThat(Xtext.encode("a+b=c d@e")).isEqualTo("a+2Bb+3Dc+20d@e");
    assertThat(Xtext.decode("a+2Bb+3Dc+20d@e")).isEqualTo("a+b=c d@e");
    assertThat(Xtext.decode("a+2")).isEqualTo("a+2");
    assertThat(Xtext.decode("a+zz")).isEqualTo("a+zz");
  }
}
