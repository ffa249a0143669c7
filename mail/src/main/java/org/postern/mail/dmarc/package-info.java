/// DMARC as RFC 9989 has it: a policy found by walking up the DNS, identifiers in alignment, and
/// above all a strict answer to who the author of a message is.
///
/// Start reading at [org.postern.mail.dmarc.Dmarc]; [org.postern.mail.dmarc.AuthorDomains] reads
/// the From field, [org.postern.mail.dmarc.DmarcRecord] a policy. Where RFC 7489 says otherwise
/// stands in docs/dmarc.md. ARC is no input: it never turns a fail into a pass.
package org.postern.mail.dmarc;
