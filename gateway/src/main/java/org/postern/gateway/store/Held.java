package org.postern.gateway.store;

import java.time.Instant;
import org.postern.engine.verdict.Category;
import org.postern.gateway.tenant.TenantId;

/// One entry of the quarantine: one message for one recipient. Names are those of the JSON fields.
///
/// @param envelope the rest of the envelope, in the form of the writer: what a release needs (body
///   type, SMTPUTF8, DSN parameters)
/// @param expires when it will be deleted
public record Held(
    TenantId tenant,
    String ref,
    Instant time,
    String rcpt,
    String mailFrom,
    String subject,
    String messageId,
    Category category,
    double score,
    long size,
    String envelope,
    Instant expires) {}
