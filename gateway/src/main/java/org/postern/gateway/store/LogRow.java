package org.postern.gateway.store;

import java.time.Instant;
import org.postern.gateway.tenant.TenantId;

/// One row of the mail log: one attempt and one recipient. Refused connections, MAILs and RCPTs
/// have rows too.
///
/// Empty text where nothing was known: no recipient yet, no message yet. Names are those of the
/// JSON fields.
///
/// @param stage the step at which the row came to be: connect, hello, mail, rcpt, data, accept,
///   judge, deliver, hold, discard, expire, release
/// @param size in octets, 0 when unknown
/// @param tls protocol and cipher of the incoming session, empty when it was plain
/// @param category as [org.postern.engine.verdict.Category], empty before the judgement
/// @param disposition the word of [org.postern.engine.verdict.Disposition], or `delivered`,
///   `deferred`, `bounced`, `refused`, `expired`, `released`
/// @param status the reply that was given, or the text of the next hop
/// @param symbol what refused it at the gate, as docs/symbols.md names it; empty elsewhere
public record LogRow(
    TenantId tenant,
    Instant time,
    String ref,
    String stage,
    String clientIp,
    String helo,
    String mailFrom,
    String rcpt,
    String subject,
    String messageId,
    long size,
    String tls,
    String category,
    double score,
    String disposition,
    String status,
    String symbol) {

  /// A row of something that no test at the gate refused.
  public LogRow(
      TenantId tenant,
      Instant time,
      String ref,
      String stage,
      String clientIp,
      String helo,
      String mailFrom,
      String rcpt,
      String subject,
      String messageId,
      long size,
      String tls,
      String category,
      double score,
      String disposition,
      String status) {
    this(
        tenant,
        time,
        ref,
        stage,
        clientIp,
        helo,
        mailFrom,
        rcpt,
        subject,
        messageId,
        size,
        tls,
        category,
        score,
        disposition,
        status,
        "");
  }
}
