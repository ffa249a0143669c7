package org.postern.mail.smtp;

import java.time.Duration;

/// How long the client waits, and how much it reads. The times are those of RFC 5321 section
/// 4.5.3.2 unless a caller has less patience.
///
/// @param connect for the TCP connection to one address
/// @param banner for the first 220
/// @param hello for EHLO, HELO, STARTTLS and the TLS handshake
/// @param command for MAIL, RCPT and RSET
/// @param dataInitiation for 354
/// @param dataBlock for one buffer of the message to leave
/// @param dataTermination for the reply to the final dot
/// @param quit for the reply to QUIT, which nothing depends on
/// @param replyLine octets of one line; RFC 5321 says 512, many servers say more
/// @param replyLines lines of one reply
public record SmtpClientLimits(
    Duration connect,
    Duration banner,
    Duration hello,
    Duration command,
    Duration dataInitiation,
    Duration dataBlock,
    Duration dataTermination,
    Duration quit,
    int replyLine,
    int replyLines) {

  public static final SmtpClientLimits STANDARD =
      new SmtpClientLimits(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          4096,
          100);

  public SmtpClientLimits {
    if (replyLine < 512 || replyLines < 1) {
      throw new IllegalArgumentException("a reply has lines of up to 512 octets at least");
    }
  }

  /// The standard with other times to connect and for a reply; the reply to the final dot may take
  /// twice as long.
  public static SmtpClientLimits of(Duration connect, Duration reply) {
    return new SmtpClientLimits(
        connect,
        reply,
        reply,
        reply,
        reply,
        reply,
        reply.multipliedBy(2),
        STANDARD.quit,
        STANDARD.replyLine,
        STANDARD.replyLines);
  }

  /// The same limits with no wait longer than `most`.
  public SmtpClientLimits atMost(Duration most) {
    return new SmtpClientLimits(
        least(connect, most),
        least(banner, most),
        least(hello, most),
        least(command, most),
        least(dataInitiation, most),
        least(dataBlock, most),
        least(dataTermination, most),
        least(quit, most),
        replyLine,
        replyLines);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
