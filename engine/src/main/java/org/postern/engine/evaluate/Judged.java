package org.postern.engine.evaluate;

import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Verdict;

/// A sample and what a policy says about it.
record Judged(Sample sample, Verdict verdict, double rank) {

  /// Judges.
  static Judged by(Policy policy, Sample sample) {
    Verdict verdict = policy.judge(sample.report());
    // what a rule decides stands with what the score confirms
    boolean ruled = verdict.decidedBy() == Verdict.Step.RULE && spam(verdict.category());
    double rank = ruled ? Math.max(verdict.score(), policy.confirmAt()) : verdict.score();
    return new Judged(sample, verdict, rank);
  }

  /// Whether it was called spam or worse.
  boolean caught() {
    return !blind() && spam(verdict.category());
  }

  /// Whether a check could not look and no rule decided.
  boolean blind() {
    return verdict.decidedBy() == Verdict.Step.BLINDNESS;
  }

  boolean is(Label label) {
    return sample.label() == label;
  }

  private static boolean spam(Category category) {
    return category.compareTo(Category.SUSPECTED_SPAM) >= 0;
  }
}
