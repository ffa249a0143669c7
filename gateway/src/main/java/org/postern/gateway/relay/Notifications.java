package org.postern.gateway.relay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postern.gateway.relay.Notice.About;
import org.postern.gateway.relay.Notice.Kind;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Reply;

/// Writes delivery status notifications: multipart/report (RFC 6522) with a text for people, the
/// fields of RFC 3464 for programs, and the header of the message, or the whole of a small one
/// where the sender asked for it. RFC 6533 where an address or a header is not ASCII.
///
/// Pure but for the randomness of names.
final class Notifications {

  /// Octets up to which RET=FULL is heeded; longer messages come back as their header.
  static final int FULL_LIMIT = 64 * 1024;

  private static final int HEADER_LIMIT = 32 * 1024;
  private static final int DIAGNOSTIC_LIMIT = 600;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String host;
  private final RandomGenerator random;

  /// @param host the name of this gateway
  Notifications(String host, RandomGenerator random) {
    this.host = host;
    this.random = random;
  }

  /// The message to the sender.
  ///
  /// @param ref its own reference
  byte[] compose(Notice notice, EmailAddress sender, String ref, Instant now) {
    byte[] returned = returned(notice);
    boolean utf8 = utf8(notice, sender);
    String boundary = "=_" + HexFormat.of().toHexDigits(random.nextLong()) + ref;
    var out = new Text(utf8);
    header(out, notice, sender, ref, now, boundary);
    out.line("--" + boundary);
    out.line("Content-Type: text/plain; charset=" + (utf8 ? "utf-8" : "us-ascii"));
    out.line("Content-Transfer-Encoding: " + (utf8 ? "8bit" : "7bit"));
    out.line("");
    explain(out, notice);
    out.line("--" + boundary);
    out.line("Content-Type: message/" + (utf8 ? "global-" : "") + "delivery-status");
    out.line("Content-Transfer-Encoding: " + (utf8 ? "8bit" : "7bit"));
    out.line("");
    fields(out, notice, utf8);
    out.line("--" + boundary);
    out.line("Content-Type: " + returnedType(notice, utf8));
    out.line("Content-Transfer-Encoding: " + (eightBit(returned) ? "8bit" : "7bit"));
    out.line("");
    out.raw(returned);
    out.line("");
    out.line("--" + boundary + "--");
    return out.octets();
  }

  /// Whether the notification can only be sent with SMTPUTF8: the sender's address decides.
  static boolean needsUtf8(EmailAddress sender) {
    return sender.needsUtf8();
  }

  private void header(
      Text out, Notice notice, EmailAddress sender, String ref, Instant now, String boundary) {
    out.line("From: Mail Delivery System <postmaster@" + host + ">");
    out.line("To: <" + sender + ">");
    out.line("Subject: " + title(notice.kind()));
    out.line("Date: " + DATE.format(now));
    out.line("Message-ID: <" + ref + "@" + host + ">");
    String id = notice.messageId();
    if (id.length() < 900 && id.matches("<[!-;=?-~]+>")) {
      out.line("References: " + id);
    }
    out.line("Auto-Submitted: auto-replied");
    out.line("MIME-Version: 1.0");
    out.line("Content-Type: multipart/report; report-type=delivery-status;");
    out.line(" boundary=\"" + boundary + "\"");
    out.line("");
  }

  private static String title(Kind kind) {
    return switch (kind) {
      case FAILED -> "Your message could not be delivered";
      case DELAYED -> "Your message is delayed";
      case RELAYED -> "Your message was passed on";
    };
  }

  private void explain(Text out, Notice notice) {
    out.line("This is the mail gateway " + host + ".");
    out.line("");
    switch (notice.kind()) {
      case FAILED -> {
        out.line("Your message could not be delivered to the recipients below. No further");
        out.line("attempt will be made. If the reason does not help, please reach them in");
        out.line("another way, or ask their administrator and give the reference.");
      }
      case DELAYED -> {
        out.line("Your message could not be delivered yet to the recipients below. You need");
        out.line("not do anything: we keep trying, and tell you if we have to give up.");
      }
      case RELAYED -> {
        out.line("Your message was taken by the next mail server for the recipients below.");
        out.line("That server does not report on deliveries, so you will hear no more.");
      }
    }
    out.line("");
    out.line("Reference: " + notice.original().ref());
    out.line("Received:  " + DATE.format(notice.original().received()));
    if (!notice.subject().isEmpty()) {
      out.line("Subject:   " + shortened(printable(notice.subject()), 200));
    }
    for (About about : notice.about()) {
      out.line("");
      out.line("<" + about.pending().recipient().address() + ">");
      Optional<NextHop> said = about.result().host();
      out.line(said.isPresent() ? "The server " + said.get().host() + " said:" : "Reason:");
      out.line("  " + diagnostic(about.result().reply()));
      if (notice.kind() == Kind.DELAYED) {
        out.line("We keep trying until " + DATE.format(about.until()) + ".");
      } else if (notice.kind() == Kind.FAILED && about.status().startsWith("4")) {
        out.line("This was tried until " + DATE.format(about.attempt()) + ".");
      }
    }
    out.line("");
  }

