package org.postern.gateway.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts in memory, with a snapshot in a file for the next start. Thread-safe: each kind has a
/// table with locks of its own.
public final class MemoryCounters implements Counters {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryCounters.class);
  private static final int FORM = 0x504f5331; // POS1

  private final InstantSource clock;
  private final KeyedHash hash;
  private final Map<String, FadingTable> tables;

  private MemoryCounters(List<Kind> kinds, KeyedHash hash, InstantSource clock) {
    this.clock = clock;
    this.hash = hash;
    Map<String, FadingTable> all = new TreeMap<>();
    kinds.forEach(kind -> all.put(kind.name(), new FadingTable(kind)));
    this.tables = Map.copyOf(all);
  }

  /// Empty counts of these kinds; others are not counted.
  public static MemoryCounters of(List<Kind> kinds, InstantSource clock, RandomGenerator random) {
    return new MemoryCounters(kinds, new KeyedHash(random.nextLong(), random.nextLong()), clock);
  }

  /// The counts of the last snapshot; empty ones where there is none, or it cannot be read: what
  /// was counted is worth less than a start.
  public static MemoryCounters open(
      Path file, List<Kind> kinds, InstantSource clock, RandomGenerator random) {
    if (Files.exists(file)) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
        return read(in, kinds, clock);
      } catch (IOException e) {
        LOG.warn("event=counters-lost file={} why={}", file, e.toString());
      }
    }
    return of(kinds, clock, random);
  }

  private static MemoryCounters read(DataInputStream in, List<Kind> kinds, InstantSource clock)
      throws IOException {
    if (in.readInt() != FORM) {
      throw new IOException("not a snapshot of counts");
    }
    MemoryCounters counters =
        new MemoryCounters(kinds, new KeyedHash(in.readLong(), in.readLong()), clock);
    long now = clock.millis();
    for (int left = in.readInt(); left > 0; left--) {
      FadingTable table = counters.tables.get(in.readUTF());
      if (table == null) {
        skip(in);
      } else {
        table.read(in, now);
      }
    }
    if (in.readInt() != FORM) {
      throw new EOFException("it has no end");
    }
    return counters;
  }

  // A kind of an earlier version.
  private static void skip(DataInputStream in) throws IOException {
    while (in.readLong() != 0) {
      in.skipNBytes(Float.BYTES + Long.BYTES + Integer.BYTES);
    }
  }

  /// Writes a snapshot in place of the last one.
  public void save(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileOutputStream octets = new FileOutputStream(fresh.toFile());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(octets, 1 << 16))) {
      out.writeInt(FORM);
      out.writeLong(hash.key0());
      out.writeLong(hash.key1());
      out.writeInt(tables.size());
      long now = clock.millis();
      for (Map.Entry<String, FadingTable> table : tables.entrySet()) {
        out.writeUTF(table.getKey());
        table.getValue().write(out, now);
      }
      out.writeInt(FORM);
      out.flush();
      octets.getFD().sync();
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public Count add(Kind kind, String key, double amount) {
    return shown(table(kind).add(hashed(key), amount, clock.millis()));
  }

  @Override
  public Count count(Kind kind, String key) {
    return shown(table(kind).count(hashed(key), clock.millis()));
  }

  @Override
  public void forget(Kind kind, String key) {
    table(kind).forget(hashed(key));
  }

  private static Count shown(FadingTable.Entry entry) {
    return entry.value() <= 0
        ? Count.NONE
        : new Count(entry.value(), Instant.ofEpochSecond(Integer.toUnsignedLong(entry.since())));
  }

  private FadingTable table(Kind kind) {
    FadingTable table = tables.get(kind.name());
    if (table == null) {
      throw new IllegalArgumentException("nobody said that " + kind.name() + " is counted");
    }
    return table;
  }

  // 0 stands for an empty place.
  private long hashed(String key) {
    long hashed = hash.of(key);
    return hashed == 0 ? 1 : hashed;
  }
}
