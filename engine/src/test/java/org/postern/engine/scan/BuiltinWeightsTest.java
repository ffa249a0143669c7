package org.postern.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Weights;

class BuiltinWeightsTest {

  private final Weights weights = Policy.STANDARD.weights();
  private final Map<String, Symbol> symbols = BuiltinSymbols.all();

  @Test
  void every_weight_is_one_of_a_symbol_that_has_points_and_keeps_its_sign() {
    assertThat(symbols.keySet())
        .as("fit the weights again: postern train")
        .containsAll(weights.points().keySet());
    for (Symbol symbol : symbols.values()) {
      if (weights.points().containsKey(symbol.name())) {
        assertThat(symbol.decides()).as(symbol.name()).isEmpty();
        assertThat(weights.points(symbol) * symbol.points())
            .as(symbol.name())
            .isGreaterThanOrEqualTo(0);
      }
    }
  }

  @Test
  void no_symbol_that_is_not_declared_so_confirms_alone() {
    symbols.forEach((name, symbol) ->
        assertThat(weights.points(symbol))
            .as(name)
            .isLessThanOrEqualTo(Math.max(symbol.points(), 4)));
  }
}
