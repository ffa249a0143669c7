package org.postern.engine.pattern;

/// How an expression is to be read.
///
/// @param i without case
/// @param m `^` and `$` at every line
/// @param s the dot takes line ends
/// @param x blanks and comments in the expression mean nothing
record Flags(boolean i, boolean m, boolean s, boolean x) {

  static final Flags NONE = new Flags(false, false, false, false);

  Flags with(char flag, boolean on) throws PatternException {
    return switch (flag) {
      case 'i' -> new Flags(on, m, s, x);
      case 'm' -> new Flags(i, on, s, x);
      case 's' -> new Flags(i, m, on, x);
      case 'x' -> new Flags(i, m, s, on);
      // how to match and which characters there are: always once, always octets
      case 'g', 'o', 'a', 'd', 'l', 'u', 'p', 'c' -> this;
      default -> throw new PatternException("flag '" + flag + "' is not known");
    };
  }
}
