package org.postern.mail.smtp;

import java.io.IOException;

/// Writes a message after 354: dots doubled at the start of lines, the last line ended, the final
/// dot (RFC 5321 section 4.5.2), in as few writes as its size allows.
///
/// A CR or LF that stands alone goes out as CRLF: nothing that the reader of this end overlooked
/// may become an end of data for the reader of the next.
///
/// One thread: that of the connection.
final class SmtpClientBody {

  /// Takes full buffers.
  interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private final byte[] buffer;
  private final Sink sink;
  private int used;
  private boolean lineStart = true;
  private boolean afterCr;

  SmtpClientBody(byte[] buffer, Sink sink) {
    this.buffer = buffer;
    this.sink = sink;
  }

  void write(Payload payload) throws IOException {
    for (Payload.Slice slice : payload.slices()) {
      write(slice.bytes(), slice.offset(), slice.offset() + slice.length());
    }
    finish();
  }

  private void write(byte[] bytes, int from, int to) throws IOException {
    int run = from; // start of what is not copied yet
    int i = from;
    while (i < to) {
      byte b = bytes[i];
      if (afterCr && b != '\n') {
        copy(bytes, run, i);
        run = i;
        one('\n');
        afterCr = false;
        lineStart = true;
      }
      if (lineStart && b == '.') {
        copy(bytes, run, i);
        run = i;
        one('.');
      }
      if (b == '\n') {
        if (!afterCr) {
          copy(bytes, run, i);
          run = i;
          one('\r');
        }
        afterCr = false;
        lineStart = true;
        i++;
        continue;
      }
      lineStart = false;
      afterCr = b == '\r';
      i++;
      if (!afterCr) {
        while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
          i++;
        }
      }
    }
    copy(bytes, run, to);
  }

  private void finish() throws IOException {
    if (afterCr) {
      one('\n');
    } else if (!lineStart) {
      one('\r');
      one('\n');
    }
    one('.');
    one('\r');
    one('\n');
    flush();
  }

  private void copy(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      if (used == buffer.length) {
        flush();
      }
      int length = Math.min(to - at, buffer.length - used);
      System.arraycopy(bytes, at, buffer, used, length);
      used += length;
      at += length;
    }
  }

  private void one(char c) throws IOException {
    if (used == buffer.length) {
      flush();
    }
    buffer[used++] = (byte) c;
  }

  private void flush() throws IOException {
    sink.write(buffer, 0, used);
    used = 0;
  }
}
