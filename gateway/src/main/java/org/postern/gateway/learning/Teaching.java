package org.postern.gateway.learning;

import java.util.List;
import org.postern.engine.learn.Lesson;

/// A word about a message, and whose filters it teaches.
///
/// @param whom a user's address, `@` and a domain, or nothing for the filter of everybody
/// @param report whether it is the user's own word, which teaches the domain too and counts once
///   for a wave; else it is the operator's
/// @param wave of what is wanted what it shares with the other copies of its wave, see
///   [Teacher#wave]; empty where nothing is to be said of that
public record Teaching(String whom, boolean report, Word word, Lesson lesson, List<Long> wave) {

  /// Says nothing of a wave.
  public Teaching(String whom, boolean report, Word word, Lesson lesson) {
    this(whom, report, word, lesson, List.of());
  }

  public Teaching {
    wave = List.copyOf(wave);
    if (report && (whom.isEmpty() || whom.startsWith("@"))) {
      throw new IllegalArgumentException("only users report: " + whom);
    }
  }
}
