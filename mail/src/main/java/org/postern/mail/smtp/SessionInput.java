package org.postern.mail.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/// What a client has sent and nobody has read yet, and the time it may take. Before it waits for
/// the client it writes all pending replies.
///
/// The buffer is small while the client is silent, within a message too, and as large as what has
/// come while a message comes in: thousands may stop in the middle of theirs.
///
/// One thread: the session's.
final class SessionInput {

  private static final int SMALL = 1 << 10;
  private static final int LARGE = 64 << 10;

  /// What came of waiting.
  enum Filled {
    MORE,
    END,
    PHASE_TIME_OVER,
    SESSION_TIME_OVER
  }

  /// One command line.
  sealed interface Line {
    /// `buffer()[from..to)`, without its end; good until the next line is read.
    ///
    /// @param bare whether it ended with LF alone
    record Text(int from, int to, boolean bare) implements Line {}

    record TooLong() implements Line {}

    /// LF without CR; what the client sent with it, `buffer()[from..to)`, counts as read.
    record BareLf(int from, int to) implements Line {}

    /// The beginning of TLS where a command should stand: `buffer()[from..to)`.
    record Handshake(int from, int to) implements Line {}

    record Missing(Filled why) implements Line {}
  }

  private final Wire wire;
  private final ReplyBuffer replies;
  private final int lineLimit;
  private final boolean takesBareLf;
  private byte[] buffer = new byte[SMALL];
  private boolean data;
  private int from;
  private int to;
  private long sessionNanos;
  private long phaseNanos;

  SessionInput(Wire wire, ReplyBuffer replies, SmtpLimits limits) {
    this.wire = wire;
    this.replies = replies;
    this.lineLimit = limits.commandOctets();
    this.takesBareLf = limits.bareLineEndings() == BareLineEndings.NORMALIZE;
    this.sessionNanos = limits.session().toNanos();
  }

  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  boolean isEmpty() {
    return from == to;
  }

  /// Everything before index `end` is read.
  void consumeTo(int end) {
    from = end;
  }

  /// From now on the client may let us wait for `limit` in all.
  void begin(Duration limit) {
    phaseNanos = limit.toNanos();
  }

  /// Waits for the client to speak, in time that counts for no other limit: MORE when it did,
  /// before or now.
  Filled listen(Duration limit) throws IOException {
    if (!isEmpty()) {
      return Filled.MORE;
    }
    long session = sessionNanos;
    begin(limit);
    Filled filled = fill();
    sessionNanos = session;
    return filled;
  }

  /// A message comes now, until the next line is read.
  void expectData() {
    data = true;
  }

  Line line() throws IOException {
    data = false;
    shrink();
    int scan = from;
    boolean tooLong = false;
    while (true) {
      if (!tooLong && beginsTls()) {
        return new Line.Handshake(from, to);
      }
      while (scan < to && buffer[scan] != '\n') {
        scan++;
      }
      if (scan < to) {
        return endOfLine(scan, tooLong);
      }
      if (to - from >= lineLimit) {
        tooLong = true;
        // A CR may be half of the end.
        from = to - 1;
      }
      int start = from;
      Filled filled = fill();
      if (filled != Filled.MORE) {
        return new Line.Missing(filled);
      }
      scan -= start - from;
    }
  }

  private Line endOfLine(int lf, boolean tooLong) {
    boolean crlf = lf > from && buffer[lf - 1] == '\r';
    int start = from;
    if (!crlf && !takesBareLf) {
      from = to;
      return new Line.BareLf(start, to);
    }
    from = lf + 1;
    return tooLong || from - start > lineLimit
        ? new Line.TooLong()
        : new Line.Text(start, crlf ? lf - 1 : lf, !crlf);
  }

  // RFC 8446 section 5.1: the content type of a handshake, and the first octet of every version.
  private boolean beginsTls() {
    return to - from >= 2 && buffer[from] == 22 && buffer[from + 1] == 3;
  }

  /// Writes pending replies, then waits for more input.
  Filled fill() throws IOException {
    replies.flush(wire);
    makeRoom();
    long left = Math.min(phaseNanos, sessionNanos);
    if (left <= 0) {
      return sessionNanos <= 0 ? Filled.SESSION_TIME_OVER : Filled.PHASE_TIME_OVER;
    }
    long begun = System.nanoTime();
    int read;
    try {
      read = wire.read(buffer, to, buffer.length - to, millis(left));
    } catch (SocketTimeoutException _) {
      return sessionNanos < phaseNanos ? Filled.SESSION_TIME_OVER : Filled.PHASE_TIME_OVER;
    }
    long took = System.nanoTime() - begun;
    phaseNanos -= took;
    sessionNanos -= took;
    if (read <= 0) {
      return Filled.END;
    }
    to += read;
    return Filled.MORE;
  }

  private static int millis(long nanos) {
    return Math.clamp(nanos / 1_000_000 + 1, 1, Integer.MAX_VALUE);
  }

  private void makeRoom() throws IOException {
    if (from == to) {
      int wanted = data ? Math.clamp(wire.available(), SMALL, LARGE) : buffer.length;
      if (wanted > buffer.length || (wanted == SMALL && buffer.length > SMALL)) {
        buffer = new byte[wanted];
      }
      from = 0;
      to = 0;
    } else if (to == buffer.length) {
      if (from > 0) {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
      } else {
        resize(2 * buffer.length);
      }
    }
  }

  private void shrink() {
    if (from == to && buffer.length > SMALL) {
      buffer = new byte[SMALL];
      from = 0;
      to = 0;
    }
  }

  private void resize(int size) {
    if (size > buffer.length) {
      buffer = Arrays.copyOf(buffer, size);
    }
  }
}
