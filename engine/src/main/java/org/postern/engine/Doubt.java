package org.postern.engine;

import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Verdict;

/// Where dear work can still change what is thought of a message: its score, by the weights that
/// come with Postern and so the same for all tenants, lies between two bounds, and no rule has
/// decided.
///
/// @param above this score doubt begins
/// @param below this score it ends
public record Doubt(double above, double below) {

  /// Where text in pictures can make a message suspect, or take that away. It can add what the text
  /// model and its own symbol are worth, and take away one point.
  public static final Doubt STANDARD = new Doubt(-4, 6);

  /// Where codes in pictures can change something: they lead anywhere, so that nothing speaks
  /// against looking for them until the message is spam without, for tenants too that confirm later
  /// than others.
  public static final Doubt OF_CODES = new Doubt(Double.NEGATIVE_INFINITY, 15);

  /// Of every message that no rule has decided.
  public static final Doubt ALWAYS = new Doubt(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /// Of none.
  public static final Doubt NEVER = new Doubt(0, 0);

  boolean about(Report report) {
    Verdict verdict = Policy.STANDARD.judge(report);
    return verdict.decidedBy() != Verdict.Step.RULE
        && verdict.score() > above
        && verdict.score() < below;
  }
}
