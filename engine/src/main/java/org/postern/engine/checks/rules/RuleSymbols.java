package org.postern.engine.checks.rules;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.engine.rules.Rule;
import org.postern.engine.rules.RuleSet;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// The symbols of a set of rules. Parts of other rules (`__NAME`) have none, and neither has a rule
/// without a score.
final class RuleSymbols {

  private static final int LONGEST = 40;

  private RuleSymbols() {}

  /// By the name of the rule.
  ///
  /// @param taken names of symbols of others: a rule of such a name gets `LOCAL_` before it
  static Map<String, Symbol> of(RuleSet set, Set<String> taken) {
    Map<String, Symbol> symbols = new HashMap<>();
    for (Rule rule : set.rules()) {
      if (!rule.partial() && rule.score() != 0) {
        String meaning =
            rule.description().isEmpty() ? "the rule of that name" : rule.description();
        symbols.put(
            rule.name(),
            Symbol.scored(
                name(rule.name(), taken), Group.RULE, rule.score(), Stage.ACTIVE, meaning));
      }
    }
    return symbols;
  }

  private static String name(String rule, Set<String> taken) {
    String upper = rule.toUpperCase(Locale.ROOT);
    boolean plain = upper.matches("[A-Z][A-Z0-9_]{2,}");
    String name = plain && !taken.contains(cut(upper)) ? upper : "LOCAL_" + upper;
    return cut(name);
  }

  private static String cut(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
  }
}
