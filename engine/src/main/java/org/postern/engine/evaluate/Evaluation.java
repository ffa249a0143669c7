package org.postern.engine.evaluate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.postern.engine.evaluate.Figures.Quantiles;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Policy;

/// What a policy makes of labelled mail: the figures of all of it, of every source, of every year
/// and of every year of a source, those of every symbol, what it cost, and how the scores lie.
///
/// @param wrong ordinary mail and infomail that was called spam, the highest score first
/// @param checks mean time of each check for a message, in microseconds
/// @param millis median and 99th percentile of the time for a message
/// @param cpu processor time of the process for a message, everything around it included
public record Evaluation(
    Figures all,
    List<Figures> sources,
    List<Figures> years,
    List<Figures> sourceYears,
    List<SymbolFigures> symbols,
    List<Wrong> wrong,
    Map<String, Double> checks,
    Quantiles millis,
    Duration cpu,
    List<String> unreadable,
    List<Scores> scores) {

  /// A message that must not be called spam, and was.
  public record Wrong(String source, Label label, String name, double score, List<String> symbols) {

    public Wrong {
      symbols = List.copyOf(symbols);
    }
  }

  /// The ranks of all messages of a label that were judged.
  record Scores(Label label, double[] ranks) {}

  public Evaluation {
    sources = List.copyOf(sources);
    years = List.copyOf(years);
    sourceYears = List.copyOf(sourceYears);
    symbols = List.copyOf(symbols);
    wrong = List.copyOf(wrong);
    unreadable = List.copyOf(unreadable);
    scores = List.copyOf(scores);
  }

  /// Evaluates.
  public static Evaluation of(Samples samples, Policy policy) {
    List<Judged> all = samples.samples().stream().map(sample -> Judged.by(policy, sample)).toList();
    Map<String, List<Judged>> sources = new LinkedHashMap<>();
    Map<String, List<Judged>> years = new TreeMap<>();
    Map<String, List<Judged>> both = new TreeMap<>();
    for (Judged one : all) {
      String source = one.sample().source();
      String year = year(one.sample().year());
      sources.computeIfAbsent(source, _ -> new ArrayList<>()).add(one);
      years.computeIfAbsent(year, _ -> new ArrayList<>()).add(one);
      both.computeIfAbsent(source + " " + year, _ -> new ArrayList<>()).add(one);
    }
    Figures whole = Figures.of("all", all, all);
    return new Evaluation(
        whole,
        figures(sources, all),
        figures(years, all),
        figures(both, all),
        SymbolFigures.of(all),
        wrong(all),
        checks(samples.samples()),
        whole.millis(),
        samples.cpu().dividedBy(Math.max(1, all.size())),
        samples.unreadable(),
        scores(all));
  }

  private static String year(OptionalInt year) {
    return year.isPresent() ? Integer.toString(year.getAsInt()) : "no year";
  }

  private static List<Figures> figures(Map<String, List<Judged>> parts, List<Judged> all) {
    return parts.entrySet().stream()
        .map(part -> Figures.of(part.getKey(), part.getValue(), all))
        .toList();
  }

  private static List<Wrong> wrong(List<Judged> all) {
    return all.stream()
        .filter(one -> one.caught() && !one.is(Label.SPAM))
        .sorted(java.util.Comparator.comparingDouble((Judged one) -> -one.rank()))
        .map(one ->
            new Wrong(
                one.sample().source(),
                one.sample().label(),
                one.sample().name(),
                one.verdict().score(),
                one.verdict().because().stream()
                    .filter(scored ->
                        scored.points() > 0 || scored.finding().symbol().decides().isPresent())
                    .map(scored -> scored.finding().symbol().name())
                    .toList()))
        .toList();
  }

  private static Map<String, Double> checks(List<Sample> samples) {
    Map<String, Double> checks = new TreeMap<>();
    for (Sample sample : samples) {
      for (CheckOutcome outcome : sample.report().outcomes()) {
        if (outcome instanceof CheckOutcome.Done done) {
          checks.merge(done.check(), done.took().toNanos() / 1e3 / samples.size(), Double::sum);
        }
      }
    }
    return checks;
  }

  private static List<Scores> scores(List<Judged> all) {
    List<Scores> scores = new ArrayList<>();
    for (Label label : Label.values()) {
      scores.add(new Scores(label, Figures.ranks(all, label)));
    }
    return scores;
  }
}
