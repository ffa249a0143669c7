package org.postern.engine.pattern;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/// What one scan needs of native memory: the scratch of Vectorscan, a copy of the text, and the
/// function that is called for each match. One thread at a time.
final class Scratch {

  private static final int GROWTH = 1 << 16;
  private static final int LARGEST_KEPT = 4 << 20;
  private static final int[] NONE = new int[0];

  private final Vectorscan library;
  private final MemorySegment holder = Arena.ofAuto().allocate(ADDRESS);
  private final MemorySegment onMatch;
  private final Set<Vectorscan.Database> prepared = Collections.newSetFromMap(new WeakHashMap<>());
  private MemorySegment octets = MemorySegment.NULL;
  private int[] first = NONE;

  Scratch(Vectorscan library) {
    this.library = library;
    this.onMatch = stub();
  }

  @SuppressWarnings("restricted") // A native function calls back.
  private MemorySegment stub() {
    try {
      MethodHandle handle =
          MethodHandles.lookup()
              .bind(
                  this,
                  "matched",
                  MethodType.methodType(
                      int.class,
                      int.class,
                      long.class,
                      long.class,
                      int.class,
                      MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(
              handle,
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS),
              Arena.ofAuto());
    } catch (NoSuchMethodException | IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Called by the library, in its signature. Nothing may be thrown from here.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // Found by name, see `stub`.
  private int matched(int id, long from, long to, int flags, MemorySegment context) {
    if (id >= 0 && id < first.length && first[id] < 0) {
      first[id] = (int) to;
    }
    return 0;
  }

  void scan(Vectorscan.Database database, byte[] text, int length, int[] ends) {
    if (prepared.add(database)) {
      library.prepare(database, holder);
    }
    // not for an empty text either: the library refuses one that lies nowhere
    if (octets.byteSize() < Math.max(1, length)) {
      octets = Arena.ofAuto().allocate((long) (length / GROWTH + 1) * GROWTH);
    }
    MemorySegment.copy(text, 0, octets, JAVA_BYTE, 0, length);
    first = ends;
    try {
      library.scan(database, octets, length, holder.get(ADDRESS, 0), onMatch);
    } finally {
      first = NONE;
      if (octets.byteSize() > LARGEST_KEPT) {
        octets = MemorySegment.NULL;
      }
    }
  }

  void free() {
    library.freeScratch(holder.get(ADDRESS, 0));
  }
}
