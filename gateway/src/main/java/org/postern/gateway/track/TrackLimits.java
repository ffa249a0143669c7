package org.postern.gateway.track;

import java.time.Duration;

/// How much the [Tracker] keeps in memory, and for how long.
///
/// @param waiting rows and explanations that may wait for the store
/// @param batch as many are written at once, and as soon as there are so many
/// @param every how long the first of a batch waits for others
/// @param patience how long a caller waits for room while the store fails; then the row is lost
/// @param drain how long the end of the program waits for what is not written yet
public record TrackLimits(
    int waiting, int batch, Duration every, Duration patience, Duration drain) {

  public static final TrackLimits STANDARD =
      new TrackLimits(
          50_000, 8_000, Duration.ofMillis(400), Duration.ofSeconds(2), Duration.ofSeconds(10));

  public TrackLimits {
    if (batch < 1 || waiting < batch) {
      throw new IllegalArgumentException("a batch of 1 to %d, not %d".formatted(waiting, batch));
    }
  }
}
