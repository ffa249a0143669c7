package org.postern.engine.checks.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.rules.Rule;
import org.postern.engine.rules.RuleSet;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// The symbols of a set of rules. Parts of other rules (`__NAME`) have none, and neither has a rule
/// without a score.
final class RuleSymbols {

  static final Symbol NOT_EXAMINED = notExamined("RULES_NOT_EXAMINED", "rules of Postern");
  static final Symbol LOCAL_NOT_EXAMINED = notExamined("LOCAL_RULES_NOT_EXAMINED", "own rules");

  private static final int LONGEST = 40;
  private static final int NAMED = 5;

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

  private static Symbol notExamined(String name, String whose) {
    return Symbol.scored(
        name,
        Group.RULE,
        0,
        Stage.ACTIVE,
        whose + " that were too dear for this message, or pause");
  }

  /// Names the rules that were not run; empty where all were.
  static Optional<Finding> notRun(Symbol symbol, List<Rule> rules) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    List<String> named = new ArrayList<>(rules.stream().limit(NAMED).map(Rule::name).toList());
    if (rules.size() > NAMED) {
      named.add((rules.size() - NAMED) + " more");
    }
    return Optional.of(symbol.found(1, named));
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
