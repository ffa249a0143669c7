package org.postern.engine.learn;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// What a Bayesian filter learns of one message: the set of its tokens. Immutable.
public final class Lesson {

  /// Two messages of one wave differ in no more bits of their [#likeness]: with one word in twenty
  /// changed it is some ten, between unlike messages thirty.
  private static final int SAME_WAVE = 12;

  private static final int OCTETS = Long.BYTES - 2;

  private final long[] tokens;

  Lesson(long[] tokens) {
    this.tokens = tokens.clone();
    Arrays.sort(this.tokens);
  }

  /// How many tokens.
  public int size() {
    return tokens.length;
  }

  long[] tokens() {
    return tokens;
  }

  /// Names the message: two with the same tokens are the same to a filter.
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(encoded());
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /// A hash that differs in few bits where few of the tokens differ (Charikar's simhash).
  public long likeness() {
    int[] votes = new int[Long.SIZE];
    for (long token : tokens) {
      long bits = token * 0x9e3779b97f4a7c15L;
      bits ^= bits >>> 32;
      for (int i = 0; i < Long.SIZE; i++) {
        votes[i] += ((bits >>> i) & 1) == 0 ? -1 : 1;
      }
    }
    long likeness = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      likeness |= votes[i] > 0 ? 1L << i : 0;
    }
    return likeness;
  }

  /// Whether messages of these likenesses belong to one wave.
  public static boolean sameWave(long one, long other) {
    return Long.bitCount(one ^ other) <= SAME_WAVE;
  }

  /// The tokens as octets, six each, for a file or another process.
  public byte[] encoded() {
    ByteBuffer out = ByteBuffer.allocate(tokens.length * OCTETS);
    for (long token : tokens) {
      out.putShort((short) (token >>> Integer.SIZE)).putInt((int) token);
    }
    return out.array();
  }

  /// Reads what [#encoded] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static Lesson decode(byte[] octets) {
    if (octets.length % OCTETS != 0 || octets.length / OCTETS > BayesTokens.MOST) {
      throw new IllegalArgumentException("no lesson has " + octets.length + " octets");
    }
    ByteBuffer in = ByteBuffer.wrap(octets);
    long[] tokens = new long[octets.length / OCTETS];
    for (int i = 0; i < tokens.length; i++) {
      long upper = (long) (in.getShort() & 0xffff) << Integer.SIZE;
      tokens[i] = upper | (in.getInt() & 0xffffffffL);
    }
    if (Arrays.stream(tokens).anyMatch(token -> token == 0)
        || Arrays.stream(tokens).distinct().count() != tokens.length) {
      throw new IllegalArgumentException(
          "the tokens of a lesson are not 0, and each is there once");
    }
    return new Lesson(tokens);
  }
}
