package org.postern.engine.image;

import ai.onnxruntime.OrtEnvironment;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the native library behind [Ocr]. Later versions than ours report to their maker over the
/// network, unless a variable of the environment says no. It is set here all the same, so that no
/// other version on the class path, and no later choice of version, makes the gateway talk.
final class OcrLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(OcrLibrary.class);

  private static final String SILENCE = "ORT_DISABLE_TELEMETRY";

  private OcrLibrary() {}

  /// Starts the library, silenced.
  ///
  /// @throws UnsatisfiedLinkError where there is none for this machine, or it cannot be silenced
  static OrtEnvironment start() {
    silence();
    return OrtEnvironment.getEnvironment();
  }

  /// Sets the variable where native code sees it; the environment that Java sees does not change.
  @SuppressWarnings("restricted") // setenv has this signature in every C library
  private static void silence() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup lookup = linker.defaultLookup();
    MemorySegment set =
        lookup.find("setenv").orElseThrow(() -> new UnsatisfiedLinkError("no setenv"));
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          (int)
              linker
                  .downcallHandle(set, type)
                  .invokeExact(arena.allocateFrom(SILENCE), arena.allocateFrom("1"), 1);
      if (failed != 0) {
        throw new UnsatisfiedLinkError(SILENCE + " cannot be set");
      }
    } catch (Error | RuntimeException broken) {
      throw broken;
    } catch (Throwable broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// Gives memory that the library no longer uses back to the system; the C library keeps hundreds
  /// of megabytes otherwise. Where there is no such function nothing happens.
  @SuppressWarnings("restricted") // malloc_trim(size_t) of the GNU C library, returns int
  static void release() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> trim = linker.defaultLookup().find("malloc_trim");
    if (trim.isEmpty()) {
      return;
    }
    FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    try {
      int released = (int) linker.downcallHandle(trim.get(), type).invokeExact(0L);
      LOG.trace("memory released: {}", released);
    } catch (Error | RuntimeException broken) {
      throw broken;
    } catch (Throwable broken) {
      throw new IllegalStateException(broken);
    }
  }
}
