package org.postern.engine.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.engine.evaluate.Figures.RecallAt;
import org.postern.engine.verdict.Category;

/// An evaluation for people.
public final class EvaluationText {

  private static final int WRONG_SHOWN = 20;
  private static final int NAMED = 10;

  /// Years with fewer messages have no row.
  private static final int FEWEST = 20;

  private EvaluationText() {}

  /// Lines without line ends.
  public static List<String> of(Evaluation evaluation) {
    List<String> lines = new ArrayList<>();
    lines.addAll(Table.of(HEADING, rows(evaluation)));
    if (evaluation.sources().stream().anyMatch(Figures::borrowed)) {
      lines.add("* ranked against the ham of the whole run");
    }
    if (!evaluation.years().stream().allMatch(EvaluationText::many)) {
      lines.add("years with fewer than " + FEWEST + " messages are left out here, not in the sums");
    }
    section(lines, "what it was called", Table.of(CALLED, called(evaluation)));
    section(lines, "wrong", wrong(evaluation));
    section(lines, "symbols", Table.of(SYMBOLS, symbols(evaluation)));
    section(lines, "cost", cost(evaluation));
    if (!evaluation.unreadable().isEmpty()) {
      section(lines, evaluation.unreadable().size() + " not readable", unreadable(evaluation));
    }
    return lines;
  }

  private static final List<String> HEADING =
      List.of(
          "",
          "spam",
          "recall %",
          "ham",
          "false positives %",
          "infomail",
          "as spam %",
          "1-ROCA %",
          "at 0",
          "at 0.1 %",
          "at 1 %",
          "blind");

  private static List<List<String>> rows(Evaluation evaluation) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row(evaluation.all(), "all"));
    evaluation.sources().forEach(figures -> rows.add(row(figures, figures.scope())));
    if (evaluation.years().size() > 1) {
      many(evaluation.years()).forEach(figures -> rows.add(row(figures, figures.scope())));
    }
    if (evaluation.sourceYears().size() > evaluation.sources().size()) {
      many(evaluation.sourceYears()).forEach(figures -> rows.add(row(figures, figures.scope())));
    }
    return rows;
  }

  private static Stream<Figures> many(List<Figures> years) {
    return years.stream().filter(EvaluationText::many);
  }

  private static boolean many(Figures figures) {
    long messages = figures.blind();
    for (Label label : Label.values()) {
      messages += figures.messages(label);
    }
    return messages >= FEWEST;
  }

  private static List<String> row(Figures figures, String name) {
    List<String> row = new ArrayList<>();
    row.add(name);
    share(row, figures.recall());
    share(row, figures.falsePositives());
    share(row, figures.infomailFaults());
    row.add(
        Double.isNaN(figures.missing())
            ? "-"
            : number(4, figures.missing()) + (figures.borrowed() ? "*" : ""));
    for (RecallAt at : figures.recalls()) {
      row.add(number(2, 100 * at.recall().value()));
    }
    while (row.size() < HEADING.size() - 1) {
      row.add("-");
    }
    row.add(Integer.toString(figures.blind()));
    return row;
  }

  private static void share(List<String> row, Share share) {
    row.add(Long.toString(share.of()));
    row.add(share.of() == 0 ? "-" : bounded(share));
  }

  /// `12.30 (11.92-12.71)`: percent and its confidence bounds.
  private static String bounded(Share share) {
    return number(2, 100 * share.value())
        + " ("
        + number(2, 100 * share.low())
        + "-"
        + number(2, 100 * share.high())
        + ")";
  }

  private static final List<String> CALLED = List.of("", "label", "called");

  private static List<List<String>> called(Evaluation evaluation) {
    List<List<String>> rows = new ArrayList<>();
    for (Figures figures : evaluation.sources()) {
      figures
          .categories()
          .forEach((label, categories) ->
              rows.add(List.of(figures.scope(), label.word(), counts(categories))));
    }
    return rows;
  }

  private static String counts(Map<Category, Integer> categories) {
    int all = categories.values().stream().mapToInt(count -> count).sum();
    return categories.entrySet().stream()
        .map(entry ->
            entry.getKey()
                + " "
                + entry.getValue()
                + " ("
                + number(2, 100.0 * entry.getValue() / all)
                + " %)")
        .collect(Collectors.joining(", "));
  }

  private static List<String> wrong(Evaluation evaluation) {
    List<String> lines = new ArrayList<>();
    if (evaluation.wrong().isEmpty()) {
      lines.add("no ham and no infomail was called spam");
    }
    evaluation.wrong().stream()
        .limit(WRONG_SHOWN)
        .forEach(one ->
            lines.add(
                one.label().word()
                    + " "
                    + number(2, one.score())
                    + " "
                    + one.name()
                    + ": "
                    + String.join(" ", one.symbols())));
    if (evaluation.wrong().size() > WRONG_SHOWN) {
      lines.add("and " + (evaluation.wrong().size() - WRONG_SHOWN) + " more");
    }
    return lines;
  }

  private static final List<String> SYMBOLS =
      List.of("symbol", "ham %", "infomail %", "spam %", "lift", "mean points");

  private static List<List<String>> symbols(Evaluation evaluation) {
    return evaluation.symbols().stream()
        .map(symbol ->
            List.of(
                symbol.symbol(),
                percent(symbol.ham()),
                percent(symbol.infomail()),
                percent(symbol.spam()),
                number(2, symbol.lift()),
                number(2, symbol.points())))
        .toList();
  }

  private static String percent(Share share) {
    return share.of() == 0 ? "-" : number(2, 100 * share.value());
  }

  private static List<String> cost(Evaluation evaluation) {
    return List.of(
        "a message takes "
            + number(3, evaluation.millis().median())
            + " ms (median), "
            + number(3, evaluation.millis().p99())
            + " ms (99 of 100); "
            + number(3, evaluation.cpu().toNanos() / 1e6)
            + " ms of processor time",
        "µs in each check: "
            + evaluation.checks().entrySet().stream()
                .map(entry -> entry.getKey() + " " + number(0, entry.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private static List<String> unreadable(Evaluation evaluation) {
    List<String> lines = new ArrayList<>(evaluation.unreadable().stream().limit(NAMED).toList());
    if (evaluation.unreadable().size() > NAMED) {
      lines.add("and " + (evaluation.unreadable().size() - NAMED) + " more");
    }
    return lines;
  }

  private static void section(List<String> lines, String title, List<String> content) {
    lines.add("");
    lines.add(title);
    content.forEach(line -> lines.add("  " + line));
  }

  private static String number(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value + 0.0);
  }
}
