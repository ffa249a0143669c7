/// Addresses of mail as the envelope knows them: RFC 5321 section 4.1.2 and RFC 6531 section 3.3.
///
/// Start reading at [org.postern.mail.address.EmailAddress].
package org.postern.mail.address;
