package org.postern.mail.dkim;

import java.io.ByteArrayOutputStream;

/// The octets that the signature itself is over: the chosen fields, then the signature's own field
/// without the value of b= (RFC 6376 section 3.7).
public final class SignedHeader {

  private SignedHeader() {}

  /// The octets to sign; `own` is the signature's field with an empty b=, without its line end.
  public static byte[] of(
      RawHeader header, Iterable<RawHeader.Place> chosen, Canonicalization form, byte[] own) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
    for (RawHeader.Place place : chosen) {
      form.field(header.octets(), place.start(), place.end(), out);
      out.write('\r');
      out.write('\n');
    }
    form.field(own, 0, own.length, out);
    return out.toByteArray();
  }

  /// The signature's field with nothing behind `b=`.
  public static byte[] withoutSignature(byte[] octets, int start, int end) {
    int last = end;
    while (last > start && (octets[last - 1] == '\n' || octets[last - 1] == '\r')) {
      last--;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(last - start);
    int at = start;
    while (at < last && octets[at] != ':') {
      at++;
    }
    out.write(octets, start, Math.min(at + 1, last) - start);
    at++;
    while (at < last) {
      int semicolon = at;
      while (semicolon < last && octets[semicolon] != ';') {
        semicolon++;
      }
      int value = signatureValue(octets, at, semicolon);
      out.write(octets, at, (value < 0 ? semicolon : value) - at);
      if (semicolon < last) {
        out.write(';');
      }
      at = semicolon + 1;
    }
    return out.toByteArray();
  }

  /// Where the value of the tag begins if its name is `b`, or -1.
  private static int signatureValue(byte[] octets, int start, int end) {
    int at = start;
    while (at < end && blank(octets[at])) {
      at++;
    }
    if (at >= end || octets[at] != 'b') {
      return -1;
    }
    at++;
    while (at < end && blank(octets[at])) {
      at++;
    }
    return at < end && octets[at] == '=' ? at + 1 : -1;
  }

  private static boolean blank(byte octet) {
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
  }
}
