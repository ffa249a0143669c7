package org.postern.engine.pattern;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The native library Vectorscan, bound by hand: compile many expressions, keep the result as
/// octets, scan. Where it is missing [#load] is empty and the product works without it.
///
/// Thread-safe.
final class Vectorscan {

  private static final Logger LOG = LoggerFactory.getLogger(Vectorscan.class);

  private static final int SUCCESS = 0;
  private static final int MODE_BLOCK = 1;

  static final int CASELESS = 1;
  private static final int MULTILINE = 4;
  private static final int SINGLE_MATCH = 8;
  private static final int ALLOW_EMPTY = 16;

  /// May be loosened by the library, which then reads more.
  static final int LOOSE = 128;

  /// As a filter wants it: the first end of what may match.
  static final int FILTER = MULTILINE | SINGLE_MATCH | ALLOW_EMPTY;

  /// What came of compiling.
  sealed interface Compiled {
    /// It works.
    record Done(Database database) implements Compiled {}

    /// Not with the expression of this number; -1 where it is none of them.
    record Wrong(int expression, String message) implements Compiled {}
  }

  /// Compiled expressions, freed when nobody has them any more.
  static final class Database {
    private final MemorySegment address;

    private Database(MemorySegment address) {
      this.address = address;
    }

    MemorySegment address() {
      return address;
    }
  }

  private final MethodHandle compileMulti;
  private final MethodHandle freeCompileError;
  private final MethodHandle freeDatabase;
  private final MethodHandle serialize;
  private final MethodHandle deserialize;
  private final MethodHandle allocScratch;
  private final MethodHandle freeScratch;
  private final MethodHandle scan;
  private final MethodHandle free;
  private final String kind;

