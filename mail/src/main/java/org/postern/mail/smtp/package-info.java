/// SMTP, both sides: RFC 5321 with PIPELINING (2920), SIZE (1870), 8BITMIME (6152), CHUNKING
/// (3030), STARTTLS (3207), DSN (3461), enhanced status codes (2034, 3463), SMTPUTF8 (6531), and
/// PRDR (draft-hall-prdr-00) as a server.
///
/// Start reading at [org.postern.mail.smtp.Transactions], the port between the protocol and the
/// program behind it.
package org.postern.mail.smtp;
