package org.postern.gateway.learning;

/// What somebody says about a message.
public enum Word {
  SPAM,
  HAM,
  /// What was learnt of it is to be taken back.
  FORGET
}