  private Vectorscan(Path library) {
    SymbolLookup symbols = lookup(library);
    this.compileMulti =
        call(
            symbols,
            "hs_compile_multi",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    this.freeCompileError = call(symbols, "hs_free_compile_error", ADDRESS);
    this.freeDatabase = call(symbols, "hs_free_database", ADDRESS);
    this.serialize = call(symbols, "hs_serialize_database", ADDRESS, ADDRESS, ADDRESS);
    this.deserialize = call(symbols, "hs_deserialize_database", ADDRESS, JAVA_LONG, ADDRESS);
    this.allocScratch = call(symbols, "hs_alloc_scratch", ADDRESS, ADDRESS);
    this.freeScratch = call(symbols, "hs_free_scratch", ADDRESS);
    this.scan =
        call(symbols, "hs_scan", ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    this.free =
        downcall(
            Linker.nativeLinker().defaultLookup().findOrThrow("free"),
            FunctionDescriptor.ofVoid(ADDRESS));
    this.kind = kind(symbols);
  }

  /// One for the whole process; empty on a platform without it, or where it cannot be loaded, which
  /// is logged.
  static Optional<Vectorscan> load() {
    return Holder.LOADED;
  }

  private static final class Holder {
    private static final Optional<Vectorscan> LOADED = tryLoad();
  }

  private static Optional<Vectorscan> tryLoad() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "").replace("amd64", "x86_64");
    try (InputStream library =
        Vectorscan.class.getResourceAsStream(
            "/com/gliwka/hyperscan/jni/" + system + "-" + machine + "/libhs.so")) {
      if (library == null) {
        LOG.info("no vectorscan for {} {}: rules are filtered in Java", system, machine);
        return Optional.empty();
      }
      Path file = Files.createTempFile("postern-hs", ".so");
      try {
        Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(new Vectorscan(file));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException | LinkageError broken) {
      LOG.warn("vectorscan cannot be loaded: rules are filtered in Java", broken);
      return Optional.empty();
    }
  }

  /// The library is loaded by name, its functions are described here: what is wrong here crashes.
  @SuppressWarnings("restricted") // Native access is what this class is for.
  private static SymbolLookup lookup(Path library) {
    return SymbolLookup.libraryLookup(library, Arena.global());
  }

  private static MethodHandle call(
      SymbolLookup symbols, String name, java.lang.foreign.MemoryLayout... arguments) {
    return downcall(symbols.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  @SuppressWarnings("restricted") // Native access is what this class is for.
  private static MethodHandle downcall(MemorySegment function, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(function, descriptor);
  }

  @SuppressWarnings("restricted") // The length of what a native function returns is known here.
  private static MemorySegment sized(MemorySegment segment, long size) {
    return segment.reinterpret(size);
  }

  /// Version of the library and features of the processor: what was compiled for one is no use to
  /// another.
  String kind() {
    return kind;
  }

  /// `struct { unsigned tune; unsigned long long features, reserved, reserved; }`
  private static String kind(SymbolLookup symbols) {
    MethodHandle version =
        downcall(symbols.findOrThrow("hs_version"), FunctionDescriptor.of(ADDRESS));
    MethodHandle platform = call(symbols, "hs_populate_platform", ADDRESS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(4 * JAVA_LONG.byteSize(), JAVA_LONG.byteSize());
      check((int) platform.invokeExact(info), "platform");
      String text = sized((MemorySegment) version.invokeExact(), 200).getString(0);
      return text + " " + info.get(JAVA_INT, 0) + " " + info.get(JAVA_LONG, JAVA_LONG.byteSize());
    } catch (Throwable broken) {
      throw new IllegalStateException("vectorscan", broken);
    }
  }

  /// Compiles all expressions into one database; the id of each is its number.
  Compiled compile(List<String> expressions, int[] flags) {
    try (Arena arena = Arena.ofConfined()) {
      int count = expressions.size();
      MemorySegment texts = arena.allocate(ADDRESS, count);
      MemorySegment ids = arena.allocate(JAVA_INT, count);
      for (int i = 0; i < count; i++) {
        texts.setAtIndex(
            ADDRESS, i, arena.allocateFrom(expressions.get(i), StandardCharsets.US_ASCII));
        ids.setAtIndex(JAVA_INT, i, i);
      }
      MemorySegment database = arena.allocate(ADDRESS);
      MemorySegment error = arena.allocate(ADDRESS);
      MemorySegment allFlags = arena.allocateFrom(JAVA_INT, flags);
      int result =
          (int)
              compileMulti.invokeExact(
                  texts, allFlags, ids, count, MODE_BLOCK, MemorySegment.NULL, database, error);
      if (result == SUCCESS) {
        return new Compiled.Done(owned(database.get(ADDRESS, 0)));
      }
      return wrong(error.get(ADDRESS, 0), result);
    } catch (Throwable broken) {
      throw new IllegalStateException("vectorscan", broken);
    }
  }

  /// `struct { char *message; int expression; }`
  private Compiled wrong(MemorySegment error, int result) throws Throwable {
    if (error.address() == 0) {
      return new Compiled.Wrong(-1, "error " + result);
    }
    MemorySegment fields = sized(error, ADDRESS.byteSize() + JAVA_INT.byteSize());
    int expression = fields.get(JAVA_INT, ADDRESS.byteSize());
    String message = sized(fields.get(ADDRESS, 0), 4_096).getString(0);
    int _ = (int) freeCompileError.invokeExact(error);
    return new Compiled.Wrong(expression, message);
  }

  @SuppressWarnings("restricted") // Ties the life of the database to that of its segment.
  private Database owned(MemorySegment database) {
    return new Database(database.reinterpret(Arena.ofAuto(), this::freeDatabase));
  }

  private void freeDatabase(MemorySegment database) {
    try {
      int _ = (int) freeDatabase.invokeExact(database);
    } catch (Throwable broken) {
      throw new IllegalStateException("vectorscan", broken);
    }
  }

  /// The octets of a database, for this version and kind of processor; empty where there are none.
  Optional<byte[]> serialized(Database database) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment octets = arena.allocate(ADDRESS);
      MemorySegment length = arena.allocate(JAVA_LONG);
      int result = (int) serialize.invokeExact(database.address(), octets, length);
      if (result != SUCCESS) {
        return Optional.empty();
      }
      MemorySegment made = octets.get(ADDRESS, 0);
      byte[] copy = sized(made, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
      free.invokeExact(made);
      return Optional.of(copy);
    } catch (Throwable broken) {
      throw new IllegalStateException("vectorscan", broken);
    }
  }

  /// Reads what [#serialized] gave; empty where it was made by another version or processor.
  Optional<Database> deserialized(byte[] octets) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(octets.length, 16);
      MemorySegment.copy(octets, 0, copy, JAVA_BYTE, 0, octets.length);
      MemorySegment database = arena.allocate(ADDRESS);
      int result = (int) deserialize.invokeExact(copy, (long) octets.length, database);
      return result == SUCCESS ? Optional.of(owned(database.get(ADDRESS, 0))) : Optional.empty();
    } catch (Throwable broken) {
      throw new IllegalStateException("vectorscan", broken);
    }
  }

  /// Makes a scratch fit for a database too; `scratch` holds its address, or null at first.
  void prepare(Database database, MemorySegment scratch) {
    try {
      check((int) allocScratch.invokeExact(database.address(), scratch), "scratch");
    } catch (Throwable broken) {
      throw new IllegalStateException("vectorscan", broken);
    }
  }

  void freeScratch(MemorySegment scratch) {
    try {
      int _ = (int) freeScratch.invokeExact(scratch);
    } catch (Throwable broken) {
      throw new IllegalStateException("vectorscan", broken);
    }
  }

  /// Calls `onMatch` for each expression that may match.
  void scan(
      Database database,
      MemorySegment octets,
      int length,
      MemorySegment scratch,
      MemorySegment onMatch) {
    try {
      int result =
          (int)
              scan.invokeExact(
                  database.address(), octets, length, 0, scratch, onMatch, MemorySegment.NULL);
      check(result, "scan");
    } catch (Throwable broken) {
      throw new IllegalStateException("vectorscan", broken);
    }
  }

  private static void check(int result, String what) {
    if (result != SUCCESS) {
      throw new IllegalStateException(what + ": error " + result);
    }
  }
}
