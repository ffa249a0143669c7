package org.postern.engine.office;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.postern.engine.unpack.CompoundFiles;

/// Writes office documents of the old kind for tests, no more of them than is read.
public final class OldDocuments {

  private OldDocuments() {}

  /// A document of Word or Excel. `parts` are cut by `;`: `text=` (`_` stands for a blank),
  /// `field=` a field code, `macro=` a line of code (`~` stands for a line end), `object=` a
  /// packaged file of that name, `locked`; of a workbook `link=`, `dde=` (`app|topic`), `sheet=` a
  /// macro sheet with a name.
  public static byte[] make(boolean workbook, String parts) {
    CompoundFiles file = new CompoundFiles();
    StringBuilder text = new StringBuilder();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    record(records, 0x0809, little(8).putShort((short) 0x600).putShort((short) 5));
    boolean locked = false;
    for (String part : parts.split(";")) {
      int cut = part.indexOf('=');
      String kind = cut < 0 ? part : part.substring(0, cut);
      String value = part.substring(cut + 1).replace('_', ' ');
      switch (kind) {
        case "text" -> text.append(value).append('\r');
        case "field" -> text.append('\u0013').append(value).append("\u0014x\u0015");
        case "macro" ->
            file.macro(
                workbook ? "_VBA_PROJECT_CUR/" : "Macros/",
                "Module1",
                part.substring(6).replace('~', '\n'));
        case "object" ->
            file.stream(
                "ObjectPool/_1/\u0001Ole10Native",
                CompoundFiles.packaged(value, "MZ nothing".getBytes(StandardCharsets.US_ASCII)));
        case "locked" -> locked = true;
        case "link" -> link(records, value);
        case "dde" -> supplier(records, value.replace('|', '\u0003'));
        case "sheet" -> macroSheet(records, value);
        default -> throw new IllegalArgumentException(kind);
      }
    }
    return workbook
        ? workbook(file, records, text.toString(), locked)
        : word(file, text.toString(), locked);
  }

  private static byte[] word(CompoundFiles file, String text, boolean locked) {
    int half = text.length() / 2;
    byte[] narrow = text.substring(0, half).getBytes(StandardCharsets.ISO_8859_1);
    byte[] wide = text.substring(half).getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer stream = little(Math.max(4_096, 1_024 + narrow.length + wide.length));
    stream.putShort(0, (short) 0xa5ec).putShort(2, (short) 0xc1);
    stream.putShort(10, (short) (locked ? 0x0300 : 0x0200));
    stream.putInt(0x1a2, 0).putInt(0x1a6, 5 + 12 + 16);
    stream.put(1_024, narrow).put(1_024 + narrow.length, wide);
    ByteBuffer table = little(5 + 12 + 16);
    table.put((byte) 2).putInt(12 + 16).putInt(0).putInt(half).putInt(text.length());
    table.putShort((short) 0).putInt(0x40000000 | 2 * 1_024).putShort((short) 0);
    table.putShort((short) 0).putInt(1_024 + narrow.length).putShort((short) 0);
    return file.stream("WordDocument", CompoundFiles.octets(stream)).stream(
            "1Table", CompoundFiles.octets(table))
        .bytes();
  }

  private static byte[] workbook(
      CompoundFiles file, ByteArrayOutputStream records, String text, boolean locked) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (locked) {
      record(all, 0x002f, little(6));
    }
    all.writeBytes(records.toByteArray());
    strings(all, text.split("\r"));
    record(all, 0x000a, little(0));
    return file.stream(
            "Workbook", java.util.Arrays.copyOf(all.toByteArray(), Math.max(4_096, all.size())))
        .bytes();
  }

  /// The last string breaks off in the middle, and goes on in wide characters in the next record.
  private static void strings(ByteArrayOutputStream out, String[] all) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(CompoundFiles.octets(little(8).putInt(all.length).putInt(all.length)));
    for (String one : all) {
      byte[] narrow = one.getBytes(StandardCharsets.ISO_8859_1);
      data.writeBytes(
          CompoundFiles.octets(little(3).putShort((short) narrow.length).put((byte) 0)));
      data.writeBytes(narrow);
    }
    byte[] whole = data.toByteArray();
    int half = all[all.length - 1].length() / 2;
    String tail = all[all.length - 1].substring(all[all.length - 1].length() - half);
    record(out, 0x00fc, ByteBuffer.wrap(java.util.Arrays.copyOf(whole, whole.length - half)));
    ByteBuffer more =
        little(1 + 2 * half).put((byte) 1).put(tail.getBytes(StandardCharsets.UTF_16LE));
    record(out, 0x003c, more);
  }

  private static void link(ByteArrayOutputStream out, String target) {
    byte[] wide = (target + "\0").getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer data = little(8 + 16 + 8 + 16 + 4 + wide.length);
    data.position(32);
    data.putLong(0x11cebaf979eac9e0L).putLong(0x0ba94b00aa00828cL);
    record(out, 0x01b8, data.putInt(wide.length).put(wide));
  }

  private static void supplier(ByteArrayOutputStream out, String path) {
    ByteBuffer data = little(5 + path.length()).putShort((short) 0).putShort((short) path.length());
    record(out, 0x01ae, data.put((byte) 0).put(path.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static void macroSheet(ByteArrayOutputStream out, String name) {
    record(out, 0x0085, little(8).putInt(0).put((byte) 0).put((byte) 1));
    ByteBuffer data = little(15 + name.length());
    data.put(3, (byte) name.length()).put(15, name.getBytes(StandardCharsets.ISO_8859_1));
    data.position(data.capacity());
    record(out, 0x0018, data);
  }

  private static void record(ByteArrayOutputStream out, int type, ByteBuffer data) {
    byte[] content = new byte[data.limit()];
    data.get(0, content);
    out.writeBytes(
        CompoundFiles.octets(little(4).putShort((short) type).putShort((short) content.length)));
    out.writeBytes(content);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
