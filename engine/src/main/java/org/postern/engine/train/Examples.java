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

  /// For each symbol the log of how many times more often spam has it, on the mean of its sources,
  /// than the source of other mail that has it most; half a message more on both sides.
  double[] evidence() {
    double[] spam = new double[symbols.size()];
    double[] other = new double[symbols.size()];
    int spamSources = 0;
    int others = 0;
    for (String source : sources()) {
      Examples own = new Examples(symbols, of(source));
      for (Label label : own.labels()) {
        int[] hits = own.hits(label);
        int size = (int) own.rows.stream().filter(row -> row.label() == label).count();
        boolean isSpam = label == Label.SPAM;
        spamSources += isSpam ? 1 : 0;
        others += isSpam ? 0 : size;
        for (int i = 0; i < hits.length; i++) {
          spam[i] += isSpam ? (hits[i] + 0.5) / (size + 1) : 0;
          other[i] = isSpam ? other[i] : Math.max(other[i], (double) hits[i] / size);
        }
      }
    }
    double least = 0.5 / (others + 1);
    for (int i = 0; i < spam.length; i++) {
      spam[i] = Math.log(spam[i] / Math.max(1, spamSources) / Math.max(least, other[i]));
    }
    return spam;
  }

  private List<Label> labels() {
    return rows.stream().map(Row::label).distinct().sorted().toList();
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
