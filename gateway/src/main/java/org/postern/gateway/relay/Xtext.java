package org.postern.gateway.relay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The encoding of ENVID and ORCPT (RFC 3461 section 4).
final class Xtext {

  private Xtext() {}

  /// Undoes it; what is wrong in it stays as it is.
  static String decode(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(octets.length);
    for (int i = 0; i < octets.length; i++) {
      boolean coded =
          octets[i] == '+' && i + 2 < octets.length && hex(octets[i + 1]) && hex(octets[i + 2]);
      if (coded) {
        out.write(Character.digit(octets[i + 1], 16) * 16 + Character.digit(octets[i + 2], 16));
        i += 2;
      } else {
        out.write(octets[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  static String encode(String text) {
    var out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '+' && b != '=') {
        out.append((char) b);
      } else {
        out.append('+')
            .append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)))
            .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
      }
    }
    return out.toString();
  }

  private static boolean hex(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'F');
  }
}
