package org.postern.engine.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One member of the model of a site: for each of 2^20 features the number of messages of either
/// kind it stood in, of those that were counted.
///
/// A feature speaks by how far apart its shares of spam and of other mail lie, less where it was
/// seen seldom or stands in both; what all say is summed and scaled by the square root of their
/// number.
final class SiteMember {

  /// Above so many counted messages all counts are halved.
  private static final int MOST_COUNTED = 20_000;

  /// So many messages make a feature half as sure as it can be.
  private static final float HALF_SURE = 8;

  private static final double SCALE = 3;

  /// How sure a feature is by how often it was seen.
  private static final float[] SURE = new float[256];

  static {
    for (int i = 0; i < SURE.length; i++) {
      SURE[i] = i / (i + HALF_SURE);
    }
  }

  private static final int STEPS = 2_048;
  private static final int WRITTEN_AT_ONCE = 1 << 16;
  private static final float[] LOG_ODDS = logOdds();

  /// So many members there are; what they count of one feature lies side by side, so that it is
  /// fetched from memory together.
  static final int MEMBERS = 4;

  private static final int STRIDE = 2 * MEMBERS;

  private final double sure;
  private final short[] counts;
  private final int lane;
  private int spam;
  private int ham;

  /// @param sure the log-odds from which on a message that was judged right is not counted
  /// @param counts of all members, see [#counts]
  /// @param member which of them this is
  SiteMember(double sure, short[] counts, int member) {
    this.sure = sure;
    this.counts = counts;
    this.lane = 2 * member;
  }

  /// Room for the counts of all members.
  static short[] counts() {
    return new short[STRIDE << FeatureSet.BITS];
  }

  private static float[] logOdds() {
    float[] table = new float[2 * STEPS + 1];
    for (int i = 0; i < table.length; i++) {
      double difference = Math.clamp((i - STEPS) / (double) STEPS, -0.9999, 0.9999);
      table[i] = (float) Math.log((1 + difference) / (1 - difference));
    }
    return table;
  }

  /// What one feature says, positive for spam.
  float weight(int index) {
    return weight(index, Math.max(1, spam), Math.max(1, ham));
  }

  private float weight(int index, float allSpam, float allHam) {
    int at = index * STRIDE + lane;
    int inSpam = counts[at];
    int inHam = counts[at + 1];
    int in = inSpam + inHam;
    if (in == 0) {
      return 0;
    }
    float forSpam = inSpam * allHam;
    float forHam = inHam * allSpam;
    float apart = (forSpam - forHam) / (forSpam + forHam);
    float difference = apart * apart * apart * SURE[Math.min(in, SURE.length - 1)];
    return LOG_ODDS[(int) (difference * STEPS + (STEPS + 0.5f))];
  }

  double logOdds(FeatureSet features, int count) {
    float allSpam = Math.max(1, spam);
    float allHam = Math.max(1, ham);
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weight(features.index(i), allSpam, allHam);
    }
    return SCALE * sum / Math.sqrt(Math.max(1, count));
  }

  /// Counts a message if it was judged wrong or not surely enough.
  ///
  /// @return whether it was counted
  boolean learn(FeatureSet features, int count, boolean isSpam) {
    double odds = logOdds(features, count);
    if (isSpam ? odds > sure : odds < -sure) {
      return false;
    }
    count(features, count, isSpam, 1);
    if (spam + ham > MOST_COUNTED) {
      halve();
    }
    return true;
  }

  /// Adds a message, or with -1 takes it away.
  void count(FeatureSet features, int count, boolean isSpam, int step) {
    for (int i = 0; i < count; i++) {
      int at = features.index(i) * STRIDE + lane + (isSpam ? 0 : 1);
      counts[at] = (short) Math.max(0, counts[at] + step);
    }
    if (isSpam) {
      spam = Math.max(0, spam + step);
    } else {
      ham = Math.max(0, ham + step);
    }
  }

  private void halve() {
    for (int at = lane; at < counts.length; at += STRIDE) {
      counts[at] = (short) (counts[at] / 2);
      counts[at + 1] = (short) (counts[at + 1] / 2);
    }
    spam /= 2;
    ham /= 2;
  }

  void write(DataOutput data) throws IOException {
    data.writeInt(spam);
    data.writeInt(ham);
  }

  void read(DataInput data) throws IOException {
    spam = data.readInt();
    ham = data.readInt();
    if (spam < 0 || ham < 0) {
      throw new IOException("a model of a site with negative counts");
    }
  }

  static void write(short[] counts, DataOutput data) throws IOException {
    byte[] octets = new byte[WRITTEN_AT_ONCE];
    for (int at = 0; at < counts.length; at += WRITTEN_AT_ONCE / 2) {
      ByteBuffer.wrap(octets).asShortBuffer().put(counts, at, WRITTEN_AT_ONCE / 2);
      data.write(octets);
    }
  }

  static void read(short[] counts, DataInput data) throws IOException {
    byte[] octets = new byte[WRITTEN_AT_ONCE];
    for (int at = 0; at < counts.length; at += WRITTEN_AT_ONCE / 2) {
      data.readFully(octets);
      ByteBuffer.wrap(octets).asShortBuffer().get(counts, at, WRITTEN_AT_ONCE / 2);
    }
    for (short count : counts) {
      if (count < 0) {
        throw new IOException("a model of a site with negative counts");
      }
    }
  }
}
