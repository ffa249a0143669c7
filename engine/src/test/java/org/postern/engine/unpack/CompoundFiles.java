package org.postern.engine.unpack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes compound files for tests: version 3, sectors of 512 octets, small streams in the small
/// stream, siblings in a row.
public final class CompoundFiles {

  private static final int SECTOR = 512;
  private static final int MINI = 64;
  private static final int END = -2;
  private static final int FREE = -1;

  private final Map<String, byte[]> streams = new LinkedHashMap<>();
  private final List<Integer> fat = new ArrayList<>();
  private final ByteArrayOutputStream sectors = new ByteArrayOutputStream();

  /// One more stream; its folders are cut by `/`.
  public CompoundFiles stream(String path, byte[] content) {
    streams.put(path, content);
    return this;
  }

  /// A project of Visual Basic with one module.
  public CompoundFiles macro(String folder, String module, String code) {
    String source = "Attribute VB_Name = \"" + module + "\"\r\n" + code.replace("\n", "\r\n");
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(new byte[32]);
    stream.writeBytes(compressed(source.getBytes(StandardCharsets.ISO_8859_1)));
    return stream(folder + "VBA/" + module, stream.toByteArray()).stream(
        folder + "VBA/_VBA_PROJECT", new byte[64]);
  }

  /// MS-OVBA section 2.4.1, with literals alone.
  public static byte[] compressed(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1);
    for (int from = 0; from < plain.length; from += 3_600) {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      int end = Math.min(plain.length, from + 3_600);
      for (int at = from; at < end; at += 8) {
        chunk.write(0);
        chunk.write(plain, at, Math.min(8, end - at));
      }
      int head = (chunk.size() - 1) | 0xb000;
      out.write(head);
      out.write(head >> 8);
      out.writeBytes(chunk.toByteArray());
    }
    return out.toByteArray();
  }

  /// A packaged file, as `\u0001Ole10Native` holds it.
  public static byte[] packaged(String name, byte[] content) {
    byte[] label = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
    byte[] path = ("C:\\tmp\\" + name + "\0").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer out = little(4 + 2 + label.length + 2 * path.length + 8 + 4 + content.length);
    out.putInt(out.capacity() - 4).putShort((short) 2).put(label).put(path);
    out.putShort((short) 0).putShort((short) 3).putInt(path.length).put(path);
    out.putInt(content.length).put(content);
    return octets(out);
  }

  /// The file.
  public byte[] bytes() {
    List<String> names = new ArrayList<>(List.of(""));
    for (String path : streams.keySet()) {
      for (int cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
        if (!names.contains(path.substring(0, cut + 1))) {
          names.add(path.substring(0, cut + 1));
        }
      }
      names.add(path);
    }
    ByteBuffer directory = little((names.size() + 3) / 4 * SECTOR);
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    List<Integer> miniFat = new ArrayList<>();
    for (int id = 1; id < names.size(); id++) {
      entry(directory, names, id, small, miniFat);
    }
    int miniStream = add(small.toByteArray());
    name(directory, 0, "Root Entry", 5);
    directory.putInt(68, FREE).putInt(72, FREE).putInt(76, child(names, ""));
    directory.putInt(116, miniStream).putInt(120, small.size());
    int miniTable = add(table(miniFat));
    int tree = add(octets(directory));
    return assemble(tree, miniTable, miniFat.isEmpty() ? 0 : 1);
  }

  private void entry(
      ByteBuffer directory,
      List<String> names,
      int id,
      ByteArrayOutputStream small,
      List<Integer> miniFat) {
    String path = names.get(id);
    boolean folder = path.endsWith("/");
    String bare = folder ? path.substring(0, path.length() - 1) : path;
    int at = id * 128;
    name(directory, id, bare.substring(bare.lastIndexOf('/') + 1), folder ? 1 : 2);
    String parent = bare.substring(0, bare.lastIndexOf('/') + 1);
    directory.putInt(at + 68, FREE).putInt(at + 72, sibling(names, id, parent));
    directory.putInt(at + 76, folder ? child(names, path) : FREE);
    byte[] content = streams.getOrDefault(path, new byte[0]);
    int start = 0;
    if (!folder && content.length >= 4096) {
      start = add(content);
    } else if (!folder && content.length > 0) {
      start = miniFat.size();
      int count = (content.length + MINI - 1) / MINI;
      for (int i = 1; i <= count; i++) {
        miniFat.add(i == count ? END : start + i);
      }
      small.writeBytes(java.util.Arrays.copyOf(content, count * MINI));
    }
    directory.putInt(at + 116, start).putInt(at + 120, content.length);
  }

  private static boolean inside(String path, String folder) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return !bare.isEmpty() && bare.substring(0, bare.lastIndexOf('/') + 1).equals(folder);
  }

  private static int child(List<String> names, String folder) {
    return sibling(names, 0, folder);
  }

  private static int sibling(List<String> names, int after, String folder) {
    for (int i = after + 1; i < names.size(); i++) {
      if (inside(names.get(i), folder)) {
        return i;
      }
    }
    return FREE;
  }

  private static void name(ByteBuffer directory, int id, String name, int type) {
    byte[] wide = name.getBytes(StandardCharsets.UTF_16LE);
    directory.put(id * 128, wide).putShort(id * 128 + 64, (short) (wide.length + 2));
    directory.put(id * 128 + 66, (byte) type);
  }

  private int add(byte[] content) {
    if (content.length == 0) {
      return END;
    }
    int start = fat.size();
    int count = (content.length + SECTOR - 1) / SECTOR;
    for (int i = 1; i <= count; i++) {
      fat.add(i == count ? END : start + i);
    }
    sectors.writeBytes(java.util.Arrays.copyOf(content, count * SECTOR));
    return start;
  }

  private static byte[] table(List<Integer> numbers) {
    ByteBuffer out = little((numbers.size() * 4 + SECTOR - 1) / SECTOR * SECTOR);
    numbers.forEach(out::putInt);
    while (out.hasRemaining()) {
      out.putInt(FREE);
    }
    return octets(out);
  }

  private byte[] assemble(int tree, int miniTable, int miniTables) {
    int tables = 1;
    while (tables * (SECTOR / 4) < fat.size() + tables) {
      tables++;
    }
    int first = fat.size();
    for (int i = 0; i < tables; i++) {
      fat.add(-3);
    }
    sectors.writeBytes(table(fat));
    ByteBuffer head = little(SECTOR);
    head.putLong(0, 0xe11ab1a1e011cfd0L).putShort(24, (short) 0x3e).putShort(26, (short) 3);
    head.putShort(28, (short) -2).putShort(30, (short) 9).putShort(32, (short) 6);
    head.putInt(44, tables).putInt(48, tree).putInt(56, 4096);
    head.putInt(60, miniTable).putInt(64, miniTables).putInt(68, END);
    for (int i = 0; i < 109; i++) {
      head.putInt(76 + 4 * i, i < tables ? first + i : FREE);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(octets(head));
    all.writeBytes(sectors.toByteArray());
    return all.toByteArray();
  }

  /// All octets of a buffer.
  public static byte[] octets(ByteBuffer buffer) {
    byte[] all = new byte[buffer.capacity()];
    buffer.get(0, all);
    return all;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
