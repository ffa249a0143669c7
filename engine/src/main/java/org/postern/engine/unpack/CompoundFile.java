package org.postern.engine.unpack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// A compound file (OLE2, MS-CFB): the container of .doc, .xls, .ppt and .msg, of macros and of
/// embedded objects. Read with leniency, since programs do: entries that hang in no tree are listed
/// too, and a stream that breaks off is given as far as it goes.
///
/// Nothing is believed: no more is allocated than the file has, chains of sectors have no more
/// links than it has sectors, and all streams read from one file come to eight times its size at
/// most. Not thread-safe.
public final class CompoundFile {

  private static final byte[] MAGIC = {
    (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
  };
  private static final int HEADER = 512;
  private static final int DIFAT_IN_HEADER = 109;
  private static final int ENTRY = 128;
  private static final int MOST_ENTRIES = 16_384;
  private static final int DEEPEST = 16;
  private static final int READS = 8;
  private static final int SPARE = 1 << 16;
  private static final int NOBODY = -1;

  /// A stream, or a folder of them.
  ///
  /// @param name as it stands, with its control characters: `\u0001Ole10Native`
  /// @param stream whether it is a stream
  /// @param path the names of the folders around it, each followed by a `/`; empty at the top and
  ///   for what hangs in no tree
  /// @param size in octets, as the file claims
  public record Entry(String name, boolean stream, String path, long size, int start) {}

  private final ByteBuffer content;
  private final int sector;
  private final int mini;
  private final int cutoff;
  private final List<Integer> fat = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private byte[] miniFat = new byte[0];
  private byte[] miniStream = new byte[0];
  private long left;
  private boolean whole = true;

  private CompoundFile(byte[] file) throws IOException {
    content = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    left = (long) READS * file.length + SPARE;
    int shift = content.getShort(30);
    int miniShift = content.getShort(32);
    if (shift < 7 || shift > 16 || miniShift < 2 || miniShift >= shift) {
      throw new IOException("sectors of no known size");
    }
    sector = 1 << shift;
    mini = 1 << miniShift;
    cutoff = content.getInt(56);
    fats();
    directory();
    miniFat = chain(content.getInt(60), Long.MAX_VALUE);
  }

  /// Whether content begins like one.
  public static boolean is(byte[] content) {
    return content.length >= HEADER && Bytes.startsWith(content, MAGIC);
  }

  /// Opens a file for which [#is] holds.
  public static CompoundFile open(byte[] content) throws IOException, InterruptedException {
    try {
      CompoundFile file = new CompoundFile(content);
      if (Thread.interrupted()) {
        throw new InterruptedException("reading a compound file");
      }
      return file;
    } catch (IndexOutOfBoundsException damaged) {
      throw new IOException("damaged compound file", damaged);
    }
  }

  /// All streams and folders, in the order of the file; 16,384 at most.
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// The streams of a name, letters of any case; the outermost first.
  public List<Entry> streams(String name) {
    return entries.stream()
        .filter(entry -> entry.stream() && entry.name().equalsIgnoreCase(name))
        .sorted(Comparator.comparingInt(entry -> entry.path().length()))
        .toList();
  }

  /// Whether there is a stream or a folder of that name, letters of any case.
  public boolean has(String name) {
    return entries.stream().anyMatch(entry -> entry.name().equalsIgnoreCase(name));
  }

  /// What stands in a stream, as far as it can be read.
  public byte[] read(Entry entry) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("reading a compound file");
    }
    long size = entry.size();
    byte[] read = size < cutoff ? small(entry.start(), size) : chain(entry.start(), size);
    whole &= read.length == size;
    return read;
  }

  /// Whether all that was asked for was there.
  public boolean whole() {
    return whole;
  }

  private int sectors() {
    return content.capacity() / sector + 1;
  }

  private void fats() {
    for (int i = 0; i < DIFAT_IN_HEADER; i++) {
      fat(content.getInt(76 + 4 * i));
    }
    int next = content.getInt(68);
    for (int hops = 0; valid(next) && hops < sectors() && fat.size() < sectors(); hops++) {
      int last = sector / 4 - 1;
      for (int i = 0; i < last && inside(next, i); i++) {
        fat(at(next, i));
      }
      next = inside(next, last) ? at(next, last) : NOBODY;
    }
  }

  private void fat(int number) {
    if (valid(number) && fat.size() < sectors()) {
      fat.add(number);
    }
  }

  private boolean valid(int number) {
    return number >= 0 && ((long) number + 1) * sector < content.capacity();
  }

  private boolean inside(int number, int index) {
    return ((long) number + 1) * sector + 4L * index + 4 <= content.capacity();
  }

  private int at(int number, int index) {
    return content.getInt((number + 1) * sector + 4 * index);
  }

  private int next(int number) {
    int perSector = sector / 4;
    int table = number / perSector;
    if (table >= fat.size() || !inside(fat.get(table), number % perSector)) {
      return NOBODY;
    }
    return at(fat.get(table), number % perSector);
  }

  /// The octets of a chain of sectors.
  private byte[] chain(int start, long size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int number = start;
    for (int hops = 0; valid(number) && out.size() < size && hops < sectors(); hops++) {
      int from = (number + 1) * sector;
      int length = (int) Math.min(Math.min(sector, content.capacity() - from), size - out.size());
      left -= length;
      if (left < 0) {
        whole = false;
        break;
      }
      byte[] piece = new byte[length];
      content.get(from, piece);
      out.writeBytes(piece);
      number = next(number);
    }
    return out.toByteArray();
  }

  /// The octets of a small stream, which lies in pieces in one large.
  private byte[] small(int start, long size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer table = ByteBuffer.wrap(miniFat).order(ByteOrder.LITTLE_ENDIAN);
    int number = start;
    while (number >= 0 && (long) number * mini < miniStream.length && out.size() < size) {
      int from = number * mini;
      int length = (int) Math.min(Math.min(mini, miniStream.length - from), size - out.size());
      left -= length;
      if (left < 0) {
        whole = false;
        break;
      }
      out.write(miniStream, from, length);
      number = 4L * number + 4 <= miniFat.length ? table.getInt(4 * number) : NOBODY;
    }
    return out.toByteArray();
  }

  private void directory() throws IOException {
    byte[] directory = chain(content.getInt(48), (long) MOST_ENTRIES * ENTRY);
    if (directory.length < ENTRY) {
      throw new IOException("no directory");
    }
    ByteBuffer all = ByteBuffer.wrap(directory).order(ByteOrder.LITTLE_ENDIAN);
    int count = directory.length / ENTRY;
    whole &= count < MOST_ENTRIES;
    String[] paths = paths(all, count);
    for (int i = 1; i < count; i++) {
      int type = all.get(i * ENTRY + 66);
      if (type == 1 || type == 2) {
        // the upper half of the size is for files of version 4 only, and never needed here
        long size = all.getInt(i * ENTRY + 120) & 0xffffffffL;
        entries.add(
            new Entry(name(all, i), type == 2, paths[i], size, all.getInt(i * ENTRY + 116)));
      }
    }
    miniStream = chain(all.getInt(116), all.getInt(120) & 0xffffffffL);
  }

  /// The path of each entry, from the trees that hang under folders. No entry is visited twice.
  private static String[] paths(ByteBuffer all, int count) {
    String[] paths = new String[count];
    java.util.Arrays.fill(paths, "");
    boolean[] met = new boolean[count];
    int[] depths = new int[count];
    Deque<Integer> todo = new ArrayDeque<>();
    met[0] = true;
    visit(all.getInt(76), "", 0, todo, met, paths, depths);
    while (!todo.isEmpty()) {
      int here = todo.pop();
      for (int side : new int[] {68, 72}) {
        visit(all.getInt(here * ENTRY + side), paths[here], depths[here], todo, met, paths, depths);
      }
      if (all.get(here * ENTRY + 66) == 1 && depths[here] < DEEPEST) {
        String inside = paths[here] + name(all, here) + "/";
        visit(all.getInt(here * ENTRY + 76), inside, depths[here] + 1, todo, met, paths, depths);
      }
    }
    return paths;
  }

  private static void visit(
      int id,
      String path,
      int depth,
      Deque<Integer> todo,
      boolean[] met,
      String[] paths,
      int[] depths) {
    if (id > 0 && id < met.length && !met[id]) {
      met[id] = true;
      paths[id] = path;
      depths[id] = depth;
      todo.push(id);
    }
  }

  private static String name(ByteBuffer all, int id) {
    int length = Math.clamp(all.getShort(id * ENTRY + 64) - 2, 0, 62);
    byte[] wide = new byte[length & ~1];
    all.get(id * ENTRY, wide);
    return new String(wide, StandardCharsets.UTF_16LE);
  }
}
