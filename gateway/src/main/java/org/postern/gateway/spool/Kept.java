package org.postern.gateway.spool;

import org.jspecify.annotations.Nullable;

/// A message as the journal knows it. Changed by the journal's thread only; `put` is read by all.
final class Kept {
  private final long id;
  private final long first;
  private volatile Place put;
  private @Nullable Place state;

  /// @param first number of the oldest segment that may hold a record of this message
  Kept(long id, long first, Place put) {
    this.id = id;
    this.first = first;
    this.put = put;
  }

  long id() {
    return id;
  }

  long first() {
    return first;
  }

  /// The record with the message.
  Place put() {
    return put;
  }

  void putMoved(Place place) {
    put = place;
  }

  /// The record with the newest progress, where it is not the one of `put`.
  @Nullable Place state() {
    return state;
  }

  void stateMoved(Place place) {
    state = place;
  }
}
