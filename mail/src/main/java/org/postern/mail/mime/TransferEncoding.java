package org.postern.mail.mime;

import java.util.Locale;

/// How a body is encoded: what Content-Transfer-Encoding names, and what is in use beside.
enum TransferEncoding {
  IDENTITY,
  BASE64,
  QUOTED_PRINTABLE,
  UUENCODE,
  YENC,
  BINHEX,
  GZIP64,
  UNKNOWN;

  /// Whether only few mail clients decode it, so that most see other content than those.
  boolean rare() {
    return this == YENC || this == BINHEX || this == GZIP64;
  }

  /// The encoding of that exact name, in any case.
  static TransferEncoding of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "none", "" -> IDENTITY;
      case "base64", "x-base64", "base-64" -> BASE64;
      case "quoted-printable", "x-quoted-printable", "qp", "quotedprintable" -> QUOTED_PRINTABLE;
      case "x-uuencode", "uuencode", "x-uue", "uue", "x-uu", "uu" -> UUENCODE;
      case "x-yencode", "yencode", "x-yenc", "yenc" -> YENC;
      case "binhex", "binhex40", "mac-binhex", "mac-binhex40", "x-binhex", "x-binhex40" -> BINHEX;
      case "gzip64", "x-gzip64" -> GZIP64;
      default -> UNKNOWN;
    };
  }

  /// What a reader may take a broken name for that only holds or begins like a known one.
  static TransferEncoding guess(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains("base64") || lower.contains("b64")) {
      return BASE64;
    }
    if (lower.startsWith("quoted") || lower.contains("printable")) {
      return QUOTED_PRINTABLE;
    }
    return lower.contains("uu") ? UUENCODE : UNKNOWN;
  }
}
