package org.postern.engine.learn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A fitted model: one small weight for each feature of the text and for each mark. Its answer is
/// the log-odds of spam.
///
/// `suspect` is the log-odds that ordinary mail practically never reaches in mail the model has not
/// seen; what it means in points is the business of the check. Immutable, thread-safe.
public final class TextModel {

  private static final int MAGIC = 0x50544d32;
  private static final String BUILTIN = "text-model.gz";
  private static final int MARKS_SHOWN = 3;

  /// No log-odds mean anything beyond.
  private static final float MOST = 1_000;

  /// How much the marks say beside the text.
  static final double MARKS = 0.7;

  private final Weights text;
  private final Weights marks;
  private final float bias;
  private final float suspect;

  TextModel(Weights text, Weights marks, float bias, float suspect) {
    if (text.size() != 1 << TextFeatures.BITS || marks.size() != 1 << Marks.BITS) {
      throw new IllegalArgumentException(
          "a model of " + text.size() + " and " + marks.size() + " weights");
    }
    this.text = text;
    this.marks = marks;
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
      float bias = data.readFloat();
      float suspect = data.readFloat();
      if (!(Math.abs(bias) < MOST && suspect > 0 && suspect < MOST)) {
        throw new IOException("bias " + bias + ", suspects from " + suspect);
      }
      Weights text = Weights.read(data, 1 << TextFeatures.BITS);
      Weights marks = Weights.read(data, 1 << Marks.BITS);
      // the checksum of all is looked at where the end is
      if (data.read() != -1) {
        throw new IOException("something follows the model");
      }
      return new TextModel(text, marks, bias, suspect);
    }
  }

  /// Writes the model, compressed.
  public void write(OutputStream out) throws IOException {
    try (DataOutputStream data = new DataOutputStream(new GZIPOutputStream(out))) {
      data.writeInt(MAGIC);
      data.writeByte(TextFeatures.BITS);
      data.writeFloat(bias);
      data.writeFloat(suspect);
      text.write(data);
      marks.write(data);
    }
  }

  /// For people.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "suspects from %.2f", suspect);
  }

  /// The same model with another point of suspicion.
  TextModel suspecting(double logOdds) {
    return new TextModel(text, marks, bias, (float) logOdds);
  }

  /// The log-odds from which on a message is suspect.
  public double suspect() {
    return suspect;
  }

  /// The log-odds of spam; even where there is no text at all.
  public double logOdds(TextFeatures features, Marks seen) {
    return logOdds(features.indices(), features.count(), seen.toArray());
  }

  /// The same for features alone.
  double logOdds(int[] features, int[] seen) {
    return logOdds(features, features.length, seen);
  }

  private double logOdds(int[] features, int count, int[] seen) {
    if (count == 0) {
      return 0;
    }
    return bias + text.sum(features, count) + MARKS * marks.sum(seen, seen.length);
  }

  /// The pieces of text that weighed most for spam, the heaviest first, at most four, and behind
  /// them the three marks that did.
  public List<String> heaviest(TextFeatures features, Marks seen) {
    double[] at = new double[features.length() + 1];
    for (int i = 0; i < features.count(); i++) {
      at[features.position(i)] += text.weight(features.index(i));
    }
    Stream<String> pieces = Pieces.heaviest(features.raw(), at).stream().map(TextFeatures::shown);
    Stream<String> names =
        IntStream.range(0, seen.count())
            .filter(i -> marks.weight(seen.index(i)) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -marks.weight(seen.index(i))))
            .limit(MARKS_SHOWN)
            .map(i -> "(" + seen.name(i) + ")");
    return Stream.concat(pieces, names).toList();
  }
}
