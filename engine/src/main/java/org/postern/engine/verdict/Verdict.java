package org.postern.engine.verdict;

import java.util.List;

/// The judgement of one policy about one report.
///
/// `decidedBy` names the step: a rule (a symbol that decides), blindness, an entry of a list, the
/// score, or the kind of mail. `because` lists what carried it, the heaviest first.
public record Verdict(
    Category category,
    double score,
    Disposition disposition,
    Step decidedBy,
    List<Scored> because) {

  /// A finding with its weight under this policy.
  ///
  /// @param points what it adds to the score
  /// @param uncapped what it would add if its group had no cap
  public record Scored(Finding finding, double points, double uncapped) {

    /// Without a cap.
    public Scored(Finding finding, double points) {
      this(finding, points, points);
    }

    /// Whether the cap of its group took some of its points.
    public boolean capped() {
      return points < uncapped;
    }
  }

  /// The steps of judging, in their order.
  public enum Step {
    /// A symbol that decides by itself was found.
    RULE,
    /// A check failed or was late, so that nobody can say that the message is clean.
    BLINDNESS,
    /// An entry of the recipient's lists of senders.
    LIST,
    /// The sum of the points.
    SCORE,
    /// No spam by its score, and a symbol says what kind of mail it is: infomail, bulk.
    KIND
  }

  public Verdict {
    because = List.copyOf(because);
  }
}
