package org.postern.engine.bulk;

import java.util.List;

/// Counts to how many different recipients the same fingerprints went, and from how many different
/// organisations and networks. What is counted is who: the same message to the same recipient once
/// more changes nothing, so that retries and repeated examinations do not count.
///
/// The counts belong to all tenants together, and hold no names. Thread-safe. It never fails and
/// never blocks for long: where the counts cannot be reached, this one message is all that is told.
public interface BulkCounts {

  /// Counts nothing and knows nothing: for scans of files, whose recipients nobody knows.
  BulkCounts NONE =
      new BulkCounts() {
        @Override
        public List<Tally> add(List<Fingerprint> prints, Sighting sighting) {
          return List.of();
        }

        @Override
        public boolean counting() {
          return false;
        }
      };

  /// Counts one transaction, and tells what there is with it: a tally for each fingerprint, in
  /// their order.
  List<Tally> add(List<Fingerprint> prints, Sighting sighting);

  /// Whether it is worth to take fingerprints.
  default boolean counting() {
    return true;
  }
}
