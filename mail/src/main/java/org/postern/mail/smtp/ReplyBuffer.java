package org.postern.mail.smtp;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;

/// Replies on their way out: collected, then written at once (RFC 2920 section 3.2). Text outside
/// ASCII becomes `?`; a line has at most 512 octets (RFC 5321 section 4.5.3.1.5).
///
/// One thread: the session's.
final class ReplyBuffer {

  private static final int LINE_LIMIT = 510;

  private static final int SMALL = 256;
  private static final int FULL = 8 << 10;

  private byte[] octets = new byte[SMALL];
  private int used;

  void add(Reply reply) {
    add(reply, " ");
  }

  /// Adds a reply whose last line comes later.
  void addBeginning(Reply reply) {
    add(reply, "-");
  }

  private void add(Reply reply, String end) {
    Iterator<String> lines = reply.lines().iterator();
    while (lines.hasNext()) {
      String line = lines.next();
      int start = used;
      append(Integer.toString(reply.code()), LINE_LIMIT);
      append(lines.hasNext() ? "-" : end, LINE_LIMIT);
      if (!reply.status().isEmpty()) {
        append(reply.status(), 16);
        append(" ", 1);
      }
      append(line, LINE_LIMIT - (used - start));
      append("\r\n", 2);
    }
  }

  /// Writes what was collected, in one write.
  void flush(Wire wire) throws IOException {
    if (used > 0) {
      int length = used;
      used = 0;
      wire.write(octets, length);
      if (octets.length > 2 * SMALL) {
        octets = new byte[SMALL];
      }
    }
  }

  /// Whether so much has come together that it must be written, although there is more to answer.
  boolean isFull() {
    return used > FULL;
  }

  byte[] toBytes() {
    return Arrays.copyOf(octets, used);
  }

  private void append(String text, int limit) {
    int length = Math.min(text.length(), limit);
    if (used + length > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(used + length, 2 * octets.length));
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      octets[used++] = (byte) (c < 0x80 ? c : '?');
    }
  }
}
