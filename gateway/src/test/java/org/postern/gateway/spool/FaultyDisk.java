package org.postern.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory that behaves as badly as the standards allow: what was not forced may be lost
/// in a power cut, sector by sector; names not forced may or may not be there; a failed force drops
/// what it should have written and the next force of the same file says nothing. Thread-safe.
final class FaultyDisk implements Disk {

  private static final int SECTOR = 512;

  private static final class Content {
    byte[] cache = {};
    byte[] medium = {};
    int clean;

    void append(ByteBuffer octets) {
      int at = cache.length;
      cache = Arrays.copyOf(cache, at + octets.remaining());
      octets.get(cache, at, cache.length - at);
    }

    void force() {
      medium = Arrays.copyOf(medium, cache.length);
      System.arraycopy(cache, clean, medium, clean, cache.length - clean);
      clean = cache.length;
    }

    void forceFails() {
      medium = Arrays.copyOf(medium, cache.length);
      clean = cache.length;
    }

    Content afterCut(Random random) {
      int length = clean + (cache.length > clean ? random.nextInt(cache.length - clean + 1) : 0);
      byte[] left = Arrays.copyOf(medium, length);
      for (int at = clean; at < length; at += SECTOR - at % SECTOR) {
        if (random.nextBoolean()) {
          System.arraycopy(cache, at, left, at, Math.min(SECTOR - at % SECTOR, length - at));
        }
      }
      Content content = new Content();
      content.cache = left;
      content.medium = left.clone();
      content.clean = length;
      return content;
    }
  }

  /// A change of names that is not forced yet.
  private record Change(String folder, @Nullable String gone, @Nullable String came) {}

  private final Map<String, Content> names = new TreeMap<>();
  private final Map<String, Content> forcedNames = new TreeMap<>();
  private final Map<String, Content> everCame = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Set<Long> failing = new HashSet<>();
  private String failure = "Input/output error";
  private long cutAt = Long.MAX_VALUE;
  private long operations;

  /// From this operation on nothing works: the power is off.
  synchronized FaultyDisk cutAt(long operation) {
    cutAt = operation;
    return this;
  }

  /// This operation fails, once.
  synchronized FaultyDisk failAt(long operation, String text) {
    failing.add(operation);
    failure = text;
    return this;
  }

  synchronized long operations() {
    return operations;
  }

  /// What is found when the power comes back.
  synchronized FaultyDisk afterCut(Random random) {
    FaultyDisk disk = new FaultyDisk();
    Map<String, Content> left = new TreeMap<>(forcedNames);
    for (Change change : changes) {
      if (random.nextBoolean()) {
        if (change.gone != null) {
          left.remove(change.gone);
        }
        if (change.came != null) {
          left.put(change.came, java.util.Objects.requireNonNull(everCame.get(change.came)));
        }
      }
    }
    left.forEach((name, content) -> disk.names.put(name, content.afterCut(random)));
    disk.forcedNames.putAll(disk.names);
    return disk;
  }

  private void step() throws IOException {
    operations++;
    if (operations >= cutAt) {
      throw new IOException("the power is off");
    }
    if (failing.contains(operations)) {
      throw new IOException(failure);
    }
  }

  private Content content(String name) throws NoSuchFileException {
    Content content = names.get(name);
    if (content == null) {
      throw new NoSuchFileException(name);
    }
    return content;
  }

  private static String folder(String name) {
    return name.substring(0, name.indexOf('/'));
  }

  @Override
  public synchronized void makeFolder(String folder) throws IOException {
    step();
  }

  @Override
  public synchronized List<String> list(String folder) throws IOException {
    step();
    return names.keySet().stream()
        .filter(name -> folder(name).equals(folder))
        .map(name -> name.substring(folder.length() + 1))
        .toList();
  }

  @Override
  public synchronized Output create(String name) throws IOException {
    step();
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    Content content = new Content();
    names.put(name, content);
    everCame.put(name, content);
    changes.add(new Change(folder(name), null, name));
    return new Output() {
      @Override
      public void write(ByteBuffer octets) throws IOException {
        synchronized (FaultyDisk.this) {
          step();
          content.append(octets);
        }
      }

      @Override
      public void force() throws IOException {
        synchronized (FaultyDisk.this) {
          try {
            step();
          } catch (IOException e) {
            if (operations < cutAt) {
              content.forceFails();
            }
            throw e;
          }
          content.force();
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized long size(String name) throws IOException {
    step();
    return content(name).cache.length;
  }

  @Override
  public synchronized void read(String name, long offset, ByteBuffer into) throws IOException {
    step();
    byte[] cache = content(name).cache;
    int length = Math.min(into.remaining(), cache.length - (int) offset);
    if (length > 0) {
      into.put(cache, (int) offset, length);
    }
  }

  @Override
  public synchronized void truncate(String name, long size) throws IOException {
    step();
    Content content = content(name);
    content.cache = Arrays.copyOf(content.cache, (int) size);
    content.medium = Arrays.copyOf(content.medium, (int) size);
    content.clean = (int) size;
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    step();
    Content content = content(from);
    names.remove(from);
    names.put(to, content);
    everCame.put(to, content);
    changes.add(new Change(folder(from), from, to));
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    step();
    if (names.remove(name) != null) {
      changes.add(new Change(folder(name), name, null));
    }
  }

  @Override
  public synchronized void forceFolder(String folder) throws IOException {
    step();
    changes.removeIf(change -> change.folder.equals(folder));
    forcedNames.keySet().removeIf(name -> folder(name).equals(folder));
    names.forEach((name, content) -> {
      if (folder(name).equals(folder)) {
        forcedNames.put(name, content);
      }
    });
  }

  @Override
  public long usable() {
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {}
}
