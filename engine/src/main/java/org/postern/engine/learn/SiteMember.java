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
  private static final int STEPS = 2_048;
  private static final float[] LOG_ODDS = logOdds();

  private final double sure;
  private final short[] counts = new short[2 << FeatureSet.BITS];
  private int spam;
  private int ham;

  /// @param sure the log-odds from which on a message that was judged right is not counted
  SiteMember(double sure) {
    this.sure = sure;
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
    int inSpam = counts[2 * index];
    int inHam = counts[2 * index + 1];
    int in = inSpam + inHam;
    if (in == 0) {
      return 0;
    }
    float forSpam = inSpam * allHam;
    float forHam = inHam * allSpam;
    float apart = (forSpam - forHam) / (forSpam + forHam);
    float difference = apart * apart * apart * in / (in + HALF_SURE);
    return LOG_ODDS[Math.round(difference * STEPS) + STEPS];
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
      int at = 2 * features.index(i) + (isSpam ? 0 : 1);
      counts[at] = (short) Math.max(0, counts[at] + step);
    }
    if (isSpam) {
      spam = Math.max(0, spam + step);
    } else {
      ham = Math.max(0, ham + step);
    }
  }

  private void halve() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (short) (counts[i] / 2);
    }
    spam /= 2;
    ham /= 2;
  }

  void write(DataOutput data) throws IOException {
    data.writeInt(spam);
    data.writeInt(ham);
    ByteBuffer octets = ByteBuffer.allocate(2 * counts.length);
    octets.asShortBuffer().put(counts);
    data.write(octets.array());
  }

  void read(DataInput data) throws IOException {
    spam = data.readInt();
    ham = data.readInt();
    byte[] octets = new byte[2 * counts.length];
    data.readFully(octets);
    ByteBuffer.wrap(octets).asShortBuffer().get(counts);
    if (spam < 0 || ham < 0) {
      throw new IOException("a model of a site with negative counts");
    }
    for (short count : counts) {
      if (count < 0) {
        throw new IOException("a model of a site with negative counts");
      }
    }
  }
}
