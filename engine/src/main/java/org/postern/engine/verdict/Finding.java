package org.postern.engine.verdict;

import java.util.ArrayList;
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
    evidence = shown(evidence);
  }

  /// What it adds to the score.
  public double points() {
    return symbol.points() * strength;
  }

  private static List<String> shown(List<String> evidence) {
    if (evidence.isEmpty()) {
      return List.of();
    }
    List<String> shown = new ArrayList<>(Math.min(PIECES, evidence.size()));
    for (int i = 0; i < Math.min(PIECES, evidence.size()); i++) {
      shown.add(shown(evidence.get(i)));
    }
    return List.copyOf(shown);
  }

  private static String shown(String text) {
    String cut = text.length() <= LENGTH ? text : text.substring(0, LENGTH - 1) + "…";
    return printable(cut) ? cut : replaced(cut);
  }

  /// Whether it is plain ASCII, as most is.
  private static boolean printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String replaced(String text) {
    return text.codePoints()
        .map(c ->
            Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\ufffd' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
