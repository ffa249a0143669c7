package org.postern.gateway.gate;

import org.postern.engine.Case;
import org.postern.engine.verdict.Report;
import org.postern.mail.smtp.Envelope;

/// A message that was read once, with what was found so far.
///
/// @param octets the message as it will be delivered and held: without forged fields of ours
/// @param subject decoded, empty when there is none
/// @param messageId the field as it stands, empty when there is none
record Examined(
    Envelope envelope, byte[] octets, Case mail, Report report, String subject, String messageId) {

  Examined with(Report all) {
    return new Examined(envelope, octets, mail, all, subject, messageId);
  }
}
