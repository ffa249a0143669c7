package org.postern.gateway.relay;

import java.time.Instant;

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
    boolean running) {}
