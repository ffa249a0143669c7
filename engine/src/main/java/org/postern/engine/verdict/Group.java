package org.postern.engine.verdict;

/// What kind of evidence a symbol is.
public enum Group {
  STRUCTURE,
  SENDER,
  CONTENT,
  VIRUS,
  TEST,
  LEARNING,
<<<<<<< HEAD
  LINK
=======
  RULE
>>>>>>> e06f5df (checks.rules: rules that come with Postern: advance fee, extortion, accounts, deliveries, callbacks, errands, offers)
}
