package org.postern.engine.checks.infomail;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.bulk.Fingerprints;
import org.postern.engine.bulk.Waves;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Verdict;
import org.postern.engine.verdict.Verdict.Scored;

/// What waves learn from messages that were examined.
///
/// A copy confirms its wave where the standard policy is certain that it is unwanted, and what all
/// copies share, text, links and files, is suspect by itself: whoever sends a harmless newsletter
/// with the header of spam, from the networks of spam, confirms nothing. Nor do a test text, and
/// what followed from earlier copies. No tenant's thresholds, lists or filters take part.
///
/// Thread-safe: [Waves].
public final class WaveLessons {

  private static final Set<Group> SHARED =
      EnumSet.of(Group.CONTENT, Group.VIRUS, Group.LEARNING, Group.LINK, Group.RULE);

  private static final Set<Category> CERTAIN =
      EnumSet.of(Category.CONFIRMED_SPAM, Category.PHISHING, Category.CONFIRMED_VIRUS);

  /// What follows from other copies, or from what the sender sent before.
  private static final Set<String> EARLIER =
      Set.of(WaveCheck.CONFIRMED.name(), BulkCheck.SCATTERED.name(), "GATE_REPUTATION");

  private final Waves waves;

  public WaveLessons(Waves waves) {
    this.waves = waves;
  }

  /// What a copy says of its wave.
  enum Meaning {
    UNWANTED,
    HARMLESS,
    NOTHING
  }

  /// A message was examined. Takes no fingerprints: of what no check took them there is nothing to
  /// learn.
  ///
  /// @param verdict without what is one recipient's alone
  public void judged(Case mail, Verdict verdict) {
    List<Long> keys = mail.knownFingerprints().map(Fingerprints::whole).orElse(List.of());
    if (keys.isEmpty()) {
      return;
    }
    switch (meaning(verdict)) {
      case UNWANTED -> waves.unwanted(keys, Sightings.copy(mail));
      case HARMLESS -> waves.harmless(keys);
      case NOTHING -> {}
    }
  }

  static Meaning meaning(Verdict verdict) {
    return switch (verdict.decidedBy()) {
      case RULE -> ruled(verdict) ? Meaning.UNWANTED : Meaning.NOTHING;
      case SCORE, KIND ->
          verdict.disposition() instanceof Disposition.Defer ? Meaning.NOTHING : scored(verdict);
      case BLINDNESS, LIST -> Meaning.NOTHING;
    };
  }

  private static boolean ruled(Verdict verdict) {
    return CERTAIN.contains(verdict.category())
        && verdict.because().stream()
            .map(one -> one.finding().symbol())
            .anyMatch(symbol ->
                symbol.decides().equals(Optional.of(verdict.category()))
                    && SHARED.contains(symbol.group()));
  }

  private static Meaning scored(Verdict verdict) {
    double score = 0;
    double shared = 0;
    for (Scored one : verdict.because()) {
      Symbol symbol = one.finding().symbol();
      if (!EARLIER.contains(symbol.name())) {
        score += one.points();
        shared += SHARED.contains(symbol.group()) ? one.points() : 0;
      }
    }
    if (verdict.score() < Policy.STANDARD.suspectAt()) {
      return Meaning.HARMLESS;
    }
    return score >= Policy.STANDARD.confirmAt() && shared >= Policy.STANDARD.suspectAt()
        ? Meaning.UNWANTED
        : Meaning.NOTHING;
  }
}
