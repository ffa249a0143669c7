package org.postern.gateway.store;

import java.time.Duration;
import java.time.Instant;

/// Counts of what senders did, that fade with time: a count shrinks to its e-th part (37 %) within
/// the life of its kind. What comes at a steady rate `r` so tends to the count `r × life`: with a
/// life of a minute, a count is a number per minute.
///
/// Room is bounded: where it is short, the counts that have become smallest are forgotten. The
/// counts belong to the node, not to a tenant.
public interface Counters {

  /// Counts of one sort, with a room of their own.
  ///
  /// @param name says which, for ever: a word in lower case
  /// @param life within it a count shrinks to its e-th part
  /// @param room how many keys are kept at least, about
  record Kind(String name, Duration life, int room) {
    public Kind {
      if (!name.matches("[a-z][a-z-]{0,30}") || !life.isPositive() || room < 1) {
        throw new IllegalArgumentException("not a kind of counts: " + name);
      }
    }

    /// The same with another room.
    public Kind withRoom(int other) {
      return new Kind(name, life, other);
    }
  }

  /// What was counted under one key.
  ///
  /// @param value 0 where nothing was counted, or it faded, or was forgotten
  /// @param since when counting began: the first `add` after the key was not there; `Instant.MAX`
  ///   where it is not there
  record Count(double value, Instant since) {

    /// Nothing was counted.
    public static final Count NONE = new Count(0, Instant.MAX);
  }

  /// Adds to a count; gives what it is then. Never blocks for long.
  Count add(Kind kind, String key, double amount);

  /// The count of this moment.
  Count count(Kind kind, String key);

  /// Forgets a key.
  void forget(Kind kind, String key);
}
