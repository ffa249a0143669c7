/// Whether a recipient exists, asked at RCPT: by the list of its domain, or by the next hop, which
/// is asked with MAIL and RCPT and without a message. Its answers are handed on as they are and
/// remembered for a while.
///
/// Only a 5yz reply to RCPT that is about the recipient (RFC 3463 X.1.Z, X.2.Z) is taken for one;
/// every other refusal is a matter between the next hop and this gateway, and temporary for the
/// sender.
///
/// Start reading at [org.postern.gateway.recipients.RecipientCheck], then
/// [org.postern.gateway.recipients.Meaning].
package org.postern.gateway.recipients;
