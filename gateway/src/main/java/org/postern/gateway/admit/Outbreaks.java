package org.postern.gateway.admit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.engine.Case;
import org.postern.engine.bulk.Fingerprints;
import org.postern.engine.bulk.Waves;
import org.postern.engine.checks.infomail.WaveLessons;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Verdict;
import org.postern.mail.smtp.Client;

/// Lets [Waves] learn from what was judged, and withdraws a wave by the reference of any of its
/// copies that was held or refused of late. Refuses nobody itself.
///
/// Thread-safe: a lock.
public final class Outbreaks implements Admission {

  private static final int MOST_REFS = 10_000;

  private final Waves waves;
  private final WaveLessons lessons;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Long>> refs = new LinkedHashMap<>();
  private volatile boolean heard;

  public Outbreaks(Waves waves) {
    this.waves = waves;
    this.lessons = new WaveLessons(waves);
  }

  @Override
  public Visit open(Client client) {
    return new Visit() {};
  }

  @Override
  public void judged(Case mail, List<Verdict> verdicts) {
    if (!waves.kept()) {
      return;
    }
    lessons.judged(mail, verdicts.getFirst());
    List<Long> keys = mail.knownFingerprints().map(Fingerprints::whole).orElse(List.of());
    if (!keys.isEmpty() && verdicts.stream().anyMatch(Outbreaks::suspect)) {
      remember(mail.envelope().ref().value(), keys);
    }
  }

  private static boolean suspect(Verdict verdict) {
    return verdict.decidedBy() == Verdict.Step.RULE
        || verdict.score() >= Policy.STANDARD.suspectAt();
  }

  private void remember(String ref, List<Long> keys) {
    lock.lock();
    try {
      if (refs.size() >= MOST_REFS) {
        var oldest = refs.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
      refs.put(ref, keys);
    } finally {
      lock.unlock();
    }
  }

  /// Somebody wants the message of this reference: its wave is known no more. Whether it was one of
  /// those that are remembered.
  public boolean wanted(String ref) {
    Optional<List<Long>> keys;
    lock.lock();
    try {
      keys = Optional.ofNullable(refs.get(ref));
    } finally {
      lock.unlock();
    }
    keys.ifPresent(this::wanted);
    return keys.isPresent();
  }

  /// Somebody wants a message with these keys of [Fingerprints#whole].
  public void wanted(List<Long> keys) {
    waves.wanted(keys);
    if (!keys.isEmpty()) {
      heard = true;
    }
  }

  /// Whether anybody said so.
  public boolean heard() {
    return heard;
  }
}
