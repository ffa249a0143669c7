package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;

/// What the checks load for the messages of the warm-up.
class FirstMessagesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void every_check_answers_and_the_lists_of_brands_and_links_are_asked() {
    Set<String> found = new TreeSet<>();
    EngineLimits patient = new EngineLimits(PATIENCE, PATIENCE, PATIENCE, 1, 1);
    try (Engine engine = new Engine(BuiltinChecks.all(), patient)) {
      for (Case mail : FirstMessages.all()) {
        for (Stage stage : Stage.values()) {
          Report report = engine.examine(mail, stage);
          assertThat(report.outcomes()).allMatch(CheckOutcome.Done.class::isInstance);
          report.findings().stream().map(Finding::symbol).forEach(one -> found.add(one.name()));
        }
      }
    }
    assertThat(found).contains("BRAND_NAME_FOREIGN", "LINK_SHORTENER", "TEXT_HAM");
  }

  @Test
  void the_first_message_after_a_warm_up_is_examined_within_a_second() {
    Duration second = Duration.ofSeconds(1);
    try (Engine engine =
        new Engine(BuiltinChecks.all(), new EngineLimits(second, second, PATIENCE, 1, 1))) {
      engine.warmUp(PATIENCE);
      for (Stage stage : List.of(Stage.PRELIMINARY, Stage.ACTIVE)) {
        assertThat(engine.examine(Messages.ordinary(), stage).blind()).isEmpty();
      }
    }
  }
}
