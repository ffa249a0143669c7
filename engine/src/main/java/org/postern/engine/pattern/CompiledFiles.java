package org.postern.engine.pattern;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was compiled, in folders that belong to us alone: it is handed to native code, so a file is
/// believed only where file and folder are ours, nobody else may write to them, and the octets are
/// those that were written. Anything else counts as not there.
///
/// Thread-safe, also between processes: a file appears complete or not at all.
final class CompiledFiles {

  private static final Logger LOG = LoggerFactory.getLogger(CompiledFiles.class);

  private static final byte[] FORMAT = "postern-hs-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST = 32;
  private static final String SUFFIX = ".hs";
  private static final String PART = ".part";

  private static final int MOST_KEPT = 400;

  /// About eight sets as large as that which comes with Postern.
  private static final long MOST_OCTETS = 96L << 20;

  private static final int LARGEST = 64 << 20;
  private static final Duration LONGEST_WRITE = Duration.ofHours(1);

  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("----w--w-");
  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private final List<Path> folders;
  private final long mostOctets;

  /// @param folders to read from, in this order, and to write to; without any nothing is kept
  CompiledFiles(List<Path> folders) {
    this(folders, MOST_OCTETS);
  }

  /// @param mostOctets of all files of a folder before one is written
  CompiledFiles(List<Path> folders, long mostOctets) {
    this.folders = List.copyOf(folders);
    this.mostOctets = mostOctets;
  }

  /// What was written under a name.
  Optional<byte[]> read(String name) {
    for (Path folder : folders) {
      Path file = folder.resolve(name + SUFFIX);
      try {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        Optional<byte[]> octets =
            isOurs(folder) && isOurs(file) && Files.size(file) <= LARGEST
                ? content(Files.readAllBytes(file))
                : Optional.empty();
        if (octets.isPresent()) {
          used(file);
          return octets;
        }
        LOG.info("{} is not ours or damaged: compiled anew", file);
      } catch (IOException unreadable) {
        LOG.warn("{} cannot be read: compiled anew", file, unreadable);
      }
    }
    return Optional.empty();
  }

  // What is used stays longest; where the time cannot be set it goes sooner.
  private static void used(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException readOnly) {
      LOG.debug("{} is read only", file, readOnly);
    }
  }

  /// Empty where they are not those that were written.
  private static Optional<byte[]> content(byte[] octets) {
    int start = FORMAT.length + DIGEST;
    if (octets.length < start
        || !Arrays.equals(octets, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOfRange(octets, start, octets.length);
    byte[] digest = Arrays.copyOfRange(octets, FORMAT.length, start);
    return Arrays.equals(digest, digest(content)) ? Optional.of(content) : Optional.empty();
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Where a file system knows no owners there is nobody else.
  private static boolean isOurs(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return true;
    }
    PosixFileAttributes attributes = view.readAttributes();
    return Ourselves.OWNER.filter(attributes.owner()::equals).isPresent()
        && attributes.permissions().stream().noneMatch(OF_OTHERS::contains);
  }

  /// Keeps octets under a name, in every folder where that is possible.
  void write(String name, byte[] content) {
    List<IOException> failures = new ArrayList<>();
    for (Path folder : folders) {
      try {
        write(folder, folder.resolve(name + SUFFIX), content);
      } catch (IOException unwritable) {
        LOG.debug("{} cannot be written to", folder, unwritable);
        failures.add(unwritable);
      }
    }
    if (!folders.isEmpty() && failures.size() == folders.size()) {
      LOG.warn("rules are compiled at each start: nothing can be kept in {}", folders);
    }
  }

  private void write(Path folder, Path file, byte[] content) throws IOException {
    made(folder);
    prune(folder);
    // owner-only, as all temporary files
    Path part = Files.createTempFile(folder, "new", PART);
    ByteBuffer all = ByteBuffer.allocate(FORMAT.length + DIGEST + content.length);
    Files.write(part, all.put(FORMAT).put(digest(content)).put(content).array());
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void made(Path folder) throws IOException {
    Files.createDirectories(folder);
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(OURS_ALONE);
    }
  }

  /// Rules change: the files that were not used longest make room, and what a process left behind
  /// that ended while it wrote.
  private void prune(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          new ArrayList<>(
              all.filter(file -> file.toString().endsWith(SUFFIX) || old(file)).toList());
    }
    files.sort(Comparator.comparingLong((Path file) -> file.toFile().lastModified()).reversed());
    long octets = 0;
    int kept = 0;
    for (Path file : files) {
      octets += file.toFile().length();
      if (++kept > MOST_KEPT || octets > mostOctets || !file.toString().endsWith(SUFFIX)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean old(Path file) {
    return file.toString().endsWith(PART)
        && file.toFile().lastModified() < Instant.now().minus(LONGEST_WRITE).toEpochMilli();
  }

  /// Who owns what this process makes.
  private static final class Ourselves {
    private static final Optional<UserPrincipal> OWNER = owner();

    private static Optional<UserPrincipal> owner() {
      try {
        Path file = Files.createTempFile("postern", PART);
        try {
          return Optional.of(Files.getOwner(file));
        } finally {
          Files.delete(file);
        }
      } catch (IOException broken) {
        LOG.warn("it is not known who we are: rules are compiled at each start", broken);
        return Optional.empty();
      }
    }
  }
}
