package org.postern.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The expression of a meta rule: numbers, names of rules (which count as their hits), arithmetic,
/// comparison and logic.
public sealed interface Expression {

  /// Its value, where all names are bound; NaN where it depends on what is not known yet.
  ///
  /// @param hits of each rule, NaN where that is not known yet
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
      return operator == '-' || Double.isNaN(value) ? -value : truth(value == 0);
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
      if (operator == Operator.AND && a == 0) {
        return 0;
      }
      if (operator == Operator.OR && isTrue(a)) {
        return 1;
      }
      double b = right.value(hits);
      if (operator == Operator.AND && b == 0) {
        return 0;
      }
      if (operator == Operator.OR && isTrue(b)) {
        return 1;
      }
      return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : operator.of(a, b);
    }

    private static boolean isTrue(double value) {
      return !Double.isNaN(value) && value != 0;
    }

    @Override
    public Expression bound(Map<String, Integer> numbers) {
      Joined joined = new Joined(operator, left.bound(numbers), right.bound(numbers));
      return operator == Operator.AND || operator == Operator.OR ? Chain.of(joined) : joined;
    }

    @Override
    public void names(Set<String> into) {
      left.names(into);
      right.names(into);
    }
  }

  /// Many joined by `&&` or by `||`, names first, for they are looked at fastest.
  ///
  /// @param all whether by `&&`
  /// @param hits the numbers of rules
  /// @param misses the numbers of rules behind a `!`
  /// @param others anything else
  record Chain(boolean all, int[] hits, int[] misses, Expression[] others) implements Expression {

    static Chain of(Joined joined) {
      List<Expression> parts = new ArrayList<>();
      boolean all = joined.operator() == Operator.AND;
      collect(joined.left(), all, parts);
      collect(joined.right(), all, parts);
      List<Integer> hits = new ArrayList<>();
      List<Integer> misses = new ArrayList<>();
      List<Expression> others = new ArrayList<>();
      for (Expression part : parts) {
        if (part instanceof Hits rule) {
          hits.add(rule.number());
        } else if (part instanceof Prefixed(char sign, Hits rule) && sign == '!') {
          misses.add(rule.number());
        } else {
          others.add(part);
        }
      }
      return new Chain(all, numbers(hits), numbers(misses), others.toArray(Expression[]::new));
    }

    private static void collect(Expression part, boolean all, List<Expression> into) {
      if (part instanceof Chain chain && chain.all() == all) {
        for (int number : chain.hits()) {
          into.add(new Hits(number));
        }
        for (int number : chain.misses()) {
          into.add(new Prefixed('!', new Hits(number)));
        }
        into.addAll(List.of(chain.others()));
      } else {
        into.add(part);
      }
    }

    private static int[] numbers(List<Integer> list) {
      return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /// One part that is false decides `&&`, one that is true `||`; else what is not known does.
    @Override
    public double value(double[] hitsOf) {
      boolean open = false;
      for (int number : hits) {
        double value = hitsOf[number];
        if (Double.isNaN(value)) {
          open = true;
        } else if ((value != 0) != all) {
          return all ? 0 : 1;
        }
      }
      for (int number : misses) {
        double value = hitsOf[number];
        if (Double.isNaN(value)) {
          open = true;
        } else if ((value == 0) != all) {
          return all ? 0 : 1;
        }
      }
      for (Expression other : others) {
        double value = other.value(hitsOf);
        if (Double.isNaN(value)) {
          open = true;
        } else if ((value != 0) != all) {
          return all ? 0 : 1;
        }
      }
      return open ? Double.NaN : truth(all);
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

    /// Of two values that are known.
    double of(double a, double b) {
      return switch (this) {
        case AND -> truth(a != 0 && b != 0);
        case OR -> truth(a != 0 || b != 0);
        case PLUS -> a + b;
        case MINUS -> a - b;
        case TIMES -> a * b;
        case DIVIDED -> divided(a, b);
        case REMAINDER -> remainder(a, b);
        case LESS -> truth(a < b);
        case MORE -> truth(a > b);
        case AT_MOST -> truth(a <= b);
        case AT_LEAST -> truth(a >= b);
        case EQUAL -> truth(a == b);
        case OTHER -> truth(a != b);
      };
    }

    /// A division by nothing is nothing: a rule must not end a message.
    private static double divided(double a, double b) {
      return b == 0 ? 0 : a / b;
    }

    private static double remainder(double a, double b) {
      return (long) b == 0 ? 0 : (long) a % (long) b;
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
