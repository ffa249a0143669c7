package org.postern.mail.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the replies of a server nobody vouches for (RFC 5321 section 4.2). One thread: that of the
/// connection.
final class SmtpClientReplies {

  // Of a line, in characters: enough for every explanation, short enough for a log.
  private static final int KEPT = 1000;

  private final InputStream in;
  private final SmtpClientLimits limits;
  private final byte[] buffer = new byte[4096];
  private int at;
  private int end;
  private byte[] line = new byte[512];
  private int length;

  SmtpClientReplies(InputStream in, SmtpClientLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /// Whether something lies here that nobody asked for yet.
  boolean pending() {
    return at < end;
  }

  /// The next reply, all lines of it.
  ///
  /// @throws SmtpConnectionLost when the connection ended or what came is no reply
  Reply read() throws IOException {
    readLine();
    int code = code();
    if (length < 4 || line[3] != '-') {
      return reply(code, List.of(text()));
    }
    var lines = new ArrayList<String>();
    lines.add(text());
    for (boolean more = true; more; ) {
      if (lines.size() >= limits.replyLines()) {
        throw new SmtpConnectionLost("a reply of more than " + limits.replyLines() + " lines");
      }
      readLine();
      if (code() != code) {
        throw new SmtpConnectionLost("a reply with two codes, " + code + " and " + code());
      }
      more = length >= 4 && line[3] == '-';
      lines.add(text());
    }
    return reply(code, lines);
  }

  private void readLine() throws IOException {
    length = 0;
    while (true) {
      while (at < end) {
        byte b = buffer[at++];
        if (b == '\n') {
          if (length > 0 && line[length - 1] == '\r') {
            length--;
          }
          return;
        }
        keep(b);
      }
      at = 0;
      end = in.read(buffer);
      if (end < 0) {
        end = 0;
        throw new SmtpConnectionLost("the server closed the connection");
      }
    }
  }

  private void keep(byte b) throws SmtpConnectionLost {
    if (length == line.length) {
      if (length >= limits.replyLine()) {
        throw new SmtpConnectionLost("a reply line of more than " + length + " octets");
      }
      line = java.util.Arrays.copyOf(line, Math.min(limits.replyLine(), length * 2));
    }
    line[length++] = b;
  }

  private int code() throws SmtpConnectionLost {
    boolean valid =
        length >= 3
            && line[0] >= '2'
            && line[0] <= '5'
            && digit(line[1])
            && digit(line[2])
            && (length == 3 || line[3] == ' ' || line[3] == '-');
    if (!valid) {
      String start = new String(line, 0, Math.min(length, 40), StandardCharsets.US_ASCII);
      throw new SmtpConnectionLost("not a reply: " + printable(start));
    }
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  }

  private static boolean digit(byte b) {
    return b >= '0' && b <= '9';
  }

  private String text() {
    if (length <= 4) {
      return "";
    }
    String text = new String(line, 4, Math.min(length - 4, KEPT), StandardCharsets.UTF_8);
    return printable(text);
  }

  // What Reply leaves: the second block of control characters, and U+FFFD stays as the sign of
  // octets that were no UTF-8.
  private static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return text.replaceAll("\\p{Cc}", " ");
      }
    }
    return text;
  }

  // RFC 2034: every line of the reply begins with the status; RFC 3463: its class is that of the
  // code.
  private static Reply reply(int code, List<String> lines) {
    String status = status(code, lines.getFirst());
    if (status.isEmpty()) {
      return new Reply(code, "", lines);
    }
    List<String> plain = new ArrayList<>(lines.size());
    for (String line : lines) {
      plain.add(line.startsWith(status) ? line.substring(status.length()).stripLeading() : line);
    }
    return new Reply(code, status, plain);
  }

  private static String status(int code, String text) {
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    if (word.length() < 5 || word.length() > 9 || word.charAt(0) != '0' + code / 100) {
      return "";
    }
    int dots = 0;
    int digits = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '.') {
        if (digits == 0) {
          return "";
        }
        dots++;
        digits = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        digits++;
      } else {
        return "";
      }
    }
    return dots == 2 && digits > 0 ? word : "";
  }
}
