package org.postern.gateway.admit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.engine.bulk.Waves;
import org.postern.gateway.store.Counters;
import org.postern.gateway.store.Counters.Kind;

/// Waves of unwanted mail in counts that fade.
///
/// A wave is known after five unwanted copies to different recipients, from three networks; from
/// one network alone after eight, and then only what comes from there. It is forgotten within hours
/// when no further copy is examined, so that a few of a long one are examined again and again. Four
/// keys speak for a text, of which three must agree.
///
/// It is not known, however many copies there are, as long as one in twenty was harmless, or for a
/// month after somebody said that it is wanted. And not to a sender who is proven: where the domain
/// that shows that it sent a copy is none of those that sent two unwanted ones, that copy is
/// perhaps what others imitated.
///
/// Thread-safe: [Counters], and one thread at a time that confirms.
public final class CountedWaves implements Waves {

  private static final Duration DAY = Duration.ofDays(1);

  static final Kind UNWANTED = new Kind("wave-unwanted", Duration.ofHours(6), 1 << 14);
  static final Kind NETWORKS = new Kind("wave-networks", DAY, 1 << 14);
  static final Kind SEEN = new Kind("wave-seen", DAY, 1 << 16);
  static final Kind HARMLESS = new Kind("wave-harmless", Duration.ofDays(14), 1 << 17);
  static final Kind WANTED = new Kind("wave-wanted", Duration.ofDays(30), 1 << 14);

  /// What is counted: 13 MB.
  public static final List<Kind> KINDS = List.of(UNWANTED, NETWORKS, SEEN, HARMLESS, WANTED);

  // Half a one less than what is asked for: counts begin to fade at once.
  private static final double COPIES = 5 - 0.5;
  private static final double ENOUGH_NETWORKS = 3 - 0.5;
  private static final double OF_ONE_NETWORK = 8 - 0.5;
  private static final double OF_ONE_PROVEN = 2 - 0.5;
  private static final double TO_ONE_HARMLESS = 20;
  // What a single word has faded to when its life is over.
  private static final double REMEMBERED = Math.exp(-1);
  // Above it a count would take more than half a day to be forgotten.
  private static final double MOST = 40;
  private static final double FORGOTTEN = 0.5;
  private static final int AGREED = 3;
  private static final int MOST_RECIPIENTS = 20;
  private static final String ANY = "any";

  private final Counters counters;
  private final ReentrantLock confirming = new ReentrantLock();

  /// @param counters of these [#KINDS]
  public CountedWaves(Counters counters) {
    this.counters = counters;
  }

  @Override
  public boolean kept() {
    return true;
  }

  @Override
  public boolean rolling() {
    return counters.count(UNWANTED, ANY).value() > 0;
  }

  @Override
  public Optional<Wave> known(List<Long> keys, Copy copy) {
    int agreed = 0;
    int copies = Integer.MAX_VALUE;
    int networks = Integer.MAX_VALUE;
    for (long key : keys) {
      String name = name(key);
      if (wanted(name)) {
        return Optional.empty();
      }
      double unwanted = counters.count(UNWANTED, name).value();
      if (unwanted >= COPIES && speaks(name, unwanted, copy)) {
        agreed++;
        copies = Math.min(copies, (int) Math.round(unwanted));
        networks = Math.min(networks, networks(name));
      }
    }
    return agreed > 0 && agreed >= Math.min(AGREED, keys.size())
        ? Optional.of(new Wave(copies, networks))
        : Optional.empty();
  }

  private int networks(String name) {
    return (int) Math.max(1, Math.round(counters.count(NETWORKS, name).value()));
  }

  private boolean speaks(String name, double unwanted, Copy copy) {
    if (unwanted < TO_ONE_HARMLESS * counters.count(HARMLESS, name).value()) {
      return false;
    }
    boolean proven =
        copy.proven().isPresent() && seen(proven(name, copy.proven().get())) < OF_ONE_PROVEN;
    return !proven
        && (counters.count(NETWORKS, name).value() >= ENOUGH_NETWORKS
            || seen(network(name, copy)) >= OF_ONE_NETWORK);
  }

  private boolean wanted(String name) {
    return counters.count(WANTED, name).value() >= REMEMBERED;
  }

  @Override
  public void unwanted(List<Long> keys, Copy copy) {
    confirming.lock();
    try {
      for (long key : keys) {
        String name = name(key);
        if (!wanted(name) && fresh(name, copy)) {
          confirm(name, copy);
        }
      }
    } finally {
      confirming.unlock();
    }
  }

  // The same to the same recipients once more within some hours says nothing.
  private boolean fresh(String name, Copy copy) {
    List<String> recipients = copy.sighting().recipients();
    boolean fresh = false;
    for (String one : recipients.subList(0, Math.min(MOST_RECIPIENTS, recipients.size()))) {
      String recipient = name + " to " + one;
      double seen = seen(recipient);
      if (seen < FORGOTTEN) {
        counters.add(SEEN, recipient, 1 - seen);
        fresh = true;
      }
    }
    return fresh;
  }

  private void confirm(String name, Copy copy) {
    String network = network(name, copy);
    count(SEEN, network);
    // Each network counts once, and what has faded of that comes back when it is seen again.
    String once = network + " once";
    double missing = 1 - seen(once);
    counters.add(SEEN, once, missing);
    counters.add(NETWORKS, name, missing);
    copy.proven().ifPresent(domain -> count(SEEN, proven(name, domain)));
    count(UNWANTED, name);
    count(UNWANTED, ANY);
  }

  private void count(Kind kind, String key) {
    if (counters.count(kind, key).value() < MOST) {
      counters.add(kind, key, 1);
    }
  }

  private double seen(String key) {
    return counters.count(SEEN, key).value();
  }

  private static String network(String name, Copy copy) {
    return name + " from " + copy.sighting().network();
  }

  private static String proven(String name, String domain) {
    return name + " by " + domain;
  }

  private static String name(long key) {
    return Long.toHexString(key);
  }

  @Override
  public void harmless(List<Long> keys) {
    keys.forEach(key -> counters.add(HARMLESS, name(key), 1));
  }

  @Override
  public void wanted(List<Long> keys) {
    for (long key : keys) {
      String name = name(key);
      counters.add(WANTED, name, 1);
      counters.forget(UNWANTED, name);
      counters.forget(NETWORKS, name);
    }
  }
}
