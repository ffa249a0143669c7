package org.postern.engine.learn;

import java.util.List;

/// What the filters of a recipient say about a message.
///
/// @param strength -1 (ham) to 1 (spam), weighed by how much each filter has learnt
/// @param evidence for people: whose filter weighed most and what it has learnt, then the words
///   that weighed most, the heaviest first
public record BayesOpinion(double strength, List<String> evidence) {

  /// Nothing is known.
  public static final BayesOpinion NONE = new BayesOpinion(0, List.of());

  public BayesOpinion {
    evidence = List.copyOf(evidence);
  }
}
