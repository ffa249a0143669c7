package org.postern.mail.smtp;

import java.io.IOException;

/// The octets of one received message: lines end with CRLF only, dot-stuffing is undone. Small
/// messages lie in memory, large ones in a file. One owner; `close` frees the memory or the file
/// and may be called twice.
public interface MessageData extends AutoCloseable {

  /// In octets.
  long size();

  /// The whole message. The array is shared and must not be changed. For a message that lies in a
  /// file this reads it.
  byte[] bytes() throws IOException;

  /// Whether `bytes` costs nothing.
  boolean inMemory();

  @Override
  void close();

  /// A message that lies in memory.
  static MessageData of(byte[] octets) {
    return new MemoryMessage(octets, () -> {});
  }
}
