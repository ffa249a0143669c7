package org.postern.engine.learn;

import org.postern.mail.mime.Field;
import org.postern.mail.mime.Message;

/// The first octets of a message as they came, as features: runs of four, words and pairs of words.
/// Fields that filters added are passed over, and so are carriage returns, so that a message from a
/// file is the same as one from the wire.
final class RawOctets {

  private static final int MOST = 12_000;
  private static final int RUNS = 3_500;
  private static final int WORDS = 6_000;
  private static final int LONGEST_WORD = 60;
  private static final int WINDOW = 4;
  private static final long PRIME = 0x100000001b3L;
  private static final long SEED = 0xcbf29ce484222325L;

  private RawOctets() {}

  static FeatureSet read(Message message) {
    byte[] first = new byte[WORDS];
    int length = 0;
    for (Field field : message.headers().fields()) {
      if (!SiteFeatures.ofFilter(field.name())) {
        length = copy(message.octets(), field.offset(), field.end(), first, length);
      }
    }
    int body = Math.max(0, message.headers().end());
    length = copy(message.octets(), body, message.octets().length, first, length);
    FeatureSet features = new FeatureSet(MOST);
    try {
      runs(first, Math.min(length, RUNS), features);
      words(first, length, features);
    } finally {
      features.close();
    }
    return features;
  }

  private static int copy(byte[] octets, int from, int to, byte[] first, int length) {
    int at = length;
    for (int i = from; i < Math.min(to, octets.length) && at < first.length; i++) {
      if (octets[i] != '\r') {
        first[at++] = octets[i];
      }
    }
    return at;
  }

  private static void runs(byte[] octets, int length, FeatureSet features) {
    int window = 0;
    for (int i = 0; i < length; i++) {
      window = window << 8 | (octets[i] & 0xff);
      if (i >= 3) {
        features.add(window * 0x9e3779b97f4a7c15L, 0);
      }
    }
  }

  private static void words(byte[] octets, int length, FeatureSet features) {
    long[] before = new long[WINDOW];
    int words = 0;
    int at = 0;
    while (at < length) {
      while (at < length && (octets[at] & 0xff) <= ' ') {
        at++;
      }
      int start = at;
      long word = SEED;
      while (at < length && (octets[at] & 0xff) > ' ') {
        if (at - start < LONGEST_WORD) {
          word = (word ^ (octets[at] & 0xff)) * PRIME;
        }
        at++;
      }
      if (at > start) {
        features.add(word * 3, 0);
        for (int distance = 1; distance <= Math.min(words, WINDOW); distance++) {
          long other = before[(words - distance) % WINDOW];
          features.add(other * 31 + word + distance * 0x632be59bd9b4e019L, 0);
        }
        before[words % WINDOW] = word;
        words++;
      }
    }
  }
}
