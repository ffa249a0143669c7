package org.postern.gateway.gate;

import java.time.Duration;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Checks that do what none should.
final class OddChecks {

  private OddChecks() {}

  /// Fails before the reply.
  record BrokenCheck() implements Check {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Stage stage() {
      return Stage.PRELIMINARY;
    }

    @Override
    public List<Symbol> symbols() {
      return List.of();
    }

    @Override
    public List<Finding> inspect(Case mail) {
      throw new IllegalStateException("on purpose");
    }
  }

  /// Takes its time in the active stage and finds nothing.
  record SlowCheck(Duration time) implements Check {
    @Override
    public String name() {
      return "slow";
    }

    @Override
    public Stage stage() {
      return Stage.ACTIVE;
    }

    @Override
    public List<Symbol> symbols() {
      return List.of();
    }

    @Override
    public List<Finding> inspect(Case mail) throws InterruptedException {
      Thread.sleep(time);
      return List.of();
    }
  }
}
