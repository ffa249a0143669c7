package org.postern.gateway.spool;

import java.time.Duration;

/// The named limits of a spool.
///
/// @param segmentOctets a journal file grows to this size before the next one begins
/// @param inlineOctets a larger body goes to a file of its own, and only its name to the journal
/// @param memoryOctets bodies kept in memory for the first attempt; above this they are read from
///   disk
/// @param maxMessages messages in the spool; above this `SpoolFull`
/// @param reserveOctets free room on the disk that new messages do not touch, so that progress and
///   removals can still be written
/// @param quiet how long nothing may happen before delivered messages are swept out of the newest
///   journal file
/// @param deadAtMost how long a delivered message may lie on disk beside many that still wait
public record SpoolLimits(
    int segmentOctets,
    int inlineOctets,
    long memoryOctets,
    int maxMessages,
    long reserveOctets,
    Duration quiet,
    Duration deadAtMost) {

  public static final SpoolLimits DEFAULT =
      new SpoolLimits(
          16 << 20,
          256 << 10,
          128L << 20,
          200_000,
          64L << 20,
          Duration.ofSeconds(2),
          Duration.ofHours(1));

  public SpoolLimits {
    if (segmentOctets < 1024 || inlineOctets < 1 || maxMessages < 1) {
      throw new IllegalArgumentException("limits of the spool are too small");
    }
  }

  public SpoolLimits withSegmentOctets(int octets) {
    return new SpoolLimits(
        octets, inlineOctets, memoryOctets, maxMessages, reserveOctets, quiet, deadAtMost);
  }

  public SpoolLimits withInlineOctets(int octets) {
    return new SpoolLimits(
        segmentOctets, octets, memoryOctets, maxMessages, reserveOctets, quiet, deadAtMost);
  }

  public SpoolLimits withMemoryOctets(long octets) {
    return new SpoolLimits(
        segmentOctets, inlineOctets, octets, maxMessages, reserveOctets, quiet, deadAtMost);
  }

  public SpoolLimits withMaxMessages(int messages) {
    return new SpoolLimits(
        segmentOctets, inlineOctets, memoryOctets, messages, reserveOctets, quiet, deadAtMost);
  }

  public SpoolLimits withReserveOctets(long octets) {
    return new SpoolLimits(
        segmentOctets, inlineOctets, memoryOctets, maxMessages, octets, quiet, deadAtMost);
  }

  public SpoolLimits withQuiet(Duration duration) {
    return new SpoolLimits(
        segmentOctets,
        inlineOctets,
        memoryOctets,
        maxMessages,
        reserveOctets,
        duration,
        deadAtMost);
  }

  public SpoolLimits withDeadAtMost(Duration duration) {
    return new SpoolLimits(
        segmentOctets, inlineOctets, memoryOctets, maxMessages, reserveOctets, quiet, duration);
  }
}
