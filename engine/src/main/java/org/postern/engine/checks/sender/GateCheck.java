package org.postern.engine.checks.sender;

import java.util.Arrays;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Brings what the tests at the gate found into the report.
public final class GateCheck implements Check {

  private static final List<Symbol> SYMBOLS =
      Arrays.stream(GateTest.values()).map(GateTest::symbol).toList();

  @Override
  public String name() {
    return "gate";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return SYMBOLS;
  }

  @Override
  public List<Finding> inspect(Case mail) {
    return mail.sender().observations().stream()
        .map(seen -> seen.test().symbol().found(seen.strength(), seen.evidence()))
        .toList();
  }
}
