package org.postern.engine.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.engine.verdict.Verdict.Scored;

/// What one symbol contributes.
///
/// @param ham how much of the ordinary mail has it
/// @param infomail how much of the infomail has it
/// @param spam how much of the spam has it
/// @param points the mean of what it adds where it is found
public record SymbolFigures(String symbol, Share ham, Share infomail, Share spam, double points) {

  /// How many times more often spam has it than ordinary mail, half a message added on both sides
  /// so that it can always be told.
  public double lift() {
    return ((spam.count() + 0.5) / (spam.of() + 1)) / ((ham.count() + 0.5) / (ham.of() + 1));
  }

  /// Of all symbols that were found at least once, those found most often first.
  static List<SymbolFigures> of(List<Judged> judged) {
    Map<String, Counts> counts = new HashMap<>();
    Map<Label, Integer> messages = new HashMap<>();
    for (Judged one : judged) {
      messages.merge(one.sample().label(), 1, Integer::sum);
      Set<String> seen = new HashSet<>();
      for (Scored scored : one.verdict().because()) {
        String name = scored.finding().symbol().name();
        Counts count = counts.computeIfAbsent(name, _ -> new Counts());
        count.points += scored.points();
        if (seen.add(name)) {
          count.messages.merge(one.sample().label(), 1, Integer::sum);
        }
      }
    }
    List<SymbolFigures> figures = new ArrayList<>();
    counts.forEach((name, count) -> figures.add(count.figures(name, messages)));
    figures.sort(
        java.util.Comparator.comparingLong((SymbolFigures one) -> -one.found())
            .thenComparing(SymbolFigures::symbol));
    return figures;
  }

  private long found() {
    return ham.count() + infomail.count() + spam.count();
  }

  private static final class Counts {
    private final Map<Label, Integer> messages = new HashMap<>();
    private double points;

    SymbolFigures figures(String name, Map<Label, Integer> all) {
      long total = messages.values().stream().mapToInt(count -> count).sum();
      return new SymbolFigures(
          name,
          share(Label.HAM, all),
          share(Label.INFOMAIL, all),
          share(Label.SPAM, all),
          points / total);
    }

    private Share share(Label label, Map<Label, Integer> all) {
      return new Share(messages.getOrDefault(label, 0), all.getOrDefault(label, 0));
    }
  }
}
