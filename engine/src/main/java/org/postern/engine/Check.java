package org.postern.engine;

import java.util.List;
import java.util.Set;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// One idea of what to look for. Checks never see each other: what two need is a fact of the case.
///
/// Thread-safe: many messages are inspected at once. An exception, or an answer after the deadline,
/// is an outcome of its own.
public interface Check {

  /// Lower case, unique: `gtube`.
  String name();

  /// When it runs.
  Stage stage();

  /// Everything it can find.
  List<Symbol> symbols();

  /// What of pictures matters to it. Such things are looked for only where there is doubt when all
  /// checks have looked; then this one looks once more, and what it finds then counts.
  default Set<Pictured> reads() {
    return Set.of();
  }

  /// Looks.
  List<Finding> inspect(Case mail) throws Exception;
}
