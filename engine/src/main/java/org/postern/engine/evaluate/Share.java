package org.postern.engine.evaluate;

/// How many of how many, with the 95 % confidence bounds of the share: Wilson's interval; where
/// there was none, or nothing else, the rule of three.
public record Share(long count, long of) {

  private static final double Z = 1.959963984540054;

  public Share {
    if (count < 0 || count > of) {
      throw new IllegalArgumentException(count + " of " + of);
    }
  }

  /// 0 to 1; not a number where there is nothing to share.
  public double value() {
    return (double) count / of;
  }

  /// The lower bound.
  public double low() {
    if (count == 0) {
      return 0;
    }
    return count == of ? Math.max(0, 1 - 3.0 / of) : centre() - half();
  }

  /// The upper bound.
  public double high() {
    if (of == 0 || count == of) {
      return 1;
    }
    return count == 0 ? Math.min(1, 3.0 / of) : centre() + half();
  }

  private double centre() {
    return (value() + Z * Z / (2 * of)) / (1 + Z * Z / of);
  }

  private double half() {
    return Z * Math.sqrt(value() * (1 - value()) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
  }
}
