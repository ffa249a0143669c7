package org.postern.engine.verdict;

/// What kind of evidence a symbol is.
public enum Group {
  STRUCTURE,
  SENDER,
  CONTENT,
  VIRUS,
  TEST,
  LEARNING,
  LINK,
  RULE
}
