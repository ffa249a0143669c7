package org.postern.gateway.spool;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;

/// A spool that forgets: for tests of what stands before and behind a spool. Thread-safe.
public final class MemorySpool implements Spool {

  private int updatesToFail;

  private record Entry(Spooled spooled, byte[] body, boolean parked) {}

  private final ConcurrentSkipListMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final int maxMessages;

  public MemorySpool() {
    this(Integer.MAX_VALUE);
  }

  /// @param maxMessages one more gives `SpoolFull`
  public MemorySpool(int maxMessages) {
    this.maxMessages = maxMessages;
  }

  @Override
  public Spooled commit(Envelope envelope, MessageData data) throws IOException {
    return commit(envelope, data, Progress.ACCEPTED);
  }

  @Override
  public synchronized Spooled commit(Envelope envelope, MessageData data, Progress progress)
      throws IOException {
    try (data) {
      if (entries.size() >= maxMessages) {
        throw new SpoolFull("the spool holds " + maxMessages + " messages");
      }
      Spooled spooled = new Spooled(lastId.incrementAndGet(), envelope, data.size(), progress);
      entries.put(spooled.id(), new Entry(spooled, data.bytes(), false));
      return spooled;
    }
  }

  /// The next updates fail as on a broken disk.
  public synchronized void failNextUpdates(int times) {
    updatesToFail = times;
  }

  @Override
  public synchronized Spooled update(Spooled message, Progress progress) throws IOException {
    if (updatesToFail > 0) {
      updatesToFail--;
      throw new IOException("Input/output error");
    }
    Entry entry = entry(message);
    Spooled updated =
        new Spooled(message.id(), entry.spooled.envelope(), entry.spooled.size(), progress);
    entries.put(message.id(), new Entry(updated, entry.body, entry.parked));
    return updated;
  }

  @Override
  public byte[] body(Spooled message) throws IOException {
    return entry(message).body;
  }

  @Override
  public synchronized void park(Spooled message) throws IOException {
    Entry entry = entry(message);
    entries.put(message.id(), new Entry(entry.spooled, entry.body, true));
  }

  @Override
  public synchronized void remove(Spooled message) {
    entries.remove(message.id());
  }

  private Entry entry(Spooled message) throws IOException {
    Entry entry = entries.get(message.id());
    if (entry == null) {
      throw new IOException("message " + message.id() + " is not in the spool");
    }
    return entry;
  }

  @Override
  public List<Spooled> list() {
    return entries.values().stream().map(Entry::spooled).toList();
  }

  @Override
  public long bytesInMemory() {
    return entries.values().stream()
        .filter(entry -> !entry.parked)
        .mapToLong(entry -> entry.body.length)
        .sum();
  }

  @Override
  public void close() {}
}
