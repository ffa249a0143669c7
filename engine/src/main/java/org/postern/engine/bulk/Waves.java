package org.postern.engine.bulk;

import java.util.List;
import java.util.Optional;

/// Which messages came before and turned out to be unwanted, so that further copies of such a wave
/// are known before they are examined.
///
/// Keys are those of [Fingerprints#whole]. What is known belongs to all tenants together and holds
/// no names. In doubt it knows nothing: a wave of which few copies were seen or from few networks,
/// of which some were found harmless, or of which somebody said that it is wanted. Thread-safe.
/// Never fails and never blocks for long: where it cannot be reached it knows nothing.
public interface Waves {

  /// Remembers and knows nothing: for scans of files.
  Waves NONE =
      new Waves() {
        @Override
        public boolean kept() {
          return false;
        }

        @Override
        public boolean rolling() {
          return false;
        }

        @Override
        public Optional<Wave> known(List<Long> keys, Copy copy) {
          return Optional.empty();
        }

        @Override
        public void unwanted(List<Long> keys, Copy copy) {}

        @Override
        public void harmless(List<Long> keys) {}

        @Override
        public void wanted(List<Long> keys) {}
      };

  /// One message of a wave.
  ///
  /// @param sighting to whom it went and where it came from
  /// @param proven which domain showed that it sent it; empty where none did
  record Copy(Sighting sighting, Optional<String> proven) {}

  /// What is known of a wave.
  ///
  /// @param copies that were found to be unwanted of late, about
  /// @param networks from which these came, about
  record Wave(int copies, int networks) {}

  /// Whether anything is remembered here.
  boolean kept();

  /// Whether any copy was found to be unwanted of late: where not, nothing can be known.
  boolean rolling();

  /// What is known of the wave to which a copy belongs; empty where it should not be held against
  /// it.
  Optional<Wave> known(List<Long> keys, Copy copy);

  /// A copy was examined and is unwanted without doubt.
  void unwanted(List<Long> keys, Copy copy);

  /// A copy was examined and is harmless.
  void harmless(List<Long> keys);

  /// Somebody says that a message is wanted: its wave is not known any more, from now on.
  void wanted(List<Long> keys);
}
