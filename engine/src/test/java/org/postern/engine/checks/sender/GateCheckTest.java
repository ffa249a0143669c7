package org.postern.engine.checks.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.GateTest;

class GateCheckTest {

  private final GateCheck check = new GateCheck();

  @Test
  void what_the_gate_saw_is_found_with_its_strength_and_evidence() {
    List<Observation> all =
        Arrays.stream(GateTest.values())
            .map(test -> new Observation(test, 0.5, List.of("because " + test)))
            .toList();
    List<Finding> found = check.inspect(seen(all));
    assertThat(found).extracting(Finding::symbol).containsExactlyElementsOf(check.symbols());
    assertThat(found)
        .allSatisfy(one -> {
          assertThat(one.strength()).isEqualTo(0.5);
          assertThat(one.evidence().getFirst()).startsWith("because ");
        });
  }

  @Test
  void where_nothing_was_seen_nothing_is_found() {
    assertThat(check.inspect(Messages.ordinary())).isEmpty();
  }

  private static Case seen(List<Observation> observations) {
    Case mail = Messages.ordinary();
    return new Case(
        mail.envelope(), mail.message(), new SenderFacts(observations, Optional.empty()));
  }
}
