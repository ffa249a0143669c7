package org.postern.mail.smtp;

import java.util.List;

/// A message on its way out: pieces of byte arrays, written one after the other, so that headers
/// can be added and left out without a copy of the body. Lines end with CRLF; dot-stuffing is the
/// writer's business.
public record Payload(List<Slice> slices) {

  /// A part of an array, which must not change.
  public record Slice(byte[] bytes, int offset, int length) {
    public Slice {
      java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
    }
  }

  public Payload {
    slices = List.copyOf(slices);
  }

  public static Payload of(byte[] octets) {
    return new Payload(List.of(new Slice(octets, 0, octets.length)));
  }

  /// In octets, before dot-stuffing.
  public long size() {
    long total = 0;
    for (Slice slice : slices) {
      total += slice.length();
    }
    return total;
  }

  /// Whether any octet has its high bit set (RFC 6152).
  public boolean eightBit() {
    for (Slice slice : slices) {
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        if (slice.bytes()[i] < 0) {
          return true;
        }
      }
    }
    return false;
  }
}
