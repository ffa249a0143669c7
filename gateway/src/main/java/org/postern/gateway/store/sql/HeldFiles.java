package org.postern.gateway.store.sql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The bodies of held messages: one compressed file for each tenant and message, below the folder
/// of its tenant. `zcat` reads them.
///
/// Each file has a name that never was before, and counts only once the index names it. So nothing
/// is ever overwritten, and what a crash leaves over is a file without index, which [#sweep]
/// deletes.
///
/// Thread-safe: the file system.
final class HeldFiles {
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final int FOLDER = 4;

  private static final int MOST_REMEMBERED = 1_000;

  private final Path root;

  // Folders that this process brought to the disk.
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  HeldFiles(Path root) {
    this.root = root;
  }

  /// Whether it may be part of a file name.
  static boolean isReference(String ref) {
    return REF.matcher(ref).matches();
  }

  /// Compressed as the files have it.
  static byte[] compress(byte[] message) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(message.length / 2 + 64);
    try (OutputStream gzip = new GZIPOutputStream(compressed, 8192)) {
      gzip.write(message);
    }
    return compressed.toByteArray();
  }

  /// Writes a file; it and its folder are on the disk when this returns the name.
  String write(String tenant, String ref, byte[] compressed) throws IOException {
    // The start of a reference is its time: a folder for each quarter of an hour.
    Path folder = folder(tenant, ref.substring(0, Math.min(FOLDER, ref.length())));
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path file = folder.resolve(ref + "." + random + ".eml.gz");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(compressed);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    force(folder);
    return root.relativize(file).toString();
  }

  private Path folder(String tenant, String name) throws IOException {
    Path ofTenant = root.resolve(tenant);
    Path folder = ofTenant.resolve(name);
    // Not whether it is there: it may be, and not be on the disk, after a crash or a failed force.
    if (!durable.contains(folder) || !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      force(ofTenant);
      force(root);
      force(root.toAbsolutePath().resolveSibling(""));
      if (durable.size() >= MOST_REMEMBERED) {
        durable.clear();
      }
      durable.add(folder);
    }
    return folder;
  }

  /// A new name is on the disk only when its folder is.
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// The message of a file; empty when there is no such file.
  Optional<byte[]> read(String name) throws IOException {
    try (InputStream gzip = new GZIPInputStream(Files.newInputStream(root.resolve(name)), 8192)) {
      return Optional.of(gzip.readAllBytes());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Deletes a file that the index no longer names. A crash before leaves it to the sweep.
  void delete(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
  }

  /// Deletes files last written before that time which nobody needs, and folders that are empty;
  /// tells how many files.
  long sweep(Instant before, Predicate<String> needed) throws IOException {
    if (!Files.isDirectory(root)) {
      return 0;
    }
    long swept = 0;
    try (Stream<Path> paths = Files.walk(root)) {
      // A file that vanishes meanwhile is somebody else's doing and no failure.
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        String name = root.relativize(path).toString();
        if (old(path, before) && !needed.test(name) && Files.deleteIfExists(path)) {
          swept++;
        }
      }
    }
    try (Stream<Path> folders = Files.find(root, 2, (path, kind) -> kind.isDirectory())) {
      // Deepest first. An old folder gets no new files: its name is a time long ago.
      for (Path folder : folders.sorted(Comparator.reverseOrder()).toList()) {
        if (!folder.equals(root) && old(folder, before)) {
          deleteIfEmpty(folder);
        }
      }
    }
    return swept;
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException _) {
      // In use.
    }
  }

  private static boolean old(Path path, Instant before) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class)
          .lastModifiedTime()
          .toInstant()
          .isBefore(before);
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
