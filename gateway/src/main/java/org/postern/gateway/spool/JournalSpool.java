package org.postern.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The spool on a group-commit journal: `journal/` holds messages, `bodies/` the large ones,
/// `damaged/` what could not be read.
///
/// A body stays in memory for the first attempt while `SpoolLimits.memoryOctets` lasts; after that,
/// and after a restart, it is read from the journal. Thread-safe.
public final class JournalSpool implements Spool {

  private static final Logger LOG = LoggerFactory.getLogger(JournalSpool.class);
  private static final byte[] NOTHING = {};

  /// A message and where its body is. The lock orders changes of one message.
  private static final class Entry {
    final Kept kept;
    final SpoolCodec.BodyPlace place;
    final int crc;
    final ReentrantLock lock = new ReentrantLock();
    volatile Spooled spooled;
    volatile @Nullable MessageData data;

    Entry(Kept kept, SpoolCodec.BodyPlace place, int crc, Spooled spooled) {
      this.kept = kept;
      this.place = place;
      this.crc = crc;
      this.spooled = spooled;
    }
  }

  private final Disk disk;
  private final SpoolLimits limits;
  private final BodyFiles bodies;
  private final Journal journal;
  private final ConcurrentSkipListMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong lastId;

  private JournalSpool(Disk disk, SpoolLimits limits, InstantSource clock, RandomGenerator random)
      throws IOException {
    this.disk = disk;
    this.limits = limits;
    this.bodies = new BodyFiles(disk);
    Recovery recovery = Recovery.read(disk);
    // Ids grow over restarts even when nothing is left that says which were used.
    this.lastId = new AtomicLong(Math.max(recovery.highestId(), clock.millis() * 1000));
    this.journal = new Journal(disk, limits, random, recovery);
    try {
      recover(recovery.found());
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  /// Opens the spool in a folder of its own, which is made when missing. What a crash left is in
  /// `list`.
  ///
  /// @param random makes the markers that keep a message from looking like a record
  /// @throws IOException also when another process has it open
  public static JournalSpool open(
      Path folder, SpoolLimits limits, InstantSource clock, RandomGenerator random)
      throws IOException {
    return open(new FolderDisk(folder), limits, clock, random);
  }

  static JournalSpool open(
      Disk disk, SpoolLimits limits, InstantSource clock, RandomGenerator random)
      throws IOException {
    try {
      return new JournalSpool(disk, limits, clock, random);
    } catch (IOException e) {
      disk.close();
      throw e;
    }
  }

  private void recover(List<Recovery.Found> all) throws IOException {
    Set<Long> known = new HashSet<>();
    for (Recovery.Found found : all) {
      known.add(found.kept().id());
      recover(found);
    }
    bodies.deleteOthers(known::contains);
    count.set(entries.size());
  }

  private void recover(Recovery.Found found) throws IOException {
    long id = found.kept().id();
    SpoolCodec.Head head;
    Progress progress;
    try {
      head = SpoolCodec.readHead(found.head());
      progress =
          found.progress().isPresent()
              ? SpoolCodec.readProgress(found.progress().get())
              : head.progress();
    } catch (IOException e) {
      LOG.error("id={} message in the journal cannot be understood, it is left there", id, e);
      return;
    }
    if (head.body() == SpoolCodec.BodyPlace.FILE && !bodies.complete(id, head.size())) {
      String name = Recovery.DAMAGED + "/" + id + ".head";
      LOG.error(
          "id={} ref={} the body file is missing or too short: what is known went to {}",
          id,
          head.envelope().ref(),
          name);
      Recovery.keep(disk, name, ByteBuffer.wrap(found.head()));
      journal.gone(found.kept(), () -> {});
      return;
    }
    Spooled spooled = new Spooled(id, head.envelope(), head.size(), progress);
    entries.put(id, new Entry(found.kept(), head.body(), head.crc(), spooled));
  }

  @Override
  public Spooled commit(Envelope envelope, MessageData data) throws IOException {
    return commit(envelope, data, Progress.ACCEPTED);
  }

  @Override
  public Spooled commit(Envelope envelope, MessageData data, Progress progress) throws IOException {
    boolean committed = false;
    try {
      if (count.incrementAndGet() > limits.maxMessages()) {
        throw new SpoolFull("the spool holds " + limits.maxMessages() + " messages");
      }
      Entry entry = write(lastId.incrementAndGet(), envelope, data, progress);
      entries.put(entry.spooled.id(), entry);
      committed = true;
      return entry.spooled;
    } catch (IOException e) {
      throw DiskFull.translate(e);
    } finally {
      if (!committed) {
        count.decrementAndGet();
        data.close();
      }
    }
  }

  private Entry write(long id, Envelope envelope, MessageData data, Progress progress)
      throws IOException {
    long size = data.size();
    if (disk.usable() - size < limits.reserveOctets()) {
      throw new SpoolFull("less than " + limits.reserveOctets() + " octets free on the disk");
    }
    boolean large = size > limits.inlineOctets();
    byte[] body = data.bytes();
    int crc = large ? BodyFiles.crc(body) : 0;
    var place = large ? SpoolCodec.BodyPlace.FILE : SpoolCodec.BodyPlace.INLINE;
    byte[] head = SpoolCodec.head(new SpoolCodec.Head(envelope, progress, size, place, crc));
    if (large) {
      bodies.write(id, body);
    }
    Kept kept;
    try {
      kept = journal.put(id, head, large ? NOTHING : body);
    } catch (IOException e) {
      if (large) {
        bodies.delete(id);
      }
      throw e;
    }
    Entry entry = new Entry(kept, place, crc, new Spooled(id, envelope, size, progress));
    hold(entry, data);
    return entry;
  }

  /// Keeps the octets in memory if there is room.
  private void hold(Entry entry, MessageData data) {
    long size = data.size();
    if (data.inMemory() && held.addAndGet(size) <= limits.memoryOctets()) {
      entry.data = data;
      return;
    }
    if (data.inMemory()) {
      held.addAndGet(-size);
    }
    data.close();
  }

  private void release(Entry entry) {
    MessageData data = entry.data;
    if (data != null) {
      entry.data = null;
      held.addAndGet(-data.size());
      data.close();
    }
  }

  private Entry entry(Spooled message) throws IOException {
    Entry entry = entries.get(message.id());
    if (entry == null) {
      throw new IOException("message " + message.id() + " is not in the spool");
    }
    return entry;
  }

  @Override
  public Spooled update(Spooled message, Progress progress) throws IOException {
    Entry entry = entry(message);
    entry.lock.lock();
    try {
      entry(message); // nobody removed it meanwhile
      journal.state(entry.kept, SpoolCodec.progress(progress));
      Spooled updated =
          new Spooled(message.id(), entry.spooled.envelope(), entry.spooled.size(), progress);
      entry.spooled = updated;
      return updated;
    } finally {
      entry.lock.unlock();
    }
  }

  @Override
  public byte[] body(Spooled message) throws IOException {
    Entry entry = entry(message);
    MessageData data = entry.data;
    if (data != null) {
      return data.bytes();
    }
    return switch (entry.place) {
      case FILE -> bodies.read(message.id(), entry.spooled.size(), entry.crc);
      case INLINE -> {
        byte[] payload = journal.read(entry.kept);
        yield Arrays.copyOfRange(payload, SpoolCodec.headLength(payload), payload.length);
      }
    };
  }

  @Override
  public void park(Spooled message) throws IOException {
    Entry entry = entry(message);
    entry.lock.lock();
    try {
      release(entry); // the disk has it since `commit`
    } finally {
      entry.lock.unlock();
    }
  }

  @Override
  public void remove(Spooled message) throws IOException {
    Entry entry = entries.get(message.id());
    if (entry == null) {
      return;
    }
    entry.lock.lock();
    try {
      if (entries.containsKey(message.id())) {
        journal.gone(
            entry.kept,
            switch (entry.place) {
              case FILE -> () -> bodies.delete(message.id());
              case INLINE -> () -> {};
            });
        entries.remove(message.id());
        count.decrementAndGet();
        release(entry);
      }
    } finally {
      entry.lock.unlock();
    }
  }

  @Override
  public List<Spooled> list() {
    return entries.values().stream().map(entry -> entry.spooled).toList();
  }

  @Override
  public long bytesInMemory() {
    return held.get();
  }

  @Override
  public void close() throws IOException {
    try {
      journal.close();
    } finally {
      disk.close();
    }
  }
}
