package org.postern.engine.verdict;

/// The two stages of analysis: PRELIMINARY answers the sender before the message is accepted,
/// ACTIVE runs afterwards.
public enum Stage {
  PRELIMINARY,
  ACTIVE
}
