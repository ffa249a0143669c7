package org.postern.engine.train;

import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Symbol;

/// Where the points of a symbol may lie. The sign stays; no symbol is worth more than four points
/// unless it was declared with more; nothing moves further from what was declared than reason
/// allows. What is learned stays as declared: on mail that it was learned from it looks better than
/// it is. What decides by itself has no points, and what was declared with none gets none.
///
/// @param declared what it starts from
record Bounds(double declared, double low, double high) {

  private static final double MOST = 4;

  /// A sign that speaks for a message can be forged: it never grows by more.
  private static final double GROWTH_FOR = 1.5;

  /// Nor does it lose more: spam that carries the marks of newsletters does not make them
  /// worthless.
  private static final double REST_FOR = 0.5;

  private static final double GROWTH_AGAINST = 2;
  private static final double STEP_AGAINST = 0.75;

  static Bounds of(Symbol symbol) {
    double declared = symbol.points();
    if (symbol.group() == Group.LEARNING || symbol.decides().isPresent() || declared == 0) {
      return fixed(declared);
    }
    if (declared < 0) {
      return new Bounds(declared, declared * GROWTH_FOR, declared * REST_FOR);
    }
    double high = Math.max(declared * GROWTH_AGAINST, declared + STEP_AGAINST);
    return new Bounds(declared, 0, Math.max(declared, Math.min(MOST, high)));
  }

  /// The same, but risen no further than the evidence reaches: see [Examples#evidence].
  Bounds upTo(double evidence) {
    return declared <= 0 ? this : new Bounds(declared, low, Math.clamp(evidence, declared, high));
  }

  static Bounds fixed(double declared) {
    return new Bounds(declared, declared, declared);
  }

  boolean fixed() {
    return low == high;
  }

  double within(double points) {
    return Math.clamp(points, low, high);
  }
}
