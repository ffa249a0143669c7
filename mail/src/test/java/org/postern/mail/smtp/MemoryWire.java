package org.postern.mail.smtp;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// A connection in memory: a client that has said everything before it listens, in pieces of at
/// most `piece` octets; with an even `piece` a line feed ends one, too, so that nothing is sent
/// ahead. Every read waits for nothing.
final class MemoryWire implements Wire {

  private final byte[] said;
  private final int piece;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private int at;

  MemoryWire(byte[] said, int piece) {
    this.said = said;
    this.piece = piece;
  }

  byte[] heard() {
    return heard.toByteArray();
  }

  @Override
  public int read(byte[] into, int from, int length, int millis) {
    int count = Math.min(Math.min(length, piece), said.length - at);
    if (piece % 2 == 0) {
      for (int i = 0; i < count; i++) {
        if (said[at + i] == '\n') {
          count = i + 1;
        }
      }
    }
    System.arraycopy(said, at, into, from, count);
    at += count;
    return count == 0 ? -1 : count;
  }

  @Override
  public int available() {
    return Math.min(piece, said.length - at);
  }

  @Override
  public void write(byte[] octets, int length) {
    heard.write(octets, 0, length);
  }

  @Override
  public TlsInfo encrypt(SSLContext context, int millis) {
    return new TlsInfo("TLSv1.3", "TLS_AES_128_GCM_SHA256");
  }

  @Override
  public void linger() {}

  @Override
  public boolean hangUp(byte[] lastWords) {
    return false;
  }

  @Override
  public void cutWhenStalled(Duration limit) {}

  @Override
  public void close() {}
}
