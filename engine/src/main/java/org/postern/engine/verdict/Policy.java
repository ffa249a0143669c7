package org.postern.engine.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.verdict.Verdict.Scored;
import org.postern.engine.verdict.Verdict.Step;

/// What one organisation wants: from which score on a message is spam, what is done with each
/// category, and what it means when a check could not look. Judging is a pure function: rules
/// first, then blindness, then the score, and last the kind of what is no spam.
///
/// @param suspectAt from this score on SUSPECTED_SPAM
/// @param confirmAt from this score on CONFIRMED_SPAM
/// @param actions what is done with each category; one that is absent is delivered
/// @param blind what is done when a check failed or was late and no rule decided
/// @param dispensable names of checks that may fail without blindness
/// @param weights what symbols are worth
public record Policy(
    double suspectAt,
    double confirmAt,
    Map<Category, Disposition> actions,
    Disposition blind,
    Set<String> dispensable,
    Weights weights) {

  /// Spam is phishing when what speaks for impersonation has so many points.
  private static final double PHISHING_POINTS = 2.5;

  private static final Comparator<Scored> HEAVIEST_FIRST =
      Comparator.comparingDouble(one -> -Math.abs(one.points()));

  /// Hold what is spam by its score, refuse what is certain, never deliver unscanned.
  public static final Policy STANDARD =
      new Policy(
          5,
          10,
          Map.of(
              Category.SUSPECTED_SPAM, new Disposition.Hold(),
              Category.FALSE_BOUNCE, new Disposition.Reject(),
              Category.CONFIRMED_SPAM, new Disposition.Reject(),
              Category.PHISHING, new Disposition.Hold(),
              Category.FORBIDDEN_CONTENT, new Disposition.Hold(),
              Category.SUSPECTED_VIRUS, new Disposition.Hold(),
              Category.CONFIRMED_VIRUS, new Disposition.Hold()),
          new Disposition.Defer(),
          Set.of(),
          Weights.builtin());

  /// With the weights of the standard.
  public Policy(
      double suspectAt,
      double confirmAt,
      Map<Category, Disposition> actions,
      Disposition blind,
      Set<String> dispensable) {
    this(suspectAt, confirmAt, actions, blind, dispensable, STANDARD.weights);
  }

  public Policy {
    if (!(suspectAt <= confirmAt)) {
      throw new IllegalArgumentException(
          "suspectAt " + suspectAt + " must not be above confirmAt " + confirmAt);
    }
    Map<Category, Disposition> told = new EnumMap<>(Category.class);
    actions.forEach((category, action) -> {
      if (!(action instanceof Disposition.Deliver)) {
        told.put(category, action);
      }
    });
    actions = java.util.Collections.unmodifiableMap(told);
    dispensable = Set.copyOf(dispensable);
  }

  /// The same with something else done with one category.
  public Policy with(Category category, Disposition action) {
    Map<Category, Disposition> changed = new EnumMap<>(Category.class);
    changed.putAll(actions);
    changed.put(category, action);
    return new Policy(suspectAt, confirmAt, changed, blind, dispensable, weights);
  }

  /// The same with other weights.
  public Policy with(Weights others) {
    return new Policy(suspectAt, confirmAt, actions, blind, dispensable, others);
  }

  /// The same with other thresholds.
  public Policy with(double suspect, double confirm) {
    return new Policy(suspect, confirm, actions, blind, dispensable, weights);
  }

  /// What is done with a category.
  public Disposition action(Category category) {
    return actions.getOrDefault(category, new Disposition.Deliver());
  }

  /// Whether both refuse the same messages with the same class of reply, whatever else they do.
  public boolean refusesLike(Policy other) {
    boolean alike = refusal(blind) == refusal(other.blind) && dispensable.equals(other.dispensable);
    for (Category category : Category.values()) {
      alike &= refusal(action(category)) == refusal(other.action(category));
    }
    // Where no refusal follows from the score it does not matter where it begins.
    boolean byScore =
        refusal(action(Category.SUSPECTED_SPAM)) != 0
            || refusal(action(Category.CONFIRMED_SPAM)) != 0
            || refusal(action(Category.PHISHING)) != 0
            || refusal(action(Category.INFOMAIL)) != 0
            || refusal(action(Category.BULK)) != 0
            || refusal(action(Category.CLEAN)) != 0;
    return alike && (!byScore || scoresLike(other));
  }

  private boolean scoresLike(Policy other) {
    return suspectAt == other.suspectAt
        && confirmAt == other.confirmAt
        && weights.equals(other.weights);
  }

  // The class of the reply, 0 for none.
  private static int refusal(Disposition disposition) {
    return switch (disposition) {
      case Disposition.Reject _ -> 5;
      case Disposition.Defer _ -> 4;
      case Disposition.Deliver _,
          Disposition.Mark _,
          Disposition.Hold _,
          Disposition.Strip _,
          Disposition.Redirect _,
          Disposition.Discard _ ->
          0;
    };
  }

  /// Judges a report; a stored one with the weights it was judged with.
  public Verdict judge(Report report) {
    List<Finding> findings = report.findings();
    List<Scored> scored = new ArrayList<>(report.weights().orElse(weights).score(findings));
    scored.sort(HEAVIEST_FIRST);
    double score = scored.stream().mapToDouble(Scored::points).sum();
    Optional<Category> ruled = ruled(findings);
    Category byScore = byScore(score, scored);
    if (ruled.isPresent()) {
      return new Verdict(ruled.get(), score, action(ruled.get()), Step.RULE, scored);
    }
    boolean blindly =
        report.blind().stream().anyMatch(outcome -> !dispensable.contains(outcome.check()));
    if (blindly) {
      return new Verdict(byScore, score, blind, Step.BLINDNESS, scored);
    }
    Step step =
        byScore.compareTo(Category.BULK) <= 0 && byScore != Category.CLEAN ? Step.KIND : Step.SCORE;
    return new Verdict(byScore, score, action(byScore), step, scored);
  }

  private static Optional<Category> ruled(List<Finding> findings) {
    Optional<Category> worst = Optional.empty();
    for (Finding finding : findings) {
      Optional<Category> one = finding.symbol().decides();
      if (one.isPresent() && (worst.isEmpty() || one.get().compareTo(worst.get()) > 0)) {
        worst = one;
      }
    }
    return worst;
  }

  /// What an entry of the recipient's lists makes of a verdict of this policy.
  ///
  /// An allow entry stands against spam and bulk mail that the score or a rule about mass mail
  /// found, never against another rule, against danger, or against blindness. A block entry stands
  /// against all but rules that found worse than spam: they say how dangerous the message is. It
  /// never delivers.
  public Verdict listed(Verdict verdict, Listed listed) {
    boolean ruled = verdict.decidedBy() == Step.RULE;
    return switch (listed.kind()) {
      case ALLOW ->
          verdict.decidedBy() == Step.BLINDNESS
                  || verdict.category().compareTo(Category.FORBIDDEN_CONTENT) >= 0
                  || (ruled && verdict.category().compareTo(Category.BULK) > 0)
              ? verdict
              : decided(verdict, Category.CLEAN, action(Category.CLEAN), listed);
      case BLOCK ->
          ruled && verdict.category().compareTo(Category.CONFIRMED_SPAM) > 0
              ? verdict
              : decided(verdict, Category.CONFIRMED_SPAM, shutOut(), listed);
    };
  }

  /// Whether a sender whom a list shuts out is refused, once nothing else can come out.
  public boolean refusesBlocked() {
    return shutOut() instanceof Disposition.Reject;
  }

  // What is done with spam, unless that would deliver it.
  private Disposition shutOut() {
    Disposition wanted = action(Category.CONFIRMED_SPAM);
    return switch (wanted) {
      case Disposition.Deliver _, Disposition.Mark _, Disposition.Strip _ ->
          new Disposition.Reject();
      case Disposition.Hold _,
          Disposition.Redirect _,
          Disposition.Reject _,
          Disposition.Defer _,
          Disposition.Discard _ ->
          wanted;
    };
  }

  private static Verdict decided(
      Verdict verdict, Category category, Disposition disposition, Listed listed) {
    List<Scored> because = new ArrayList<>(verdict.because().size() + 1);
    because.add(new Scored(listed.finding(), 0));
    because.addAll(verdict.because());
    return new Verdict(category, verdict.score(), disposition, Step.LIST, because);
  }

  private Category byScore(double score, List<Scored> scored) {
    if (score < suspectAt) {
      return harmless(scored);
    }
    double phishing =
        scored.stream()
            .filter(one -> one.finding().symbol().kind().equals(Optional.of(Category.PHISHING)))
            .mapToDouble(Scored::points)
            .sum();
    if (phishing >= PHISHING_POINTS) {
      return Category.PHISHING;
    }
    return score >= confirmAt ? Category.CONFIRMED_SPAM : Category.SUSPECTED_SPAM;
  }

  /// The kind of a message that is no spam, of which a symbol is at least half sure.
  private static Category harmless(List<Scored> scored) {
    return scored.stream()
        .map(Scored::finding)
        .filter(finding -> finding.strength() >= 0.5)
        .flatMap(finding -> finding.symbol().kind().stream())
        .filter(kind -> kind != Category.PHISHING)
        .max(Comparator.naturalOrder())
        .orElse(Category.CLEAN);
  }
}
