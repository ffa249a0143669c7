package org.postern.engine.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Sample;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Symbol;

/// Samples as rows of numbers: which symbols were found, and how strongly. Samples that a check
/// could not look at are left out.
///
/// @param symbols those that were found at least once, in the order of their names
/// @param rows the samples
record Examples(List<Symbol> symbols, List<Row> rows) {

  /// One sample.
  ///
  /// @param found indices into the symbols, each once, ascending
  /// @param strengths of what was found, summed up
  /// @param decided whether a symbol that decides was found
  record Row(
      String source, Label label, String name, int[] found, double[] strengths, boolean decided) {}

  Examples {
    symbols = List.copyOf(symbols);
    rows = List.copyOf(rows);
  }

  static Examples of(List<Sample> samples) {
    Map<String, Symbol> found = new TreeMap<>();
    for (Sample sample : samples) {
      sample
          .report()
          .findings()
          .forEach(finding -> found.putIfAbsent(finding.symbol().name(), finding.symbol()));
    }
    List<Symbol> symbols =
        found.values().stream().sorted(Comparator.comparing(Symbol::name)).toList();
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < symbols.size(); i++) {
      indices.put(symbols.get(i).name(), i);
    }
    List<Row> rows = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.report().blind().stream().noneMatch(Examples::late)) {
        rows.add(row(sample, indices));
      }
    }
    return new Examples(symbols, rows);
  }

  private static boolean late(CheckOutcome outcome) {
    return !(outcome instanceof CheckOutcome.Done);
  }

  private static Row row(Sample sample, Map<String, Integer> indices) {
    Map<Integer, Double> strengths = new TreeMap<>();
    boolean decided = false;
    for (Finding finding : sample.report().findings()) {
      decided |= finding.symbol().decides().isPresent();
      strengths.merge(
          indices.getOrDefault(finding.symbol().name(), 0), finding.strength(), Double::sum);
    }
    int[] found = strengths.keySet().stream().mapToInt(index -> index).toArray();
    double[] values = strengths.values().stream().mapToDouble(value -> value).toArray();
    return new Row(sample.source(), sample.label(), sample.name(), found, values, decided);
  }

  /// The names of the sources, in their order.
  List<String> sources() {
    return rows.stream().map(Row::source).distinct().toList();
  }

  /// The rows of one source.
  List<Row> of(String source) {
    return rows.stream().filter(row -> row.source().equals(source)).toList();
  }

  /// Without one source; the symbols stay.
  Examples without(String source) {
    return new Examples(
        symbols, rows.stream().filter(row -> !row.source().equals(source)).toList());
  }

  /// Without these rows.
  Examples without(List<Row> left) {
    return new Examples(symbols, rows.stream().filter(row -> !left.contains(row)).toList());
  }

  /// Whether there is spam and mail that is not.
  boolean complete() {
    return rows.stream().anyMatch(row -> row.label() == Label.SPAM)
        && rows.stream().anyMatch(row -> row.label() != Label.SPAM);
  }

  /// How many rows of a label have each symbol.
  int[] hits(Label label) {
    int[] hits = new int[symbols.size()];
    for (Row row : rows) {
      if (row.label() == label) {
        for (int index : row.found()) {
          hits[index]++;
        }
      }
    }
    return hits;
  }

  /// How many rows of a source and label there are.
  Map<String, Map<Label, Integer>> sizes() {
    Map<String, Map<Label, Integer>> sizes = new LinkedHashMap<>();
    rows.forEach(row ->
        sizes
            .computeIfAbsent(row.source(), _ -> new TreeMap<>())
            .merge(row.label(), 1, Integer::sum));
    return sizes;
  }

  boolean isLearned(int index) {
    return symbols.get(index).group() == Group.LEARNING;
  }
}
