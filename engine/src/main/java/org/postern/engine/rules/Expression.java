package org.postern.engine.rules;

import java.util.Map;
import java.util.Set;

/// The expression of a meta rule: numbers, names of rules (which count as their hits), arithmetic,
/// comparison and logic.
public sealed interface Expression {

  /// Its value, where all names are bound.
  ///
  /// @param hits of each rule
  double value(double[] hits);

  /// With the numbers of the rules in place of their names; a name without a rule is 0.
  Expression bound(Map<String, Integer> numbers);

  /// Adds the names in it.
  void names(Set<String> into);

  /// A number.
  record Constant(double number) implements Expression {
    @Override
    public double value(double[] hits) {
      return number;
    }

    @Override
    public Expression bound(Map<String, Integer> numbers) {
      return this;
    }

    @Override
    public void names(Set<String> into) {
      // a number names nothing
    }
  }

  /// A rule.
  record Name(String name) implements Expression {
    @Override
    public double value(double[] hits) {
      throw new IllegalStateException(name + " is not bound");
    }

    @Override
    public Expression bound(Map<String, Integer> numbers) {
      Integer number = numbers.get(name);
      return number == null ? new Constant(0) : new Hits(number);
    }

    @Override
    public void names(Set<String> into) {
      into.add(name);
    }
  }

  /// How often the rule of a number hit.
  record Hits(int number) implements Expression {
    @Override
    public double value(double[] hits) {
      return hits[number];
    }

    @Override
    public Expression bound(Map<String, Integer> numbers) {
      return this;
    }

    @Override
    public void names(Set<String> into) {
      // bound already
    }
  }

  /// `!` or `-` before an expression.
  record Prefixed(char operator, Expression operand) implements Expression {
    @Override
    public double value(double[] hits) {
      double value = operand.value(hits);
      return operator == '-' ? -value : truth(value == 0);
    }

    @Override
    public Expression bound(Map<String, Integer> numbers) {
      return new Prefixed(operator, operand.bound(numbers));
    }

    @Override
    public void names(Set<String> into) {
      operand.names(into);
    }
  }

  /// Everything with two sides.
  record Joined(Operator operator, Expression left, Expression right) implements Expression {
    @Override
    public double value(double[] hits) {
      double a = left.value(hits);
      return switch (operator) {
        case AND -> truth(a != 0 && right.value(hits) != 0);
        case OR -> truth(a != 0 || right.value(hits) != 0);
        case PLUS -> a + right.value(hits);
        case MINUS -> a - right.value(hits);
        case TIMES -> a * right.value(hits);
        case DIVIDED -> divided(a, right.value(hits));
        case REMAINDER -> remainder(a, right.value(hits));
        case LESS -> truth(a < right.value(hits));
        case MORE -> truth(a > right.value(hits));
        case AT_MOST -> truth(a <= right.value(hits));
        case AT_LEAST -> truth(a >= right.value(hits));
        case EQUAL -> truth(a == right.value(hits));
        case OTHER -> truth(a != right.value(hits));
      };
    }

    @Override
    public Expression bound(Map<String, Integer> numbers) {
      return new Joined(operator, left.bound(numbers), right.bound(numbers));
    }

    /// A division by nothing is nothing: a rule must not end a message.
    private static double divided(double a, double b) {
      return b == 0 ? 0 : a / b;
    }

    private static double remainder(double a, double b) {
      return (long) b == 0 ? 0 : (long) a % (long) b;
    }

    @Override
    public void names(Set<String> into) {
      left.names(into);
      right.names(into);
    }
  }

  /// What can stand between two expressions, loosest first.
  enum Operator {
    OR("||", 0),
    AND("&&", 1),
    EQUAL("==", 2),
    OTHER("!=", 2),
    AT_MOST("<=", 3),
    AT_LEAST(">=", 3),
    LESS("<", 3),
    MORE(">", 3),
    PLUS("+", 4),
    MINUS("-", 4),
    TIMES("*", 5),
    DIVIDED("/", 5),
    REMAINDER("%", 5);

    static final int TIGHTEST = 5;

    private final String sign;
    private final int tightness;

    Operator(String sign, int tightness) {
      this.sign = sign;
      this.tightness = tightness;
    }

    String sign() {
      return sign;
    }

    int tightness() {
      return tightness;
    }
  }

  private static double truth(boolean value) {
    return value ? 1 : 0;
  }
}
