package org.postern.engine.verdict;

import java.util.List;

/// What was found, how strongly (0 to 1; -1 to 0 where a symbol can also speak for the message) and
/// on what ground: short pieces of text for administrators, at most 5 of at most 200 characters,
/// with control characters replaced.
public record Finding(Symbol symbol, double strength, List<String> evidence) {

  private static final int PIECES = 5;
  private static final int LENGTH = 200;

  public Finding {
    if (!(strength >= -1 && strength <= 1)) {
      throw new IllegalArgumentException("strength " + strength + " of " + symbol.name());
    }
    evidence = evidence.stream().limit(PIECES).map(Finding::shown).toList();
  }

  /// What it adds to the score.
  public double points() {
    return symbol.points() * strength;
  }

  private static String shown(String text) {
    String cut = text.length() <= LENGTH ? text : text.substring(0, LENGTH - 1) + "…";
    return cut.codePoints()
        .map(c ->
            Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\ufffd' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
