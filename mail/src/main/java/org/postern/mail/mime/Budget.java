package org.postern.mail.mime;

/// What the reading of one message may still use. One thread: that which parses.
final class Budget {

  private static final int SMALLEST = 1 << 20;
  private static final int READINGS = 4;

  private long octets;
  private int parts;
  private int alternatives = 32;

  Budget(int size, MimeLimits limits) {
    octets = Math.max(SMALLEST, (long) size * READINGS);
    parts = limits.parts();
  }

  /// Takes the space for decoded octets, if it is there.
  boolean takeOctets(int count) {
    if (octets < count) {
      return false;
    }
    octets -= count;
    return true;
  }

  boolean takePart() {
    return parts-- > 0;
  }

  int parts() {
    return Math.max(0, parts);
  }

  /// Takes the right to read the same octets once more in another way.
  boolean takeAlternative() {
    return alternatives-- > 0;
  }
}
