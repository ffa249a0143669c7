package org.postern.engine.bulk;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How often one fingerprint was seen, this time included.
///
/// @param counts one for each window
public record Tally(Fingerprint print, Map<Window, Count> counts) {

  /// How many different ones there were within a window.
  ///
  /// @param exact whether they were counted one by one, and not estimated
  public record Count(int recipients, int organisations, int networks, boolean exact) {}

  public Tally {
    if (counts.size() < Window.values().length) {
      throw new IllegalArgumentException("not one count for each window: " + counts);
    }
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  /// Within a window.
  public Count in(Window window) {
    return Objects.requireNonNull(counts.get(window));
  }

  /// What so many of several fingerprints of one thing agree on at least; all of them where there
  /// are fewer.
  static Tally agreed(List<Tally> several, int many) {
    int rank = Math.min(many, several.size()) - 1;
    Map<Window, Count> counts = new EnumMap<>(Window.class);
    for (Window window : Window.values()) {
      List<Count> all = several.stream().map(tally -> tally.in(window)).toList();
      counts.put(
          window,
          new Count(
              ranked(all.stream().mapToInt(Count::recipients).toArray(), rank),
              ranked(all.stream().mapToInt(Count::organisations).toArray(), rank),
              ranked(all.stream().mapToInt(Count::networks).toArray(), rank),
              all.stream().allMatch(Count::exact)));
    }
    return new Tally(several.getFirst().print(), counts);
  }

  private static int ranked(int[] values, int rank) {
    Arrays.sort(values);
    return values[values.length - 1 - rank];
  }
}
