/// Reports about authentication, read and written: DMARC aggregate reports (RFC 9990 and the form
/// of RFC 7489), SMTP TLS reports (RFC 8460), feedback and failure reports (RFC 5965, 6591, 9991).
///
/// Start reading at [org.postern.mail.report.Reports], which finds them in a message. Everything is
/// from strangers: sizes are bounded before and after unpacking, XML is read without DTD.
package org.postern.mail.report;
