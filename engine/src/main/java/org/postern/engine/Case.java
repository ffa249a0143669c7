package org.postern.engine;

import org.postern.mail.mime.Message;
import org.postern.mail.smtp.Envelope;

/// One message under examination: what SMTP said, the parsed message, and the facts that several
/// checks need, derived once.
public record Case(Envelope envelope, Message message) {}
