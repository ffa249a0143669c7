package org.postern.gateway.spool;

/// Where a record lies.
record Place(Segment segment, long offset, int length) {

  /// Whether the record is on the medium.
  boolean durable() {
    return offset + length <= segment.durable();
  }
}
