package org.postern.mail.smtp;

import java.util.List;
import java.util.Locale;

/// What the other side offered in its reply to EHLO; nothing after HELO.
///
/// @param size the largest message it takes, 0 when it named none
public record SmtpClientExtensions(
    boolean pipelining,
    boolean sizeKnown,
    long size,
    boolean eightBitMime,
    boolean smtputf8,
    boolean dsn,
    boolean startTls) {

  public static final SmtpClientExtensions NONE =
      new SmtpClientExtensions(false, false, 0, false, false, false, false);

  /// Reads the reply to EHLO; its first line is the greeting (RFC 5321 section 4.1.1.1).
  static SmtpClientExtensions of(Reply ehlo) {
    boolean pipelining = false;
    boolean sizeKnown = false;
    long size = 0;
    boolean eightBitMime = false;
    boolean smtputf8 = false;
    boolean dsn = false;
    boolean startTls = false;
    List<String> lines = ehlo.lines();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.strip().toUpperCase(Locale.ROOT).split("\\s+", 3);
      switch (words[0]) {
        case "PIPELINING" -> pipelining = true;
        case "8BITMIME" -> eightBitMime = true;
        case "SMTPUTF8" -> smtputf8 = true;
        case "DSN" -> dsn = true;
        case "STARTTLS" -> startTls = true;
        case "SIZE" -> {
          sizeKnown = true;
          size = words.length > 1 ? number(words[1]) : 0;
        }
        default -> {} // unknown keywords are to be ignored, RFC 5321 section 2.2.1
      }
    }
    return new SmtpClientExtensions(
        pipelining, sizeKnown, size, eightBitMime, smtputf8, dsn, startTls);
  }

  /// Whether a message of so many octets exceeds what the server named.
  public boolean tooLarge(long octets) {
    return size > 0 && octets > size;
  }

  private static long number(String digits) {
    boolean plain = !digits.isEmpty() && digits.length() <= 18;
    for (int i = 0; plain && i < digits.length(); i++) {
      plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    return plain ? Long.parseLong(digits) : 0;
  }
}
