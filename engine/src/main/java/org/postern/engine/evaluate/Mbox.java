package org.postern.engine.evaluate;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a file of many messages (RFC 4155; of the dialects mboxrd, whose quoting of lines that
/// begin with `From ` can be undone).
///
/// A message begins with a line `From ` at the start of the file or behind an empty line.
///
/// One thread: that of whoever reads.
final class Mbox implements AutoCloseable {

  private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST = 64 << 20;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean begun;
  private boolean ended;

  private Mbox(InputStream in) {
    this.in = in;
  }

  /// Whether a file begins as an mbox does.
  static boolean is(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return java.util.Arrays.equals(in.readNBytes(FROM.length), FROM);
    }
  }

  static Mbox open(Path file) throws IOException {
    return new Mbox(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  /// The next message without its line `From `; empty at the end.
  ///
  /// @throws IOException also when a message has more than 64 MB
  Optional<byte[]> next() throws IOException {
    if (!begun) {
      begun = true;
      readLine(); // the first line From
    }
    if (ended) {
      return Optional.empty();
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    boolean afterEmpty = false;
    while (readLine()) {
      byte[] octets = line.toByteArray();
      if (afterEmpty && starts(octets, 0)) {
        return Optional.of(message.toByteArray());
      }
      afterEmpty = octets.length == 1 || (octets.length == 2 && octets[0] == '\r');
      int quoted = quoted(octets) ? 1 : 0;
      message.write(octets, quoted, octets.length - quoted);
      if (message.size() > LARGEST) {
        throw new IOException("a message of more than " + (LARGEST >> 20) + " MB");
      }
    }
    ended = true;
    return Optional.of(message.toByteArray());
  }

  /// Reads up to and with the line feed; false at the end.
  private boolean readLine() throws IOException {
    line.reset();
    int octet = in.read();
    while (octet >= 0) {
      line.write(octet);
      if (octet == '\n') {
        return true;
      }
      if (line.size() > LARGEST) {
        throw new IOException("a line of more than " + (LARGEST >> 20) + " MB");
      }
      octet = in.read();
    }
    return line.size() > 0;
  }

  private static boolean quoted(byte[] octets) {
    int at = 0;
    while (at < octets.length && octets[at] == '>') {
      at++;
    }
    return at > 0 && starts(octets, at);
  }

  private static boolean starts(byte[] octets, int at) {
    return octets.length >= at + FROM.length
        && java.util.Arrays.equals(octets, at, at + FROM.length, FROM, 0, FROM.length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
