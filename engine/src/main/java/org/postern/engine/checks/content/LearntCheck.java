package org.postern.engine.checks.content;

import java.util.List;
import org.postern.engine.Check;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// A check of the active stage that asks what was learnt: what it can find is listed whether it
/// runs or not.
abstract class LearntCheck implements Check {

  private final String name;
  private final List<Symbol> symbols;

  LearntCheck(String name, List<Symbol> symbols) {
    this.name = name;
    this.symbols = symbols;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public final List<Symbol> symbols() {
    return symbols;
  }
}
