package org.postern.mail.mime;

/// One header field where it stands: `offset` and `end` (behind its last line end) in the octets of
/// the message, the name as written, and the value unfolded (RFC 5322 section 2.2.3), read as UTF-8
/// where that is valid and as ISO-8859-1 where not; encoded words are not decoded.
public record Field(String name, String value, int offset, int end) {}
