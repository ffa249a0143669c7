package org.postern.engine.checks.content;

import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.learn.BayesOpinion;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.learn.BayesStore;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// What the Bayesian filters say, which learn from those who read the mail. They are worth four
/// points for or against a message: alone they decide nothing.
///
/// Filters belong to tenants and people, so what they say is no part of a report that is the same
/// for all: as a check this asks the filter for everybody, and [#findings] asks for one recipient.
public final class BayesCheck extends LearntCheck {

  /// The name of the check.
  public static final String NAME = "bayes";

  static final Symbol BAYES_SPAM =
      Symbol.scored(
          "BAYES_SPAM",
          Group.LEARNING,
          4,
          Stage.ACTIVE,
          "the message is like mail that readers called spam");
  static final Symbol BAYES_HAM =
      Symbol.scored(
          "BAYES_HAM",
          Group.LEARNING,
          -4,
          Stage.ACTIVE,
          "the message is like mail that readers wanted");

  /// Nearer to the middle than this the filters have nothing to say.
  private static final double LEAST = 0.15;

  private final BayesStore filters;

  public BayesCheck(BayesStore filters) {
    super(NAME, found());
    this.filters = filters;
  }

  /// The symbols, for who lists them all.
  public static List<Symbol> found() {
    return List.of(BAYES_SPAM, BAYES_HAM);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    return findings(mail, List.of(BayesOwner.GLOBAL));
  }

  /// What these filters say, the most specific first.
  public List<Finding> findings(Case mail, List<BayesOwner> owners) {
    BayesOpinion opinion = filters.opinion(mail.tokens(), owners);
    double strength = opinion.strength();
    if (Math.abs(strength) < LEAST) {
      return List.of();
    }
    Symbol symbol = strength > 0 ? BAYES_SPAM : BAYES_HAM;
    return List.of(symbol.found(Math.abs(strength), opinion.evidence()));
  }
}
