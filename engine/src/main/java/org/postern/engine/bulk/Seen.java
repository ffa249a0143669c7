package org.postern.engine.bulk;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Who had to do with one fingerprint within the last day. One thread at a time.
final class Seen {

  /// Of one transaction with one recipient.
  static final Map<Window, Tally.Count> ALONE =
      Map.of(
          Window.TEN_MINUTES,
          new Tally.Count(1, 1, 1, true),
          Window.HOUR,
          new Tally.Count(1, 1, 1, true),
          Window.DAY,
          new Tally.Count(1, 1, 1, true));

  private static final int RECIPIENTS = 128;
  private static final int SENDERS = 32;
  private static final int DAY = (int) Window.DAY.length().toSeconds();
  private static final int HOUR = (int) Window.HOUR.length().toSeconds();

  final long place;
  private final Distinct recipients = new Distinct(RECIPIENTS);
  private final Distinct organisations = new Distinct(SENDERS);
  private final Distinct networks = new Distinct(SENDERS);
  private int last;

  Seen(long place) {
    this.place = place;
  }

  void add(MemoryBulkCounts.Hashed who, int now, AtomicInteger room) {
    for (int recipient : who.recipients()) {
      recipients.add(recipient, now, now - DAY, room);
    }
    sender(who.organisation(), who.network(), now, room);
  }

  /// What was seen earlier.
  void before(int recipient, int organisation, int network, int then, AtomicInteger room) {
    recipients.add(recipient, then, then - DAY, room);
    sender(organisation, network, then, room);
  }

  private void sender(int organisation, int network, int now, AtomicInteger room) {
    organisations.add(organisation, now, now - DAY, room);
    networks.add(network, now, now - DAY, room);
    last = Math.max(last, now);
  }

  Map<Window, Tally.Count> counts(int now) {
    Map<Window, Tally.Count> counts = new EnumMap<>(Window.class);
    for (Window window : Window.values()) {
      int since = now - (int) window.length().toSeconds();
      counts.put(
          window,
          new Tally.Count(
              recipients.since(since),
              organisations.since(since),
              networks.since(since),
              recipients.exact()));
    }
    return counts;
  }

  /// What it would be a loss to forget.
  int worth(int now) {
    int hours = Math.max(0, now - last) / HOUR;
    return hours >= 24 ? 0 : recipients.since(now - DAY) >>> hours;
  }

  int last() {
    return last;
  }

  int taken() {
    return recipients.taken() + organisations.taken() + networks.taken();
  }
}
