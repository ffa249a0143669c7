package org.postern.mail.smtp;

import java.util.concurrent.atomic.AtomicBoolean;

/// A message that lies in memory. Thread-safe: its octets do not change.
final class MemoryMessage implements MessageData {

  private final byte[] octets;
  private final Runnable free;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /// @param free run once, when it is closed
  MemoryMessage(byte[] octets, Runnable free) {
    this.octets = octets;
    this.free = free;
  }

  @Override
  public long size() {
    return octets.length;
  }

  @Override
  public byte[] bytes() {
    return octets;
  }

  @Override
  public boolean inMemory() {
    return true;
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      free.run();
    }
  }
}
