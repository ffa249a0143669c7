package org.postern.mail.smtp;

import org.postern.mail.address.EmailAddress;

/// One accepted RCPT.
public record Recipient(EmailAddress address, Dsn.OfRecipient dsn) {}
