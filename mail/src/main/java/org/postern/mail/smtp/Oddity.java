package org.postern.mail.smtp;

import java.nio.charset.StandardCharsets;

/// Something a client did that mail servers do not do.
///
/// @param evidence what it sent: printable ASCII, everything else escaped (`\r`, `\x16`), at most
///   120 characters
public record Oddity(Kind kind, String evidence) {

  private static final int LONGEST = 120;

  /// What it did.
  public enum Kind {
    /// It spoke before the last line of the banner, while the server kept quiet for this.
    TALKED_EARLY,
    /// It sent more before the reply to EHLO, HELO, STARTTLS or DATA, or without having said EHLO
    /// (RFC 2920 section 3.1).
    PIPELINED_TOO_SOON,
    /// It ended a line with LF alone.
    BARE_LINE_FEED,
    /// It spoke HTTP, SIP, TLS or SSH, or sent header fields as commands.
    NOT_SMTP
  }

  public Oddity {
    evidence = printable(evidence);
  }

  static Oddity of(Kind kind, byte[] octets, int from, int to) {
    int length = Math.min(to - from, LONGEST);
    return new Oddity(kind, new String(octets, from, length, StandardCharsets.ISO_8859_1));
  }

  private static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String piece =
          switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            default ->
                c >= ' ' && c <= '~'
                    ? String.valueOf(c)
                    : String.format(c <= 0xff ? "\\x%02x" : "\\u%04x", (int) c);
          };
      if (clean.length() + piece.length() > LONGEST) {
        break;
      }
      clean.append(piece);
    }
    return clean.toString();
  }
}
