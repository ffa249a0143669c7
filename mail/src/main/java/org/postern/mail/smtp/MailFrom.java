package org.postern.mail.smtp;

import java.util.OptionalLong;
import org.postern.mail.address.ReversePath;

/// MAIL with its parameters: SIZE as declared, BODY, SMTPUTF8, RET and ENVID, and PRDR.
///
/// @param prdr whether the client wants one reply for each recipient (draft-hall-prdr-00); says
///   nothing of the message and ends with its transaction
public record MailFrom(
    ReversePath path,
    OptionalLong size,
    BodyType body,
    boolean smtputf8,
    Dsn.OfMessage dsn,
    boolean prdr) {

  /// Without PRDR.
  public MailFrom(
      ReversePath path, OptionalLong size, BodyType body, boolean smtputf8, Dsn.OfMessage dsn) {
    this(path, size, body, smtputf8, dsn, false);
  }
}
