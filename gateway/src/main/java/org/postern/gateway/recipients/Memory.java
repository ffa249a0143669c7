package org.postern.gateway.recipients;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/// The answers of next hops, for as long as they hold. Thread-safe.
final class Memory {

  /// An answer that holds.
  ///
  /// @param old whether it is time to ask again, behind the reply
  record Held(Word word, boolean old) {}

  private record Negative(Word word, Instant asked, Instant until) {}

  private static final int TRIALS = 50_000;

  private final RecipientLimits limits;
  private final InstantSource clock;
  private final Bounded<Instant> positives;
  private final Bounded<Negative> negatives;
  // Whether the next hop takes everybody, by domain; until when that holds.
  private final Bounded<Trial> trials = new Bounded<>(TRIALS, Long.MAX_VALUE, _ -> 0);

  private record Trial(boolean takesAll, Instant until) {}

  Memory(RecipientLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.positives = new Bounded<>(limits.entries() * 4 / 5, limits.octets() * 3 / 4, _ -> 24);
    this.negatives = new Bounded<>(limits.entries() / 5, limits.octets() / 4, Memory::weight);
  }

  private static int weight(Negative negative) {
    return 200
        + negative.word().reply().lines().stream().mapToInt(line -> 40 + 2 * line.length()).sum();
  }

  /// That it does not exist, or could not be told just now.
  Optional<Held> negative(Key key) {
    Instant now = clock.instant();
    return negatives
        .get(key)
        .filter(held -> held.until().isAfter(now))
        .map(held ->
            new Held(held.word(), held.asked().plus(limits.negative().dividedBy(4)).isBefore(now)));
  }

  /// When the next hop last said that it exists, where that still holds.
  Optional<Instant> positive(Key key) {
    return since(key, limits.positive());
  }

  /// The same, however long ago that was.
  Optional<Instant> known(Key key) {
    return since(key, limits.known());
  }

  private Optional<Instant> since(Key key, Duration time) {
    return positives.get(key).filter(asked -> asked.plus(time).isAfter(clock.instant()));
  }

  /// Whether an answer of that age is to be asked for again, behind the reply.
  boolean old(Instant asked) {
    return asked.plus(limits.positive().dividedBy(2)).isBefore(clock.instant());
  }

  void remember(Key key, Word word) {
    Instant now = clock.instant();
    switch (word.meaning()) {
      case EXISTS -> exists(key);
      case UNKNOWN -> {
        positives.remove(key);
        negatives.put(key, new Negative(word, now, now.plus(limits.negative())));
        // It refuses somebody, so it does not take everybody.
        trials.put(key.ofDomain(), new Trial(false, now.plus(limits.trial())));
      }
      case UNAVAILABLE, LATER ->
          negatives.put(key, new Negative(word, now, now.plus(limits.temporary())));
      case POLICY, UNFIT, SILENCE -> {} // nothing about the recipient
    }
  }

  void exists(Key key) {
    exists(key, clock.instant());
  }

  void exists(Key key, Instant asked) {
    negatives.remove(key);
    positives.put(key, asked);
  }

  /// A delivery was refused: whatever was said before does not hold.
  void doubt(Key key) {
    positives.remove(key);
  }

  /// Whether the next hop takes everybody in this domain, so that its word means nothing.
  boolean takesAll(Key key) {
    return trial(key).filter(Trial::takesAll).isPresent();
  }

  /// Whether that is to be found out.
  boolean untried(Key key) {
    return trial(key).isEmpty();
  }

  private Optional<Trial> trial(Key key) {
    return trials.get(key.ofDomain()).filter(trial -> trial.until().isAfter(clock.instant()));
  }

  void tried(Key key, boolean takesAll) {
    Instant until = clock.instant().plus(limits.trial());
    trials.put(key.ofDomain(), new Trial(takesAll, until));
  }

  /// Forgets; tells how many answers.
  int forget(Predicate<Key> unwanted) {
    trials.removeIf(unwanted.or(key -> unwanted.test(key.ofDomain())));
    return positives.removeIf(unwanted) + negatives.removeIf(unwanted);
  }

  /// What a later run may want to know.
  Bounded<Instant> lasting() {
    return positives;
  }
}
