package org.postern.engine.rules;

import java.util.List;

/// What came of running rules over a message.
///
/// @param hits in the order read
/// @param notRun the rules something depended on that were given up, or that pause
public record Examined(List<RuleHit> hits, List<Rule> notRun) {

  public Examined {
    hits = List.copyOf(hits);
    notRun = List.copyOf(notRun);
  }
}
