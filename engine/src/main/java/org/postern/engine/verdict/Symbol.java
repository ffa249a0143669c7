package org.postern.engine.verdict;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Something that can be found. Static: all symbols are known before the first message and listed
/// in docs/symbols.md.
///
/// `points` are additive log-odds, positive for spam, scaled so that 5 suspects and 10 confirms. A
/// symbol with `decides` sets the category by itself, whatever the score: only for what is certain.
public record Symbol(
    String name,
    Group group,
    double points,
    Stage stage,
    String meaning,
    Optional<Category> decides) {

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{2,39}");

  public Symbol {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a symbol: " + name);
    }
  }

  /// A symbol that contributes points.
  public static Symbol scored(
      String name, Group group, double points, Stage stage, String meaning) {
    return new Symbol(name, group, points, stage, meaning, Optional.empty());
  }

  /// A symbol that decides.
  public static Symbol certain(
      String name, Group group, Category category, Stage stage, String meaning) {
    return new Symbol(name, group, 0, stage, meaning, Optional.of(category));
  }

  /// Found at full strength.
  public Finding found(String... evidence) {
    return new Finding(this, 1, List.of(evidence));
  }

  /// Found at a strength between 0 and 1, which scales the points.
  public Finding found(double strength, List<String> evidence) {
    return new Finding(this, strength, evidence);
  }
}
