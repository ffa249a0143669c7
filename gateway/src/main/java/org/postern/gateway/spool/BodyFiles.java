package org.postern.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bodies too large for the journal, one file each. Thread-safe.
final class BodyFiles {

  private static final Logger LOG = LoggerFactory.getLogger(BodyFiles.class);
  private static final String FOLDER = "bodies";
  private static final String UNFINISHED = ".tmp";
  private static final int CHUNK = 256 << 10;

  /// Writers at once: more would only hold more memory while the disk is busy.
  private static final int WRITERS = 4;

  private final Disk disk;
  private final Semaphore writers = new Semaphore(WRITERS);

  BodyFiles(Disk disk) throws IOException {
    this.disk = disk;
    disk.makeFolder(FOLDER);
  }

  private static String name(long id) {
    return FOLDER + "/" + Long.toString(id, Character.MAX_RADIX);
  }

  /// Writes a body; on the medium under its name when it returns, or not there at all.
  void write(long id, byte[] body) throws IOException {
    writers.acquireUninterruptibly();
    String unfinished = name(id) + UNFINISHED;
    try {
      try (Disk.Output out = disk.create(unfinished)) {
        for (int at = 0; at < body.length; at += CHUNK) { // Java copies each write off the heap
          out.write(ByteBuffer.wrap(body, at, Math.min(CHUNK, body.length - at)));
        }
        out.force();
      }
      disk.rename(unfinished, name(id));
      disk.forceFolder(FOLDER);
    } catch (IOException e) {
      discard(unfinished);
      delete(id);
      throw e;
    } finally {
      writers.release();
    }
  }

  byte[] read(long id, long size, int crc) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(Math.toIntExact(size));
    disk.read(name(id), 0, octets);
    if (octets.hasRemaining() || crc(octets.array()) != crc) {
      throw new IOException("the body file of message " + id + " is damaged");
    }
    return octets.array();
  }

  /// Whether the file is there in full size.
  boolean complete(long id, long size) throws IOException {
    try {
      return disk.size(name(id)) == size;
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    }
  }

  static int crc(byte[] octets) {
    CRC32C crc = new CRC32C();
    crc.update(octets);
    return (int) crc.getValue();
  }

  void delete(long id) {
    discard(name(id));
  }

  private void discard(String file) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted now, the next start will", file, e);
    }
  }

  /// Deletes what no record refers to: a crash came between the file and its record, or between a
  /// removal and the file.
  void deleteOthers(LongPredicate known) throws IOException {
    for (String file : disk.list(FOLDER)) {
      if (file.endsWith(UNFINISHED) || !known.test(id(file))) {
        discard(FOLDER + "/" + file);
      }
    }
  }

  private static long id(String file) {
    try {
      return Long.parseLong(file.toLowerCase(Locale.ROOT), Character.MAX_RADIX);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
