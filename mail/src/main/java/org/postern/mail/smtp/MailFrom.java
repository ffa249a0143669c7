package org.postern.mail.smtp;

import java.util.OptionalLong;
import org.postern.mail.address.ReversePath;

/// MAIL with its parameters: SIZE as declared, BODY, SMTPUTF8, RET and ENVID.
public record MailFrom(
    ReversePath path, OptionalLong size, BodyType body, boolean smtputf8, Dsn.OfMessage dsn) {}
