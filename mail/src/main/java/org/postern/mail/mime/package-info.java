/// A parser for hostile mail: RFC 5322, 2045-2049, 2047, 2231, 6532 as written, and as mail clients
/// read what is not written so.
///
/// Start reading at [org.postern.mail.mime.MimeParser].
package org.postern.mail.mime;
