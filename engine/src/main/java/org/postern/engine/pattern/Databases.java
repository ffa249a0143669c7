package org.postern.engine.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

  /// Longer ones, as they come of replaced tags, take the library seconds each.
  private static final int LONGEST = 1_600;

  private final Optional<Vectorscan> library;
  private final CompiledFiles files;

  private Databases(Optional<Vectorscan> library, List<Path> folders) {
    this.library = library;
    this.files = new CompiledFiles(folders);
  }

  /// With the native library where there is one, keeping nothing.
  public static Databases inMemory() {
    return new Databases(Vectorscan.load(), List.of());
  }

  /// With the native library where there is one, keeping what was compiled in a folder that nobody
  /// else may write to, and where the commands of the same user find it.
  public static Databases in(Path folder) {
    return new Databases(
        Vectorscan.load(), Stream.concat(Stream.of(folder), ofUser().stream()).toList());
  }

  /// The same in that folder alone.
  static Databases onlyIn(Path folder) {
    return new Databases(Vectorscan.load(), List.of(folder));
  }

  /// The same for commands, which have no data folder: in the user's folder for such things.
  public static Databases kept() {
    return new Databases(Vectorscan.load(), ofUser().stream().toList());
  }

  // https://specifications.freedesktop.org/basedir-spec/latest/
  private static Optional<Path> ofUser() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .or(() ->
            Optional.ofNullable(System.getProperty("user.home"))
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(home -> home.resolve(".cache")))
        .filter(Path::isAbsolute)
        .map(cache -> cache.resolve("postern/rules"));
  }

  /// Without the native library.
  public static Databases pureJava() {
    return new Databases(Optional.empty(), List.of());
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
    Vectorscan vectorscan = library.get();
    String name = name(patterns, vectorscan.kind());
    Optional<Filter> kept =
        files.read(name).flatMap(octets -> restored(vectorscan, octets, patterns.size()));
    Optional<Filter> filter = kept.isPresent() ? kept : compiled(vectorscan, readable(patterns));
    if (kept.isEmpty() && filter.isPresent()) {
      octets(vectorscan, filter.get()).ifPresent(octets -> files.write(name, octets));
    }
    filter.ifPresent(made -> Arrays.stream(made.numbers()).forEach(i -> covered[i] = true));
    return filter.map(made -> new VectorscanFilter(vectorscan, made.database(), made.numbers()));
  }

  /// A database, and the number of each expression in it; several may be pieces of one.
  private record Filter(Vectorscan.Database database, int[] numbers) {}

  /// What the library reads of an expression: all of it, or some of its alternatives.
  private record Piece(int number, String text, int flags) {}

  /// Those of the expressions of which no piece is too long.
  private static List<Piece> readable(List<PerlPattern> patterns) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      List<String> texts = patterns.get(i).prefilters(LONGEST);
      if (texts.stream().allMatch(text -> text.length() <= LONGEST)) {
        for (String text : texts) {
          pieces.add(new Piece(i, text, flags(patterns.get(i))));
        }
      }
    }
    return pieces;
  }

  private static Optional<Filter> compiled(Vectorscan vectorscan, List<Piece> readable) {
    List<Piece> pieces = new ArrayList<>(readable);
    for (int wrong = 0; wrong < MOST_WRONG && !pieces.isEmpty(); wrong++) {
      List<String> texts = pieces.stream().map(Piece::text).toList();
      int[] flags = pieces.stream().mapToInt(Piece::flags).toArray();
      switch (vectorscan.compile(texts, flags)) {
        case Vectorscan.Compiled.Done done -> {
          int[] numbers = pieces.stream().mapToInt(Piece::number).toArray();
          return Optional.of(new Filter(done.database(), numbers));
        }
        case Vectorscan.Compiled.Wrong refused -> {
          int at = refused.expression();
          if (at < 0 || at >= pieces.size()) {
            LOG.warn("vectorscan: {}; rules are filtered in Java", refused.message());
            return Optional.empty();
          }
          Piece piece = pieces.get(at);
          if ((piece.flags() & Vectorscan.LOOSE) == 0) {
            // once more, with a looser reading, before it is left out
            pieces.set(
                at, new Piece(piece.number(), piece.text(), piece.flags() | Vectorscan.LOOSE));
          } else {
            pieces.removeIf(other -> other.number() == piece.number());
            LOG.debug("vectorscan: {} of {}", refused.message(), piece.text());
          }
        }
      }
    }
    return Optional.empty();
  }

  private static int flags(PerlPattern pattern) {
    return Vectorscan.FILTER | (pattern.caseless() ? Vectorscan.CASELESS : 0);
  }

  /// How many numbers, the numbers, the database.
  private static Optional<byte[]> octets(Vectorscan vectorscan, Filter filter) {
    return vectorscan
        .serialized(filter.database())
        .map(database -> {
          int[] numbers = filter.numbers();
          ByteBuffer all =
              ByteBuffer.allocate(Integer.BYTES * (1 + numbers.length) + database.length);
          all.putInt(numbers.length);
          Arrays.stream(numbers).forEach(all::putInt);
          return all.put(database).array();
        });
  }

  private static Optional<Filter> restored(Vectorscan vectorscan, byte[] octets, int patterns) {
    ByteBuffer all = ByteBuffer.wrap(octets);
    int count = all.remaining() < Integer.BYTES ? -1 : all.getInt();
    if (count < 0 || count > all.remaining() / Integer.BYTES) {
      return Optional.empty();
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = all.getInt();
      if (numbers[i] < 0 || numbers[i] >= patterns) {
        return Optional.empty();
      }
    }
    byte[] database = Arrays.copyOfRange(octets, all.position(), octets.length);
    return vectorscan.deserialized(database).map(restored -> new Filter(restored, numbers));
  }

  /// Of all that decides what comes of compiling.
  private static String name(List<PerlPattern> patterns, String kind) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((kind + "\n" + LONGEST + " " + MOST_WRONG + "\n").getBytes(UTF_8));
      for (PerlPattern pattern : patterns) {
        digest.update((flags(pattern) + ":" + pattern.prefilters(LONGEST) + "\n").getBytes(UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
