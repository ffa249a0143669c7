package org.postern.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RememberedTest {

  private final FakeZone zone = new FakeZone().txt("a.example", "text");

  @Test
  void a_question_that_comes_again_costs_nothing_and_has_the_same_answer() {
    Resolver resolver = new Remembered(new Budgeted(zone, 2, Duration.ofSeconds(9)));
    Answer first = resolver.lookup("a.example", RecordType.TXT);
    assertThat(first).isInstanceOf(Answer.Found.class);
    assertThat(resolver.lookup("A.example.", RecordType.TXT)).isEqualTo(first);
    assertThat(resolver.lookup("a.example", RecordType.A)).isInstanceOf(Answer.Empty.class);
    Answer refused = resolver.lookup("b.example", RecordType.A);
    assertThat(refused).isEqualTo(new Answer.Failed(Answer.Why.BUDGET));
    assertThat(resolver.lookup("b.example", RecordType.A)).isEqualTo(refused);
    assertThat(zone.asked()).isEqualTo(2);
  }
}
