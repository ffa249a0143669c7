package org.postern.engine.learn;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// What a Bayesian filter learns of one message: the set of its tokens, those of the message itself
/// and those of what could be read beside it, see [Beside]. Immutable.
public final class Lesson {

  /// Two messages of one wave differ in no more bits of their [#likeness]: with one word in twenty
  /// changed it is some ten, between unlike messages thirty.
  private static final int SAME_WAVE = 12;

  private static final int OCTETS = Long.BYTES - 2;

  /// Of one that is written, in octets.
  static final int LONGEST = Short.BYTES + BayesTokens.MOST * OCTETS;

  /// Those of the message itself, then the others; each sorted.
  private final long[] tokens;

  private final int own;

  /// @param own of the message itself
  /// @param beside of what was read beside it, none of them among the own
  Lesson(long[] own, long[] beside) {
    this.own = own.length;
    tokens = Arrays.copyOf(own, own.length + beside.length);
    System.arraycopy(beside, 0, tokens, own.length, beside.length);
    Arrays.sort(tokens, 0, own.length);
    Arrays.sort(tokens, own.length, tokens.length);
  }

  /// How many tokens.
  public int size() {
    return tokens.length;
  }

  long[] tokens() {
    return tokens;
  }

  /// Names the message: two with the same tokens of their own are the same to a filter. What was
  /// read of their files has no part in it: whoever takes back what was learnt of a message need
  /// not read as much of a picture as was read then.
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      ByteBuffer named = ByteBuffer.allocate(own * OCTETS);
      put(0, own, named);
      byte[] digest = sha.digest(named.array());
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

  /// For a file or another process: how many tokens are of the message itself, in two octets, and
  /// all tokens, six octets each.
  public byte[] encoded() {
    ByteBuffer out = ByteBuffer.allocate(Short.BYTES + tokens.length * OCTETS);
    out.putShort((short) own);
    put(0, tokens.length, out);
    return out.array();
  }

  private void put(int from, int to, ByteBuffer out) {
    for (int i = from; i < to; i++) {
      out.putShort((short) (tokens[i] >>> Integer.SIZE)).putInt((int) tokens[i]);
    }
  }

  /// Reads what [#encoded] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static Lesson decode(byte[] octets) {
    int count = (octets.length - Short.BYTES) / OCTETS;
    if (octets.length != Short.BYTES + count * OCTETS || count > BayesTokens.MOST) {
      throw new IllegalArgumentException("no lesson has " + octets.length + " octets");
    }
    ByteBuffer in = ByteBuffer.wrap(octets);
    int own = in.getShort() & 0xffff;
    if (own > count) {
      throw new IllegalArgumentException(own + " of " + count + " tokens are no part of a lesson");
    }
    long[] tokens = new long[count];
    for (int i = 0; i < tokens.length; i++) {
      long upper = (long) (in.getShort() & 0xffff) << Integer.SIZE;
      tokens[i] = upper | (in.getInt() & 0xffffffffL);
    }
    if (Arrays.stream(tokens).anyMatch(token -> token == 0)
        || Arrays.stream(tokens).distinct().count() != tokens.length) {
      throw new IllegalArgumentException(
          "the tokens of a lesson are not 0, and each is there once");
    }
    return new Lesson(Arrays.copyOf(tokens, own), Arrays.copyOfRange(tokens, own, count));
  }
}
