package org.postern.gateway.gate;

import java.util.List;
import java.util.Optional;
import org.postern.engine.Case;
import org.postern.engine.verdict.Report;
import org.postern.mail.smtp.Envelope;

/// A message that was read once, with what was found so far.
///
/// @param octets the message as it will be delivered and held: without forged fields of ours
/// @param listing the lists of senders as they apply to it
/// @param opinions of the recipients' filters; empty before the whole message was examined, and
///   where that was not done in full
/// @param subject decoded, empty when there is none
/// @param messageId the field as it stands, empty when there is none
record Examined(
    Envelope envelope,
    byte[] octets,
    Case mail,
    Listing listing,
    Report report,
    Optional<Opinions> opinions,
    String subject,
    String messageId) {

  /// The same for some of its recipients.
  Examined to(List<Addressee> some) {
    Envelope fewer = envelope.withRecipients(some.stream().map(Addressee::recipient).toList());
    return new Examined(fewer, octets, mail, listing, report, opinions, subject, messageId);
  }

  Examined with(Report all) {
    return new Examined(envelope, octets, mail, listing, all, opinions, subject, messageId);
  }

  /// The same with the recipients' filters to be asked, unless a check was late or failed: what it
  /// could not read under its deadline would be read here, where nothing ends it.
  Examined asking(Opinions asked) {
    if (!report.blind().isEmpty()) {
      return this;
    }
    return new Examined(
        envelope, octets, mail, listing, report, Optional.of(asked), subject, messageId);
  }

  /// What was found for this recipient alone.
  Report own(Addressee addressee) {
    return opinions.map(asked -> asked.of(addressee)).orElse(Report.EMPTY);
  }
}
