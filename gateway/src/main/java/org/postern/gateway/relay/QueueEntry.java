package org.postern.gateway.relay;

import java.time.Instant;
import org.postern.gateway.spool.Progress.Pending;

/// One recipient that a message is still to be delivered to, for people and scripts.
///
/// @param tries failed attempts so far
/// @param lastStatus what the last one gave, empty before the first
/// @param running whether an attempt is under way
public record QueueEntry(
    String ref,
    String mailFrom,
    String rcpt,
    long size,
    Instant received,
    Instant nextTry,
    int tries,
    String lastStatus,
    boolean running) {

  static QueueEntry of(Job job, Job.Slot slot) {
    var envelope = job.message().envelope();
    Pending pending = slot.pending();
    return new QueueEntry(
        envelope.ref().value(),
        envelope.from().path().toString(),
        pending.recipient().address().toString(),
        job.message().size(),
        envelope.received(),
        pending.nextTry(),
        pending.tries(),
        pending.lastStatus(),
        job.running(slot));
  }
}
