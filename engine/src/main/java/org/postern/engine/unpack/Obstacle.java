package org.postern.engine.unpack;

/// Something of an archive that was not examined, and why.
public sealed interface Obstacle {

  /// Where: the path through the archives.
  String path();

  /// Archives are nested deeper than is examined.
  record TooDeep(String path) implements Obstacle {}

  /// A budget is used up: `what` names it.
  record Limit(String path, String what) implements Obstacle {}

  /// It needs a password.
  record Encrypted(String path) implements Obstacle {}

  /// It is damaged, or compressed in a way that is not read.
  record Unreadable(String path, String why) implements Obstacle {}
}
