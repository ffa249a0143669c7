package org.postern.engine.scan;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.engine.Check;
import org.postern.engine.checks.content.BayesCheck;
import org.postern.engine.checks.content.SiteModelCheck;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Listed;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Weights;

/// Writes docs/symbols.md from a list of checks.
public final class SymbolsPage {

  private SymbolsPage() {}

  private static final Weights WEIGHTS = Policy.STANDARD.weights();

  /// The page as Markdown.
  public static String of(List<Check> checks) {
    Map<Group, Map<String, String>> rows = new EnumMap<>(Group.class);
    for (Check check : checks) {
      for (Symbol symbol : check.symbols()) {
        rows.computeIfAbsent(symbol.group(), _ -> new TreeMap<>())
            .put(symbol.name(), row(check.name(), symbol));
      }
    }
    for (Symbol symbol : Listed.symbols()) {
      rows.computeIfAbsent(symbol.group(), _ -> new TreeMap<>())
          .put(symbol.name(), row("lists of senders", symbol));
    }
    for (Symbol symbol : BayesCheck.found()) {
      rows.computeIfAbsent(symbol.group(), _ -> new TreeMap<>())
          .put(symbol.name(), row(BayesCheck.NAME, symbol));
    }
    for (Symbol symbol : SiteModelCheck.found()) {
      rows.computeIfAbsent(symbol.group(), _ -> new TreeMap<>())
          .put(symbol.name(), row(SiteModelCheck.NAME, symbol));
    }
    StringBuilder page =
        new StringBuilder(
            """
            # Symbols

            What the checks can find. Points are additive: 5 suspects and 10 confirms by the standard
            policy; a symbol that decides sets the category by itself, one that names a kind says what the
            message is: PHISHING where the score finds spam, INFOMAIL and BULK where it does not. `preliminary` runs before the
            message is accepted, `active` afterwards. Points with two decimals were fitted (detection.md), the others
            are those a symbol was declared with.

            This page is generated from the code; a test compares the two.
            """);
    rows.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .forEach(group ->
            page.append("\n## ")
                .append(group.getKey().name().toLowerCase(Locale.ROOT))
                .append(cap(group.getKey()))
                .append("\n\n| symbol | points | stage | check | found when |\n")
                .append("|---|---|---|---|---|\n")
                .append(group.getValue().values().stream().collect(Collectors.joining("\n")))
                .append("\n"));
    return page.toString();
  }

  private static String cap(Group group) {
    Double cap = WEIGHTS.caps().get(group);
    return cap == null ? "" : String.format(Locale.ROOT, "%n%nAt most %.1f points together.", cap);
  }

  private static String points(Symbol symbol) {
    boolean fitted = WEIGHTS.points().containsKey(symbol.name());
    return String.format(Locale.ROOT, fitted ? "%.2f" : "%.1f", WEIGHTS.points(symbol));
  }

  private static String row(String check, Symbol symbol) {
    String weight =
        symbol
            .decides()
            .map(category -> "decides " + category)
            .orElse(points(symbol) + symbol.kind().map(kind -> ", names " + kind).orElse(""));
    return String.join(
        " | ",
        "| `" + symbol.name() + "`",
        weight,
        symbol.stage().name().toLowerCase(Locale.ROOT),
        "`" + check + "`",
        symbol.meaning() + " |");
  }
}
