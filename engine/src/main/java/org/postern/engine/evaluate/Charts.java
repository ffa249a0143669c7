package org.postern.engine.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.engine.evaluate.Canvas.Ink;
import org.postern.engine.verdict.Policy;

/// Draws an evaluation: the ROC curve (recall over false positives, whose axis is logarithmic) and
/// how the scores of each label lie.
public final class Charts {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 420;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;

  /// The left end of the ROC curve: one false positive in ten thousand.
  private static final double LEAST = 1e-4;

  private static final int LOWEST = -5;
  private static final int HIGHEST = 20;

  private final Evaluation evaluation;

  private Charts(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /// Writes `roc.svg` and `scores.svg` into the folder, which is made where it is not there.
  public static List<Path> svg(Evaluation evaluation, Path folder) throws IOException {
    Charts charts = new Charts(evaluation);
    SvgCanvas roc = new SvgCanvas(WIDTH, HEIGHT);
    charts.roc(roc);
    SvgCanvas scores = new SvgCanvas(WIDTH, HEIGHT);
    charts.scores(scores);
    return List.of(
        write(folder, "roc.svg", roc.toString().getBytes(StandardCharsets.UTF_8)),
        write(folder, "scores.svg", scores.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /// Writes `roc.png` and `scores.png` into the folder, which is made where it is not there. Needs
  /// a font on the machine.
  public static List<Path> png(Evaluation evaluation, Path folder) throws IOException {
    Charts charts = new Charts(evaluation);
    PngCanvas roc = new PngCanvas(WIDTH, HEIGHT);
    charts.roc(roc);
    PngCanvas scores = new PngCanvas(WIDTH, HEIGHT);
    charts.scores(scores);
    return List.of(
        write(folder, "roc.png", roc.octets()), write(folder, "scores.png", scores.octets()));
  }

  private static Path write(Path folder, String name, byte[] octets) throws IOException {
    Files.createDirectories(folder);
    return Files.write(folder.resolve(name), octets);
  }

  private double[] ranks(Label label) {
    return evaluation.scores().stream()
        .filter(scores -> scores.label() == label)
        .findFirst()
        .map(Evaluation.Scores::ranks)
        .orElse(new double[0]);
  }

  private void roc(Canvas canvas) {
    canvas.text(LEFT, TOP - 15, "recall (%) over false positives (%), spam against ham", false);
    for (double share = LEAST; share < 1.5; share *= 10) {
      double x = rocX(share);
      canvas.line(x, TOP, x, HEIGHT - BOTTOM, Ink.GRID);
      canvas.text(x + 12, HEIGHT - BOTTOM + 18, percent(share), true);
    }
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      double y = rocY(tenth / 10.0);
      canvas.line(LEFT, y, WIDTH - RIGHT, y, Ink.GRID);
      canvas.text(LEFT - 8, y + 4, percent(tenth / 10.0), true);
    }
    Ranking ranking = new Ranking(ranks(Label.SPAM), ranks(Label.HAM));
    if (!ranking.known()) {
      canvas.text(LEFT + 20, TOP + 40, "spam or ham is missing", false);
      return;
    }
    canvas.path(curve(ranking), Ink.SPAM);
    double[] here = ranking.reaching(Policy.STANDARD.suspectAt());
    canvas.box(rocX(here[0]) - 4, rocY(here[1]) - 4, 8, 8, Ink.AXIS);
    canvas.text(
        WIDTH - RIGHT - 10,
        HEIGHT - BOTTOM - 15,
        String.format(Locale.ROOT, "1-ROCA %.4f %%; the box: 5 points and more", ranking.missing()),
        true);
    canvas.text(LEFT, HEIGHT - 8, "left edge: none, and up to one in ten thousand", false);
  }

  private static double[] curve(Ranking ranking) {
    List<Double> points = new ArrayList<>();
    double y = HEIGHT - BOTTOM;
    for (double score : ranking.scores()) {
      double[] reached = ranking.reaching(score);
      double x = rocX(reached[0]);
      points.add(x);
      points.add(y);
      y = rocY(reached[1]);
      points.add(x);
      points.add(y);
    }
    return points.stream().mapToDouble(value -> value).toArray();
  }

  private static double rocX(double share) {
    double whole = WIDTH - LEFT - RIGHT;
    double part = 1 - Math.log10(Math.max(share, LEAST)) / Math.log10(LEAST);
    return LEFT + whole * part;
  }

  private static double rocY(double share) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
  }

  private void scores(Canvas canvas) {
    canvas.text(LEFT, TOP - 15, "scores: share of each label (%)", false);
    int bars = 2 * (HIGHEST - LOWEST);
    double highest = 0;
    List<double[]> all = new ArrayList<>();
    for (Label label : Label.values()) {
      double[] shares = histogram(ranks(label), bars);
      for (double share : shares) {
        highest = Math.max(highest, share);
      }
      all.add(shares);
    }
    double top = Math.max(0.1, Math.ceil(highest * 10) / 10);
    for (int line = 0; line <= 5; line++) {
      double y = rocY(line / 5.0);
      canvas.line(LEFT, y, WIDTH - RIGHT, y, Ink.GRID);
      canvas.text(LEFT - 8, y + 4, percent(top * line / 5), true);
    }
    for (int score = LOWEST; score <= HIGHEST; score += 5) {
      double x = scoreX(score);
      canvas.line(x, TOP, x, HEIGHT - BOTTOM, score == 5 || score == 10 ? Ink.AXIS : Ink.GRID);
      canvas.text(x + 8, HEIGHT - BOTTOM + 18, Integer.toString(score), true);
    }
    double width = (scoreX(1) - scoreX(0)) / 2 / 3;
    for (Label label : Label.values()) {
      double[] shares = all.get(List.of(Label.values()).indexOf(label));
      double shift = width * List.of(Label.values()).indexOf(label);
      for (int bar = 0; bar < bars; bar++) {
        double height = (HEIGHT - TOP - BOTTOM) * shares[bar] / top;
        if (shares[bar] > 0) {
          canvas.box(
              scoreX(LOWEST + bar / 2.0) + shift,
              HEIGHT - BOTTOM - Math.max(1, height),
              width,
              Math.max(1, height),
              Ink.of(label));
        }
      }
    }
    legend(canvas);
  }

  private static void legend(Canvas canvas) {
    double x = WIDTH - RIGHT - 210;
    for (Label label : Label.values()) {
      canvas.box(x, TOP - 25, 10, 10, Ink.of(label));
      canvas.text(x + 15, TOP - 15, label.word(), false);
      x += 75;
    }
    canvas.text(
        LEFT,
        HEIGHT - 8,
        "lines at 5 (suspected) and 10 (confirmed); beyond the ends: last bars",
        false);
  }

  private static double scoreX(double score) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (score - LOWEST) / (HIGHEST - LOWEST);
  }

  private static double[] histogram(double[] ranks, int bars) {
    double[] shares = new double[bars];
    for (double rank : ranks) {
      int bar = (int) Math.floor((rank - LOWEST) * 2);
      shares[Math.clamp(bar, 0, bars - 1)] += 1.0 / ranks.length;
    }
    return shares;
  }

  private static String percent(double share) {
    double percent = 100 * share;
    return percent >= 1 || percent == 0
        ? Long.toString(Math.round(percent))
        : String.format(Locale.ROOT, percent >= 0.1 ? "%.1f" : "%.2f", percent);
  }
}