  private void fields(Text out, Notice notice, boolean utf8) {
    out.line("Reporting-MTA: dns; " + host);
    notice
        .original()
        .from()
        .dsn()
        .envid()
        .ifPresent(id -> out.line("Original-Envelope-Id: " + ascii(Xtext.decode(id))));
    out.line("Arrival-Date: " + DATE.format(notice.original().received()));
    for (About about : notice.about()) {
      EmailAddress address = about.pending().recipient().address();
      out.line("");
      about.pending().recipient().dsn().orcpt().ifPresent(orcpt -> originalRecipient(out, orcpt));
      // The address the sender knows: where we redirected to is not the sender's business.
      out.line(
          "Final-Recipient: " + (utf8 && address.needsUtf8() ? "utf-8; " : "rfc822; ") + address);
      out.line("Action: " + notice.kind().action());
      out.line("Status: " + about.status());
      about
          .result()
          .host()
          .ifPresent(hop -> {
            out.line("Remote-MTA: dns; " + hop.host());
            out.line("Diagnostic-Code: smtp; " + diagnostic(about.result().reply()));
          });
      if (about.result().host().isEmpty()) {
        out.line("Diagnostic-Code: x-postern; " + diagnostic(about.result().reply()));
      }
      out.line("Last-Attempt-Date: " + DATE.format(about.attempt()));
      if (notice.kind() == Kind.DELAYED) {
        out.line("Will-Retry-Until: " + DATE.format(about.until()));
      }
    }
    out.line("");
  }

  // ORCPT is "type;xtext"; the type stays, the address is decoded (RFC 3461 section 6.3 b).
  private static void originalRecipient(Text out, String orcpt) {
    int semicolon = orcpt.indexOf(';');
    if (semicolon > 0) {
      String type = orcpt.substring(0, semicolon);
      String address = Xtext.decode(orcpt.substring(semicolon + 1));
      out.line("Original-Recipient: " + ascii(type) + "; " + printable(address));
    }
  }

  private static String diagnostic(Reply reply) {
    return shortened(printable(reply.summary()), DIAGNOSTIC_LIMIT);
  }

  private static boolean full(Notice notice) {
    return notice.original().from().dsn().ret().filter(Dsn.Return.FULL::equals).isPresent()
        && notice.kind() == Kind.FAILED
        && notice.body().filter(body -> body.length <= FULL_LIMIT).isPresent();
  }

  private static byte[] returned(Notice notice) {
    byte[] body = notice.body().orElse(new byte[0]);
    return full(notice) ? body : headerOf(body);
  }

  private static String returnedType(Notice notice, boolean utf8) {
    if (full(notice)) {
      return utf8 ? "message/global" : "message/rfc822";
    }
    return utf8 ? "message/global-headers" : "text/rfc822-headers";
  }

  // Up to the empty line, whole lines only.
  private static byte[] headerOf(byte[] body) {
    int end = Math.min(body.length, HEADER_LIMIT);
    int lineEnd = 0;
    for (int i = 0; i < end; i++) {
      if (body[i] == '\n') {
        boolean empty = i == lineEnd || (i == lineEnd + 1 && body[lineEnd] == '\r');
        if (empty) {
          break;
        }
        lineEnd = i + 1;
      }
    }
    return java.util.Arrays.copyOf(body, lineEnd);
  }

  private static boolean eightBit(byte[] octets) {
    for (byte b : octets) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean utf8(Notice notice, EmailAddress sender) {
    return sender.needsUtf8()
        || notice.original().from().smtputf8()
        || notice.about().stream()
            .anyMatch(about -> about.pending().recipient().address().needsUtf8());
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + " ...";
  }

  // Everything here came from outside: nothing in it may begin a new line or field.
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]", " ");
  }

  private static String ascii(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  // Lines with CRLF, in UTF-8 or with question marks for what is not ASCII.
  private static final class Text {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    private final boolean utf8;

    Text(boolean utf8) {
      this.utf8 = utf8;
    }

    void line(String text) {
      out.writeBytes((utf8 ? text : ascii(text)).getBytes(StandardCharsets.UTF_8));
      out.write('\r');
      out.write('\n');
    }

    void raw(byte[] octets) {
      out.writeBytes(octets);
    }

    byte[] octets() {
      return out.toByteArray();
    }
  }
}
