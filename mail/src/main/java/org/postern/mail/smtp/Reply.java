package org.postern.mail.smtp;

import java.util.List;

/// An SMTP reply (RFC 5321 section 4.2): code, enhanced status code (RFC 3463; empty where none
/// belongs, as in 220 or 354) and one or more lines of text without line ends. A reply is a value;
/// only the session writes it.
public record Reply(int code, String status, List<String> lines) {

  public Reply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("not a reply code: " + code);
    }
    lines = lines.stream().map(Reply::printable).toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has at least one line");
    }
  }

  public Reply(int code, String status, String text) {
    this(code, status, List.of(text));
  }

  /// 2xx, and 3xx.
  public boolean positive() {
    return code < 400;
  }

  /// 4xx.
  public boolean temporary() {
    return code >= 400 && code < 500;
  }

  /// 5xx.
  public boolean permanent() {
    return code >= 500;
  }

  /// Whether the server that says it closes the connection (RFC 5321 section 3.8, RFC 7504).
  public boolean closes() {
    return code == 421 || code == 521;
  }

  /// Code, status and text on one line, as logs and status fields show it.
  public String summary() {
    return code + (status.isEmpty() ? " " : " " + status + " ") + String.join(" / ", lines);
  }

  // Replies may carry words of a next hop or of a sender: nothing in them may end the line or move
  // a terminal.
  private static String printable(String line) {
    StringBuilder clean = null;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < ' ' || c == 0x7f) {
        if (clean == null) {
          clean = new StringBuilder(line);
        }
        clean.setCharAt(i, ' ');
      }
    }
    return clean == null ? line : clean.toString();
  }
}
