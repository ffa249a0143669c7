package org.postern.engine.office;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads an Excel workbook of the old kind (MS-XLS, and Excel 5 as far as it is alike): its
/// strings, links, commands, and whether it has sheets of Excel 4 macros.
///
/// One use.
final class Workbook {

  // MS-XLS section 2.3.2
  private static final int FORMULA = 0x0006;
  private static final int NAME = 0x0018;
  private static final int ENCRYPTED = 0x002f;
  private static final int CONTINUE = 0x003c;
  private static final int SHEET = 0x0085;
  private static final int STRINGS = 0x00fc;
  private static final int SUPPLIER = 0x01ae;
  private static final int LINK = 0x01b8;
  private static final int LABEL = 0x0204;
  private static final int BEGIN = 0x0809;

  private static final int MACRO_SHEET = 0x0040;
  private static final int BIFF8 = 0x0600;

  /// The identifier of an address in a link (MS-OSHARED section 2.3.7.6).
  private static final byte[] ADDRESS = {
    (byte) 0xe0,
    (byte) 0xc9,
    (byte) 0xea,
    0x79,
    (byte) 0xf9,
    (byte) 0xba,
    (byte) 0xce,
    0x11,
    (byte) 0x8c,
    (byte) 0x82,
    0x00,
    (byte) 0xaa,
    0x00,
    0x4b,
    (byte) 0xa9,
    0x0b
  };

  private static final int MOST_FORMULAS = 1 << 20;
  private static final int LONGEST_ADDRESS = 8_192;

  private final ByteBuffer in;
  private final OfficeText text;
  private int formulas = MOST_FORMULAS;
  private boolean modern = true;
  private boolean onMacroSheet;

  Workbook(ByteBuffer in, OfficeText text) {
    this.in = in;
    this.text = text;
  }

  /// @return whether it was read to its end
  boolean read() {
    while (in.remaining() >= 4) {
      int type = in.getShort() & 0xffff;
      int length = in.getShort() & 0xffff;
      if (length > in.remaining()) {
        return false;
      }
      if (type == ENCRYPTED) {
        text.encrypted();
        return false;
      }
      ByteBuffer data = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + length);
      try {
        record(type, data);
      } catch (IndexOutOfBoundsException
          | java.nio.BufferUnderflowException
          | IllegalArgumentException _) {
        return false; // a record that is shorter than it must be
      }
    }
    return formulas >= 0;
  }

  private void record(int type, ByteBuffer data) {
    switch (type) {
      case BEGIN -> {
        modern = (data.getShort(0) & 0xffff) >= BIFF8;
        onMacroSheet = (data.getShort(2) & 0xffff) == MACRO_SHEET;
        if (onMacroSheet) {
          text.macros().sheet();
        }
      }
      case SHEET -> {
        if (data.get(5) == 1) {
          text.macros().sheet();
        }
      }
      case NAME -> name(data);
      case STRINGS -> new SharedStrings(in, data, text).read();
      case LABEL -> {
        if (!modern) {
          int length = Math.min(data.getShort(6) & 0xffff, data.limit() - 8);
          text.say(StandardCharsets.ISO_8859_1.decode(data.slice(8, Math.max(0, length))));
          text.endLine();
        }
      }
      case SUPPLIER -> supplier(data);
      case LINK -> link(data);
      case FORMULA -> {
        if (onMacroSheet) {
          formula(data);
        }
      }
      default -> {
        // numbers, looks, places
      }
    }
  }

  /// Section 2.4.150: one that is built in is a number, 1 for Auto_Open.
  private void name(ByteBuffer data) {
    boolean builtIn = (data.getShort(0) & 0x20) != 0;
    int length = data.get(3) & 0xff;
    int start = modern ? 15 : 14;
    boolean wide = modern && (data.get(14) & 1) != 0;
    if (builtIn) {
      int number = data.get(start) & 0xff;
      if (number >= 1 && number <= 2) {
        text.macros().start(number == 1 ? "Auto_Open" : "Auto_Close");
      }
      return;
    }
    int octets = Math.min(wide ? 2 * length : length, data.limit() - start);
    String name =
        (wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1)
            .decode(data.slice(start, Math.max(0, octets)))
            .toString();
    if (OfficeText.AUTOMATIC.matcher(name.replace("\0", "")).matches()) {
      text.macros().start(name.replace("\0", ""));
    }
  }

  /// Section 2.4.271: another program is named before the octet 3, what it is asked behind it.
  private void supplier(ByteBuffer data) {
    int length = data.getShort(2) & 0xffff;
    if (length == 0x0401 || length == 0x3a01) {
      return; // this workbook itself, or an add-in
    }
    boolean wide = (data.get(4) & 1) != 0;
    int octets = Math.min(wide ? 2 * length : length, data.limit() - 5);
    String path =
        (wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1)
            .decode(data.slice(5, Math.max(0, octets)))
            .toString();
    int cut = path.indexOf('\u0003');
    if (cut > 0 && path.charAt(0) > ' ') {
      text.command(path.substring(0, cut) + "|'" + path.substring(cut + 1) + "'!");
    }
  }

  private void link(ByteBuffer data) {
    for (int at = 8; at + ADDRESS.length + 4 <= data.limit(); at++) {
      if (data.get(at) == ADDRESS[0]
          && data.slice(at, ADDRESS.length).equals(ByteBuffer.wrap(ADDRESS))) {
        int start = at + ADDRESS.length + 4;
        int length = Math.clamp(data.getInt(start - 4), 0, data.limit() - start);
        String target =
            StandardCharsets.UTF_16LE
                .decode(data.slice(start, Math.min(length, LONGEST_ADDRESS) & ~1))
                .toString();
        int end = target.indexOf(0);
        text.link(end < 0 ? target : target.substring(0, end));
        return;
      }
    }
  }

  /// Looks for calls of the functions that start programs and call libraries (section 2.5.198.17;
  /// the tokens before them are not parsed), and for what is said in strings.
  private void formula(ByteBuffer data) {
    for (int at = 22; at + 3 < data.limit(); at++) {
      int token = (data.get(at) & 0x1f) | 0x20;
      int number = data.getShort(at + 2) & 0x7fff;
      if (data.get(at) >= 0x22 && token == 0x22) {
        switch (number) {
          case 110 -> text.macros().function("exec");
          case 149 -> text.macros().function("register");
          case 150 -> text.macros().function("call");
          default -> {
            // computes
          }
        }
      }
    }
    formulas -= data.limit();
    if (formulas < 0) {
      return;
    }
    byte[] all = new byte[Math.max(0, data.limit() - 22)];
    data.get(22, all);
    text.macros()
        .formula(
            new String(all, StandardCharsets.ISO_8859_1)
                .replace("\0", "")
                .toLowerCase(Locale.ROOT));
  }

  static boolean continues(int type) {
    return type == CONTINUE;
  }
}
