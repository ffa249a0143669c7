package org.postern.gateway.spool;

import org.postern.mail.smtp.Envelope;

/// A message in the spool. Immutable: `update` gives a new one.
///
/// @param id of the record in the journal
/// @param size of the body in octets
public record Spooled(long id, Envelope envelope, long size, Progress progress) {}
