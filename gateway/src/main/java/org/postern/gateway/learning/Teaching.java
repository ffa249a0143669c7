package org.postern.gateway.learning;

import org.postern.engine.learn.Lesson;

/// A word about a message, and whose filters it teaches.
///
/// @param whom a user's address, `@` and a domain, or nothing for the filter of everybody
/// @param report whether it is the user's own word, which teaches the domain too and counts once
///   for a wave; else it is the operator's
public record Teaching(String whom, boolean report, Word word, Lesson lesson) {

  public Teaching {
    if (report && (whom.isEmpty() || whom.startsWith("@"))) {
      throw new IllegalArgumentException("only users report: " + whom);
    }
  }
}
