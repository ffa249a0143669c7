package org.postern.engine.learn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A fitted model: one small weight for each feature. Its answer is the log-odds of spam.
///
/// `suspect` is the log-odds that ordinary mail practically never reaches in mail the model has not
/// seen; what it means in points is the business of the check. Immutable, thread-safe.
public final class TextModel {

  private static final int MAGIC = 0x50544d31;
  private static final String BUILTIN = "text-model.gz";

  private final byte[] weights;
  private final float scale;
  private final float bias;
  private final float suspect;

  TextModel(byte[] weights, float scale, float bias, float suspect) {
    if (weights.length != 1 << TextFeatures.BITS) {
      throw new IllegalArgumentException("a model of " + weights.length + " weights");
    }
    this.weights = weights.clone();
    this.scale = scale;
    this.bias = bias;
    this.suspect = suspect;
  }

  /// The model that comes with Postern.
  public static TextModel builtin() {
    try (InputStream in = TextModel.class.getResourceAsStream(BUILTIN)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + BUILTIN + " is missing");
      }
      return read(in);
    } catch (IOException broken) {
      throw new UncheckedIOException("the resource " + BUILTIN, broken);
    }
  }

  /// Reads what [#write] wrote.
  public static TextModel read(InputStream in) throws IOException {
    try (DataInputStream data = new DataInputStream(new GZIPInputStream(in))) {
      if (data.readInt() != MAGIC || data.readByte() != TextFeatures.BITS) {
        throw new IOException("not a text model of this version");
      }
      float scale = data.readFloat();
      float bias = data.readFloat();
      float suspect = data.readFloat();
      byte[] weights = new byte[1 << TextFeatures.BITS];
      data.readFully(weights);
      return new TextModel(weights, scale, bias, suspect);
    }
  }

  /// Writes the model, compressed.
  public void write(OutputStream out) throws IOException {
    try (DataOutputStream data = new DataOutputStream(new GZIPOutputStream(out))) {
      data.writeInt(MAGIC);
      data.writeByte(TextFeatures.BITS);
      data.writeFloat(scale);
      data.writeFloat(bias);
      data.writeFloat(suspect);
      data.write(weights);
    }
  }

  /// The same model with another point of suspicion.
  TextModel suspecting(double logOdds) {
    return new TextModel(weights, scale, bias, (float) logOdds);
  }

  /// The log-odds from which on a message is suspect.
  public double suspect() {
    return suspect;
  }

  /// The log-odds of spam.
  public double logOdds(TextFeatures features) {
    return logOdds(features.indices(), features.count());
  }

  /// The same for features alone.
  double logOdds(int[] features) {
    return logOdds(features, features.length);
  }

  private double logOdds(int[] features, int count) {
    if (count == 0) {
      return 0;
    }
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[features[i]];
    }
    return bias + sum * scale / Math.sqrt(count);
  }

  /// The pieces of text that weighed most for spam, the heaviest first, at most four.
  public List<String> heaviest(TextFeatures features) {
    double[] at = new double[features.length() + 1];
    for (int i = 0; i < features.count(); i++) {
      at[features.position(i)] += weights[features.index(i)];
    }
    return Pieces.heaviest(features.raw(), at).stream().map(TextFeatures::shown).toList();
  }
}
