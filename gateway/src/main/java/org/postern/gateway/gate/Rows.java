package org.postern.gateway.gate;

import java.time.Instant;
import java.util.Optional;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.TlsInfo;

/// Rows of the mail log as the gate writes them.
final class Rows {

  private Rows() {}

  /// Something was refused before there was a message.
  static LogRow refused(
      TenantId tenant,
      Instant time,
      Reference ref,
      String stage,
      Client client,
      Hello hello,
      Optional<TlsInfo> tls,
      String from,
      String rcpt,
      Reply reply,
      String symbol) {
    return new LogRow(
        tenant,
        time,
        ref.value(),
        stage,
        client.ip(),
        hello.name(),
        from,
        rcpt,
        "",
        "",
        0,
        tls.map(TlsInfo::toString).orElse(""),
        "",
        0,
        reply.temporary() ? "defer" : "refused",
        reply.summary(),
        symbol);
  }

  /// What became of a message for one recipient.
  static LogRow judged(
      Instant time, String stage, Examined mail, Judged judged, String disposition, String status) {
    return judged(time, stage, mail, judged, disposition, status, "");
  }

  /// The same, where a test at the gate refused it.
  static LogRow judged(
      Instant time,
      String stage,
      Examined mail,
      Judged judged,
      String disposition,
      String status,
      String symbol) {
    Envelope envelope = mail.envelope();
    Verdict verdict = judged.verdict();
    return new LogRow(
        judged.addressee().tenant(),
        time,
        envelope.ref().value(),
        stage,
        envelope.client().ip(),
        envelope.hello().name(),
        envelope.from().path().toString(),
        judged.addressee().address(),
        mail.subject(),
        mail.messageId(),
        mail.octets().length,
        envelope.tls().map(TlsInfo::toString).orElse(""),
        verdict.category().name(),
        verdict.score(),
        disposition,
        status,
        symbol);
  }

  /// What became of a message that was not examined.
  static LogRow unexamined(
      Instant time,
      String stage,
      Envelope envelope,
      Addressee addressee,
      long size,
      String disposition,
      String status) {
    return new LogRow(
        addressee.tenant(),
        time,
        envelope.ref().value(),
        stage,
        envelope.client().ip(),
        envelope.hello().name(),
        envelope.from().path().toString(),
        addressee.address(),
        "",
        "",
        size,
        envelope.tls().map(TlsInfo::toString).orElse(""),
        "",
        0,
        disposition,
        status);
  }
}
