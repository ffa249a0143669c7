package org.postern.mail.smtp;

/// What becomes of CR without LF, LF without CR, and NUL in a message. A message ends at CRLF.CRLF
/// and nowhere else in both cases, and the program behind the server never sees any of the three
/// (SMTP smuggling, CVE-2023-51764).
public enum BareLineEndings {
  /// The message is read to its real end and answered with 550 5.5.2.
  REFUSE,
  /// A bare CR and a bare LF become CRLF, and NUL is left out, before anything looks at the
  /// message. A `.` after such a line end is text: it was no dot at the start of a line on the
  /// wire. In commands a bare LF ends the line.
  NORMALIZE
}
