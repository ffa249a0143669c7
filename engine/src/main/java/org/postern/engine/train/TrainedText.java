package org.postern.engine.train;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Share;
import org.postern.engine.train.Trained.Doubt;
import org.postern.engine.train.Trained.FittedSymbol;
import org.postern.engine.train.Trained.LeftOut;
import org.postern.engine.train.Trained.Tally;
import org.postern.engine.verdict.WeightsFile;

/// A training for people, and the file it makes.
public final class TrainedText {

  private TrainedText() {}

  /// Lines for the screen.
  public static List<String> lines(Trained trained) {
    List<String> lines = new ArrayList<>();
    for (Doubt one : trained.doubted()) {
      one.left().forEach(name -> lines.add("left out of fitting, suspect already: " + name));
      lines.add(doubt(one));
    }
    lines.add("every source in turn left out, with declared -> fitted points");
    trained.leftOut().forEach(one -> lines.add("  " + leftOut(one)));
    lines.add("on all mail, with the points fitted on it");
    trained.fitted().forEach(tally -> lines.add("  " + tally(tally)));
    lines.add("symbols, by how far they moved");
    trained.symbols().stream()
        .sorted(
            Comparator.comparingDouble(
                    (FittedSymbol one) -> -Math.abs(one.points() - one.declared()))
                .thenComparing(FittedSymbol::symbol))
        .forEach(one -> lines.add("  " + symbol(one)));
    return lines;
  }

  /// The file, which says how it was made.
  public static String file(
      Trained trained, LocalDate date, String command, Map<String, String> sources) {
    List<String> header = new ArrayList<>();
    header.add("The weights of the built-in symbols, fitted on " + date + " by");
    header.add("  " + command);
    sources.forEach((name, size) -> header.add("on " + name + ": " + size));
    trained.doubted().forEach(one -> header.add(doubt(one)));
    header.add("Every source in turn left out, with declared -> fitted points:");
    trained.leftOut().forEach(one -> header.add("  " + leftOut(one)));
    header.add("Symbols that are not named have the points they were declared with.");
    return WeightsFile.text(trained.weights(), header);
  }

  private static String doubt(Doubt one) {
    return String.format(
        Locale.ROOT,
        "of %d doubted messages of %s %d were left out of fitting; figures count them",
        one.ham(),
        one.source(),
        one.left().size());
  }

  private static String leftOut(LeftOut one) {
    List<String> parts = new ArrayList<>();
    part(parts, "spam", one.declared().spam(), one.fitted().spam());
    part(parts, "ham", one.declared().ham(), one.fitted().ham());
    part(parts, "infomail", one.declared().infomail(), one.fitted().infomail());
    return one.declared().source() + ": " + String.join(", ", parts);
  }

  private static void part(List<String> parts, String label, Share before, Share after) {
    if (before.of() > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s %d suspect: %.2f -> %.2f %%",
              label,
              before.of(),
              100 * before.value(),
              100 * after.value()));
    }
  }

  private static String tally(Tally tally) {
    List<String> parts = new ArrayList<>();
    one(parts, "spam", tally.spam());
    one(parts, "ham", tally.ham());
    one(parts, "infomail", tally.infomail());
    return tally.source() + ": " + String.join(", ", parts);
  }

  private static void one(List<String> parts, String label, Share share) {
    if (share.of() > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s %d of %d suspect (%.2f %%)",
              label,
              share.count(),
              share.of(),
              100 * share.value()));
    }
  }

  private static String symbol(FittedSymbol one) {
    return String.format(
        Locale.ROOT,
        "%-28s %5.2f -> %5.2f  ham %d, infomail %d, spam %d",
        one.symbol(),
        one.declared(),
        one.points(),
        one.hits().getOrDefault(Label.HAM, 0),
        one.hits().getOrDefault(Label.INFOMAIL, 0),
        one.hits().getOrDefault(Label.SPAM, 0));
  }
}
