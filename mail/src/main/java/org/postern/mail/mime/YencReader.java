package org.postern.mail.mime;

import java.io.ByteArrayOutputStream;

/// yEnc, the 8-bit encoding of news (yEnc draft 1.3): `=ybegin … name=x`, data, `=yend`.
final class YencReader {

  private YencReader() {}

  static boolean begins(byte[] text, int at, int to) {
    return Octets.startsWith(text, at, to, "=ybegin ");
  }

  static UuReader.Found read(byte[] text, int start, int to) {
    int lineFeed = Octets.lineFeed(text, start, to);
    String header = Octets.text(text, start, Octets.lineText(text, start, lineFeed));
    int nameAt = header.indexOf("name=");
    String name = nameAt < 0 ? "" : header.substring(nameAt + 5).strip();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = Math.min(lineFeed + 1, to);
    while (at < to) {
      if (Octets.startsWith(text, at, to, "=yend")) {
        break;
      }
      int end = Octets.lineFeed(text, at, to);
      if (!Octets.startsWith(text, at, to, "=ypart")) {
        line(text, at, Octets.lineText(text, at, end), out);
      }
      at = end + 1;
    }
    int end = Math.min(Octets.lineFeed(text, Math.min(at, to), to), to);
    return new UuReader.Found(name, start, end, out.toByteArray());
  }

  private static void line(byte[] text, int from, int to, ByteArrayOutputStream out) {
    for (int at = from; at < to; at++) {
      int octet = text[at];
      if (octet == '=' && at + 1 < to) {
        octet = text[++at] - 64;
      }
      out.write(octet - 42);
    }
  }

  /// Decodes a body that is declared as yEnc: from its first line on, or all.
  static byte[] body(byte[] text, int from, int to) {
    for (int at = from; at < to; at = Octets.lineFeed(text, at, to) + 1) {
      if (begins(text, at, to)) {
        return read(text, at, to).octets();
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(text, from, to, out);
    return out.toByteArray();
  }
}
