/// Sender authentication of one message as a whole: SPF, DKIM, ARC and DMARC, each asked once, on
/// the octets as they came, with one budget of questions to the DNS.
///
/// Start reading at [org.postern.mail.auth.Authenticator].
package org.postern.mail.auth;
