package org.postern.engine.verdict;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Something that can be found. Static: all symbols are known before the first message and listed
/// in docs/symbols.md.
///
/// `points` are additive log-odds, positive for spam, scaled so that 5 suspects and 10 confirms. A
/// symbol with `decides` sets the category by itself, whatever the score: only for what is certain.
/// A symbol with `kind` names what the message is and leaves to the score whether it is unwanted:
/// INFOMAIL or BULK where the score finds no spam, PHISHING where it does.
public record Symbol(
    String name,
    Group group,
    double points,
    Stage stage,
    String meaning,
    Optional<Category> decides,
    Optional<Category> kind) {

  private static final Set<Category> KINDS =
      EnumSet.of(Category.INFOMAIL, Category.BULK, Category.PHISHING);
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{2,39}");

  public Symbol {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a symbol: " + name);
    }
    if (kind.filter(one -> !KINDS.contains(one)).isPresent()) {
      throw new IllegalArgumentException(name + " names " + kind.get() + "; expected " + KINDS);
    }
  }

  /// A symbol that contributes points.
  public static Symbol scored(
      String name, Group group, double points, Stage stage, String meaning) {
    return new Symbol(name, group, points, stage, meaning, Optional.empty(), Optional.empty());
  }

  /// A symbol that contributes points and names a kind of mail: INFOMAIL, BULK or PHISHING.
  public static Symbol kind(
      String name, Group group, double points, Category kind, Stage stage, String meaning) {
    return new Symbol(name, group, points, stage, meaning, Optional.empty(), Optional.of(kind));
  }

  /// A symbol that decides.
  public static Symbol certain(
      String name, Group group, Category category, Stage stage, String meaning) {
    return new Symbol(name, group, 0, stage, meaning, Optional.of(category), Optional.empty());
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
