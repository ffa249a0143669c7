package org.postern.engine.learn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.postern.engine.learn.Corpus.Sample;

/// Fits the text model: logistic regression by stochastic gradient descent, every feature present
/// or not, every message scaled to length one, every corpus with the same say for its class.
///
/// The same messages give the same model, octet for octet.
public final class Trainer {

  private static final int ROUNDS = 8;
  private static final double RATE = 4;
  private static final double DECAY = 2e-6;
  private static final long SEED = 20_260_101;

  private Trainer() {}

  /// `Trainer FILE FOLDER… [--doubted FOLDER…]`: fits on the corpora in these folders and writes
  /// the model. Corpora behind `--doubted` may hold unlabelled spam, see [Corpora].
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException(
          "usage: Trainer MODEL-FILE CORPUS-FOLDER... [--doubted CORPUS-FOLDER...]");
    }
    List<Corpus> corpora = Corpora.read(List.of(args).subList(1, args.length)).fitted();
    double suspect = Evaluation.suspicion(corpora);
    TextModel model = fit(samples(corpora)).suspecting(suspect);
    Path file = Path.of(args[0]);
    try (OutputStream out = Files.newOutputStream(file)) {
      model.write(out);
    }
    System.out.printf(
        "%s: %d octets, suspects from %.2f%n", file, Files.size(file), model.suspect());
  }

  static List<Sample> samples(List<Corpus> corpora) {
    return corpora.stream().flatMap(corpus -> corpus.samples().stream()).toList();
  }

  /// Fits.
  static TextModel fit(List<Sample> samples) {
    float[] weights = new float[1 << TextFeatures.BITS];
    Map<String, Double> say = say(samples);
    List<Sample> order = new ArrayList<>(samples);
    Random random = new Random(SEED);
    double bias = 0;
    double shrink = 1;
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(order, random);
      double rate = RATE / (1 + round);
      for (Sample sample : order) {
        int[] features = sample.features();
        if (features.length == 0) {
          continue;
        }
        double norm = 1 / Math.sqrt(features.length);
        double sum = 0;
        for (int feature : features) {
          sum += weights[feature];
        }
        double odds = bias + sum * shrink * norm;
        double error = (sample.spam() ? 1 : 0) - 1 / (1 + Math.exp(-odds));
        double move = rate * error * say.getOrDefault(key(sample), 1.0);
        float change = (float) (move * norm / shrink);
        for (int feature : features) {
          weights[feature] += change;
        }
        bias += 0.01 * move;
        shrink *= 1 - DECAY * rate * 10;
      }
    }
    return quantised(weights, (float) shrink, (float) bias);
  }

  private static String key(Sample sample) {
    return sample.corpus() + sample.spam();
  }

  /// How much each message of a corpus and class counts: the corpora of a class share it by the
  /// square root of their sizes, and no message counts more than three times another.
  private static Map<String, Double> say(List<Sample> samples) {
    Map<String, Integer> sizes = new HashMap<>();
    samples.forEach(sample -> sizes.merge(key(sample), 1, Integer::sum));
    double largest = sizes.values().stream().mapToInt(size -> size).max().orElse(1);
    Map<String, Double> say = new HashMap<>();
    sizes.forEach((key, size) -> say.put(key, Math.min(3, Math.sqrt(largest / size))));
    return say;
  }

  /// Rounds weights to one octet; those that mean next to nothing become zero, which compresses.
  private static TextModel quantised(float[] weights, float shrink, float bias) {
    float[] sizes = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      sizes[i] = Math.abs(weights[i]);
    }
    java.util.Arrays.sort(sizes);
    int used = 0;
    while (used < sizes.length && sizes[sizes.length - 1 - used] > 0) {
      used++;
    }
    // the few largest are cut, so that the others keep their steps
    float top = Math.max(1e-9f, sizes[sizes.length - 1 - used / 2000]);
    float scale = top / 127;
    byte[] rounded = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = (byte) Math.clamp(Math.round(weights[i] / scale), -127, 127);
    }
    return new TextModel(rounded, scale * shrink, bias, 0);
  }
}
