package org.postern.mail.arc;

import java.io.ByteArrayOutputStream;
import org.postern.mail.dkim.Canonicalization;
import org.postern.mail.dkim.RawHeader;

/// The octets that a seal is over (RFC 8617 section 5.1.1): the fields of the sets in order, always
/// relaxed.
final class SealedText {

  private SealedText() {}

  /// Adds a field with its line end.
  static void field(byte[] octets, RawHeader.Place place, ByteArrayOutputStream out) {
    field(octets, place.start(), place.end(), out);
  }

  static void field(byte[] octets, int start, int end, ByteArrayOutputStream out) {
    Canonicalization.RELAXED.field(octets, start, end, out);
    out.write('\r');
    out.write('\n');
  }
}
