package org.postern.mail.smtp;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The name of one transaction, said in every reply, header and log row that speaks of it:
/// `01M4-8K2J-7QXD-0TZF`.
///
/// Sixteen characters of Crockford's base 32: 40 bits of time in milliseconds, so that references
/// sort by time for 34 years, and 40 random bits, so that nobody guesses a neighbour's.
public record Reference(String value) implements Comparable<Reference> {

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  public Reference {
    if (!isReference(value)) {
      throw new IllegalArgumentException("not a reference: " + value);
    }
  }

  /// A new reference for something that happens at `now`.
  public static Reference create(Instant now, RandomGenerator random) {
    long time = now.toEpochMilli() & ((1L << 40) - 1);
    long noise = random.nextLong() & ((1L << 40) - 1);
    char[] text = new char[19];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i > 0 && i % 4 == 0) {
        text[at++] = '-';
      }
      long half = i < 8 ? time : noise;
      text[at++] = ALPHABET.charAt((int) (half >>> (35 - 5 * (i % 8))) & 31);
    }
    return new Reference(new String(text));
  }

  /// Reads what a person typed; empty when it cannot be a reference.
  public static Optional<Reference> parse(String text) {
    String upper = text.strip().toUpperCase(java.util.Locale.ROOT);
    return isReference(upper) ? Optional.of(new Reference(upper)) : Optional.empty();
  }

  private static boolean isReference(String text) {
    if (text.length() != 19) {
      return false;
    }
    for (int i = 0; i < 19; i++) {
      boolean dash = i % 5 == 4;
      if (dash ? text.charAt(i) != '-' : ALPHABET.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Reference other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
