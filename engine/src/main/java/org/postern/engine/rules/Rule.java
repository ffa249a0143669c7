package org.postern.engine.rules;

import java.util.Set;

/// A rule as read.
///
/// @param name as in the file
/// @param score 0 for one that only others look at
/// @param description empty where there is none
/// @param flags the words of its `tflags`
/// @param mostHits how often it counts, at most
/// @param file where its test stands
public record Rule(
    String name,
    RuleTest test,
    double score,
    String description,
    Set<String> flags,
    int mostHits,
    String file,
    int line) {

  public Rule {
    flags = Set.copyOf(flags);
  }

  /// Whether it is a part of other rules only: its name starts with two underlines.
  public boolean partial() {
    return name.startsWith("__");
  }

  /// Whether it counts every match.
  boolean multiple() {
    return flags.contains("multiple");
  }

  /// Whether it does not look at the subject.
  boolean noSubject() {
    return flags.contains("nosubject");
  }
}
