package org.postern.gateway.gate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.verdict.Verdict;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Message;
import org.postern.mail.smtp.Envelope;

/// The header fields that the gateway adds, and the removal of those that only it may add. What
/// they say is in docs/headers.md.
final class Stamper {

  private static final int FINDINGS = 20;
  private static final int LINE = 76;
  private static final int ENCODED = 12; // UTF-16 units in an encoded word: up to 39 octets
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String hostname;
  private volatile Dated lastDate = new Dated(Long.MIN_VALUE, "");

  Stamper(String hostname) {
    this.hostname = hostname;
  }

  /// The fields to put before the message for recipients of this verdict: the verdict, what was
  /// authenticated (RFC 8601 section 4.1), then our Received.
  String fields(Envelope envelope, SenderFacts sender, Verdict verdict) {
    StringBuilder out = new StringBuilder(600);
    out.append("X-Postern-Ref: ").append(envelope.ref()).append("\r\n");
    out.append("X-Postern-Category: ").append(verdict.category()).append("\r\n");
    out.append("X-Postern-Score: ").append(number(verdict.score())).append("\r\n");
    findings(verdict, out);
    sender
        .auth()
        .ifPresent(
            results -> out.append(results.field(hostname).field(envelope.from().smtputf8())));
    return out.append(received(envelope, sender.hostName())).toString();
  }

  /// Our Received alone (RFC 5321 section 4.4): for messages that are not examined. It names no
  /// recipient, since a copy for one must not tell of another. `clientName` is the name of the
  /// client by the DNS.
  String received(Envelope envelope, Optional<String> clientName) {
    return "Received: from "
        + word(envelope.hello().name())
        + " ("
        + clientName.map(name -> word(name) + " ").orElse("")
        + literal(envelope.client().ip())
        + ")\r\n\tby "
        + hostname
        + " with "
        + protocol(envelope)
        + " id "
        + envelope.ref()
        + ";\r\n\t"
        + date(envelope.received())
        + "\r\n";
  }

  /// The message with a prefix before the text of its subject; with a subject of its own when it
  /// had none.
  static byte[] withSubjectPrefix(Message message, String prefix) {
    byte[] octets = message.octets();
    byte[] mark = encoded(printable(prefix)).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + mark.length + 16);
    List<Field> subject = message.headers().all("Subject");
    int at = message.headers().start();
    if (subject.isEmpty()) {
      out.write(octets, 0, at);
      out.writeBytes("Subject: ".getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(mark);
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      at = subject.getFirst().offset() + subject.getFirst().name().length();
      while (octets[at] != ':') {
        at++;
      }
      at++;
      out.write(octets, 0, at);
      out.write(' ');
      out.writeBytes(mark);
    }
    out.write(octets, at, octets.length - at);
    return out.toByteArray();
  }

  private static void findings(Verdict verdict, StringBuilder out) {
    List<String> items = new ArrayList<>();
    for (Verdict.Scored scored : verdict.because()) {
      if (items.size() == FINDINGS) {
        break;
      }
      items.add(scored.finding().symbol().name() + "=" + number(scored.points()));
    }
    if (items.isEmpty()) {
      return;
    }
    out.append("X-Postern-Findings:");
    int column = "X-Postern-Findings:".length();
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i) + (i + 1 < items.size() ? ";" : "");
      if (column + 1 + item.length() > LINE) {
        out.append("\r\n\t");
        column = 8;
      } else {
        out.append(' ');
        column++;
      }
      out.append(item);
      column += item.length();
    }
    out.append("\r\n");
  }

  // RFC 3848: the words behind "with".
  private static String protocol(Envelope envelope) {
    String name =
        envelope.from().smtputf8() ? "UTF8SMTP" : envelope.hello().extended() ? "ESMTP" : "SMTP";
    return envelope.tls().isPresent() ? name + "S" : name;
  }

  // A client says what it likes in EHLO: only what may stand in a domain or literal is repeated.
  private static String word(String helo) {
    StringBuilder clean = new StringBuilder();
    helo.codePoints()
        .limit(255)
        .map(c -> Character.isLetterOrDigit(c) || ".-_[]:".indexOf(c) >= 0 ? c : '?')
        .forEach(clean::appendCodePoint);
    return clean.isEmpty() ? "unknown" : clean.toString();
  }

  private static String literal(String ip) {
    return ip.indexOf(':') >= 0 ? "[IPv6:" + ip + "]" : "[" + ip + "]";
  }

  private static String printable(String text) {
    return text.chars().noneMatch(c -> c < ' ' || c == 0x7f)
        ? text
        : text.replaceAll("[\\x00-\\x1f\\x7f]", " ");
  }

  // RFC 2047 section 2: words of at most 75 characters, whole characters in each. The blank at the
  // end would be lost between two of them.
  private static String encoded(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    StringBuilder words = new StringBuilder();
    StringBuilder some = new StringBuilder();
    for (int c : (text + " ").codePoints().toArray()) {
      if (some.length() >= ENCODED) {
        words.append(word(some)).append("\r\n ");
        some.setLength(0);
      }
      some.appendCodePoint(c);
    }
    return words.append(word(some)).toString();
  }

  private static String word(StringBuilder text) {
    byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
  }

  static String formatted(Instant time) {
    return DATE.format(time);
  }

  private String date(Instant time) {
    // A second of a busy gateway has thousands of messages, and one date.
    Dated known = lastDate;
    if (known.second() != time.getEpochSecond()) {
      known = new Dated(time.getEpochSecond(), DATE.format(time));
      lastDate = known;
    }
    return known.text();
  }

  private record Dated(long second, String text) {}

  /// Two places, no locale: `5.25`, `-0.5` becomes `-0.50`.
  static String number(double value) {
    long cents = Math.round(value * 100);
    String digits = Long.toString(Math.abs(cents) + 100);
    int whole = digits.length() - 2;
    String text = (Math.abs(cents) / 100) + "." + digits.substring(whole);
    return cents < 0 ? "-" + text : text;
  }
}
