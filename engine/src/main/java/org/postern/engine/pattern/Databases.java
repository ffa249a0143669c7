package org.postern.engine.pattern;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compiles expressions for Vectorscan, and keeps what was compiled in a folder, because compiling
/// two thousand takes seconds and reading the result milliseconds.
///
/// Thread-safe. The folder belongs to us alone: what lies there is handed to native code.
public final class Databases {

  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

  /// So many expressions of one set may be refused by the library before it is left.
  private static final int MOST_WRONG = 50;

  private static final int MOST_KEPT = 400;

  /// Longer ones, as they come of replaced tags, take the library seconds each.
  private static final int LONGEST = 1_600;

  private final Optional<Vectorscan> library;
  private final Optional<Path> folder;

  private Databases(Optional<Vectorscan> library, Optional<Path> folder) {
    this.library = library;
    this.folder = folder;
  }

  /// With the native library where there is one, keeping nothing.
  public static Databases inMemory() {
    return new Databases(Vectorscan.load(), Optional.empty());
  }

  /// With the native library where there is one, keeping what was compiled.
  public static Databases in(Path folder) {
    return new Databases(Vectorscan.load(), Optional.of(folder));
  }

  /// Without the native library.
  public static Databases pureJava() {
    return new Databases(Optional.empty(), Optional.empty());
  }

  /// Whether there is a native library.
  public boolean isNative() {
    return library.isPresent();
  }

  /// A filter for those expressions that it can read, which are marked.
  Optional<Prefilter> filter(List<PerlPattern> patterns, boolean[] covered) {
    if (library.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).prefilter().length() <= LONGEST) {
        numbers.add(i);
      }
    }
    Set<Integer> loose = new HashSet<>();
    for (int wrong = 0; wrong < MOST_WRONG && !numbers.isEmpty(); wrong++) {
      List<String> texts = numbers.stream().map(i -> patterns.get(i).prefilter()).toList();
      int[] flags =
          numbers.stream()
              .mapToInt(i -> flags(patterns.get(i)) | (loose.contains(i) ? Vectorscan.LOOSE : 0))
              .toArray();
      switch (database(library.get(), texts, flags)) {
        case Vectorscan.Compiled.Done done -> {
          numbers.forEach(i -> covered[i] = true);
          int[] ids = numbers.stream().mapToInt(Integer::intValue).toArray();
          return Optional.of(new VectorscanFilter(library.get(), done.database(), ids));
        }
        case Vectorscan.Compiled.Wrong refused -> {
          if (refused.expression() < 0 || refused.expression() >= numbers.size()) {
            LOG.warn("vectorscan: {}; rules are filtered in Java", refused.message());
            return Optional.empty();
          }
          int number = numbers.get(refused.expression());
          // once more, with a looser reading, before it is left out
          if (!loose.add(number)) {
            numbers.remove(/* index */ refused.expression());
            LOG.debug("vectorscan: {} of {}", refused.message(), patterns.get(number));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static int flags(PerlPattern pattern) {
    return Vectorscan.FILTER | (pattern.caseless() ? Vectorscan.CASELESS : 0);
  }

  private Vectorscan.Compiled database(Vectorscan vectorscan, List<String> texts, int[] flags) {
    if (folder.isEmpty()) {
      return vectorscan.compile(texts, flags);
    }
    Path file = folder.get().resolve(name(texts, flags) + ".hs");
    Optional<Vectorscan.Database> kept = read(file).flatMap(vectorscan::deserialized);
    if (kept.isPresent()) {
      return new Vectorscan.Compiled.Done(kept.get());
    }
    Vectorscan.Compiled compiled = vectorscan.compile(texts, flags);
    if (compiled instanceof Vectorscan.Compiled.Done done) {
      vectorscan.serialized(done.database()).ifPresent(octets -> write(folder.get(), file, octets));
    }
    return compiled;
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException unreadable) {
      LOG.warn("{} cannot be read", file, unreadable);
      return Optional.empty();
    }
  }

  private static void write(Path folder, Path file, byte[] octets) {
    try {
      Files.createDirectories(folder);
      prune(folder);
      Path part = Files.createTempFile(folder, "new", ".part");
      Files.write(part, octets);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      LOG.warn("{} cannot be written, rules are compiled at each start", file, unwritable);
    }
  }

  /// Rules change: the oldest files make room.
  private static void prune(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = new ArrayList<>(all.toList());
    }
    files.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
    for (int i = 0; i < files.size() - MOST_KEPT; i++) {
      Files.deleteIfExists(files.get(i));
    }
  }

  private static String name(List<String> texts, int[] flags) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < flags.length; i++) {
        digest.update((flags[i] + ":" + texts.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
