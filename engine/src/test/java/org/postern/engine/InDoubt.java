package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Messages of so many points go through both stages.
final class InDoubt {

  static final Duration LONG = Duration.ofSeconds(60);

  static final Symbol RULED =
      Symbol.certain(
          "RULED", Group.TEST, Category.CONFIRMED_SPAM, Stage.PRELIMINARY, "a rule of a test");

  private InDoubt() {}

  /// Finds what is worth so many points.
  record Finds(Symbol symbol) implements Check {
    @Override
    public String name() {
      return "finds";
    }

    @Override
    public Stage stage() {
      return symbol.stage();
    }

    @Override
    public List<Symbol> symbols() {
      return List.of(symbol);
    }

    @Override
    public List<Finding> inspect(Case mail) {
      return List.of(symbol.found("it"));
    }
  }

  static Finds worth(double points) {
    return new Finds(
        Symbol.scored("FOUND", Group.TEST, points, Stage.PRELIMINARY, "points of a test"));
  }

  /// What one check found, said in one text.
  static String seen(Symbol symbol, Case mail, Check... checks) {
    EngineLimits limits = new EngineLimits(LONG, LONG, LONG, 1, 1);
    try (Engine engine = new Engine(List.of(checks), limits)) {
      Report report = engine.examine(mail, Stage.PRELIMINARY);
      report = report.and(engine.examine(mail, Stage.ACTIVE));
      assertThat(report.blind()).isEmpty();
      return report.findings().stream()
          .filter(finding -> finding.symbol().equals(symbol))
          .map(finding -> finding.evidence().getFirst())
          .reduce((_, _) -> "twice")
          .orElseThrow();
    }
  }
}
