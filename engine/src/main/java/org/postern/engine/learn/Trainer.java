package org.postern.engine.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.postern.engine.learn.Corpus.Sample;

/// Fits the text model: logistic regression by stochastic gradient descent, every feature present
/// or not, every message scaled to length one, no corpus with much more say than another.
///
/// The same messages give the same model, octet for octet.
final class Trainer {

  private static final int ROUNDS = 8;
  private static final double RATE = 4;

  /// Where the model is nearer than this to the truth nothing is learnt.
  private static final double LEAST_ERROR = 0.05;

  private static final long SEED = 20_260_101;

  private Trainer() {}

  static List<Sample> samples(List<Corpus> corpora) {
    return corpora.stream().flatMap(corpus -> corpus.samples().stream()).toList();
  }

  /// Fits.
  static TextModel fit(List<Sample> samples) {
    float[] text = new float[1 << TextFeatures.BITS];
    float[] marks = new float[1 << Marks.BITS];
    Map<String, Double> say = say(samples);
    List<Sample> order = new ArrayList<>(samples);
    Random random = new Random(SEED);
    double bias = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(order, random);
      double rate = RATE / (1 + round);
      for (Sample sample : order) {
        double odds =
            bias + sum(text, sample.features()) + TextModel.MARKS * sum(marks, sample.marks());
        double error = (sample.spam() ? 1 : 0) - 1 / (1 + Math.exp(-odds));
        if (Math.abs(error) >= LEAST_ERROR && sample.features().length > 0) {
          double move = rate * error * say.getOrDefault(key(sample), 1.0);
          move(text, sample.features(), move);
          move(marks, sample.marks(), TextModel.MARKS * move);
          bias += 0.01 * move;
        }
      }
    }
    return new TextModel(Weights.rounded(text), Weights.rounded(marks), (float) bias, 0);
  }

  private static double sum(float[] weights, int[] features) {
    double sum = 0;
    for (int feature : features) {
      sum += weights[feature];
    }
    return sum / Math.sqrt(Math.max(1, features.length));
  }

  private static void move(float[] weights, int[] features, double move) {
    float change = (float) (move / Math.sqrt(Math.max(1, features.length)));
    for (int feature : features) {
      weights[feature] += change;
    }
  }

  private static String key(Sample sample) {
    return sample.corpus() + sample.spam();
  }

  /// How much each message of a corpus and class counts: the corpora of a class share it by the
  /// square root of their sizes, and no message counts more than three times another. Messages
  /// written for training have a quarter of that say.
  private static Map<String, Double> say(List<Sample> samples) {
    Map<String, Integer> sizes = new HashMap<>();
    samples.forEach(sample -> sizes.merge(key(sample), 1, Integer::sum));
    double largest = sizes.values().stream().mapToInt(size -> size).max().orElse(1);
    Map<String, Double> say = new HashMap<>();
    sizes.forEach((key, size) -> {
      double share = Math.min(3, Math.sqrt(largest / size));
      say.put(key, key.startsWith(Corpus.OWN) ? share / 4 : share);
    });
    return say;
  }
}
