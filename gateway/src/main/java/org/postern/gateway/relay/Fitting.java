package org.postern.gateway.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.SmtpClientExtensions;

/// What of a consignment a server can take, by the extensions it offers.
///
/// Deviates: RFC 6152 section 3 lets a relay convert 8-bit content. We do not: a conversion breaks
/// DKIM and S/MIME signatures, which harms the message more than its return.
///
/// @param from MAIL as this server understands it
/// @param sendable the recipients to name
/// @param refusals one for each recipient in their order: `SENDABLE`, or why not
record Fitting(MailFrom from, List<Recipient> sendable, List<RecipientResult> refusals) {

  /// Stands for "to be sent" in `refusals`.
  static final RecipientResult SENDABLE =
      new RecipientResult.Temporary(new Reply(451, "4.0.0", "not sent yet"), Optional.empty());

  static final Reply NEEDS_8BIT =
      new Reply(
          554,
          "5.6.3",
          "the message has 8-bit content, which the next hop does not take (no 8BITMIME)");
  static final Reply NEEDS_UTF8 =
      new Reply(
          553,
          "5.6.7",
          "an internationalised address or header, which the next hop does not take (no SMTPUTF8)");
  private static final Reply BAD_ADDRESS =
      new Reply(553, "5.1.3", "the address has characters that SMTP cannot carry");

  static Fitting of(Consignment mail, SmtpClientExtensions offered) {
    Optional<Reply> message = message(mail.payload(), offered);
    Optional<Reply> whole = message.isPresent() ? message : sender(mail, offered);
    var sendable = new ArrayList<Recipient>(mail.to().size());
    var refusals = new ArrayList<RecipientResult>(mail.to().size());
    for (Recipient recipient : mail.to()) {
      Optional<Reply> refusal = whole.isPresent() ? whole : address(recipient.address(), offered);
      if (refusal.isEmpty()) {
        sendable.add(recipient);
        refusals.add(SENDABLE);
      } else {
        refusals.add(new RecipientResult.Permanent(refusal.get(), Optional.empty()));
      }
    }
    return new Fitting(from(mail.from(), mail.payload(), offered), sendable, refusals);
  }

  /// Why the server cannot take the octets, if so.
  static Optional<Reply> message(Payload payload, SmtpClientExtensions offered) {
    long size = payload.size();
    if (offered.tooLarge(size)) {
      return Optional.of(tooLarge(size, offered));
    }
    return !offered.eightBitMime() && payload.eightBit()
        ? Optional.of(NEEDS_8BIT)
        : Optional.empty();
  }

  /// Why the server cannot take the address, if so.
  static Optional<Reply> address(EmailAddress address, SmtpClientExtensions offered) {
    if (hasControls(address.local()) || hasControls(address.domain())) {
      return Optional.of(BAD_ADDRESS);
    }
    return address.needsUtf8() && !offered.smtputf8() ? Optional.of(NEEDS_UTF8) : Optional.empty();
  }

  /// Why the server cannot take the sender, if so.
  static Optional<Reply> sender(ReversePath path, SmtpClientExtensions offered) {
    return switch (path) {
      case ReversePath.Null _ -> Optional.empty();
      case ReversePath.Sender(EmailAddress address) -> address(address, offered);
    };
  }

  /// Why the server cannot take what MAIL and RCPT announce, if so.
  static Optional<Reply> announced(MailFrom from, EmailAddress to, SmtpClientExtensions offered) {
    if (offered.tooLarge(from.size().orElse(0))) {
      return Optional.of(tooLarge(from.size().orElse(0), offered));
    }
    Optional<Reply> sender = sender(from.path(), offered);
    return sender.isPresent() ? sender : address(to, offered);
  }

  private static Reply tooLarge(long size, SmtpClientExtensions offered) {
    return new Reply(
        552, "5.3.4", "the message has " + size + " octets, the next hop takes " + offered.size());
  }

  /// MAIL with what the server offered, and what the message is.
  static MailFrom from(MailFrom from, Payload payload, SmtpClientExtensions offered) {
    boolean eight =
        offered.eightBitMime() && (from.body() == BodyType.EIGHT_BIT_MIME || payload.eightBit());
    return new MailFrom(
        from.path(),
        OptionalLong.of(payload.size()),
        eight ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
        from.smtputf8(),
        from.dsn());
  }

  // SMTPUTF8 was asked for: it is needed when the sender or the header is not ASCII; addresses of
  // recipients are looked at one by one.
  private static Optional<Reply> sender(Consignment mail, SmtpClientExtensions offered) {
    boolean needed =
        mail.from().smtputf8() && !offered.smtputf8() && eightBitHeader(mail.payload());
    return needed ? Optional.of(NEEDS_UTF8) : sender(mail.from().path(), offered);
  }

  static boolean eightBitHeader(Payload payload) {
    int last = 0; // the last three octets
    for (Payload.Slice slice : payload.slices()) {
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        byte b = slice.bytes()[i];
        if (b < 0) {
          return true;
        }
        last = ((last << 8) | b) & 0xffffff;
        if (last == 0x0a0d0a) {
          return false;
        }
      }
    }
    return false;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }
}
