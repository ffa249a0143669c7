package org.postern.engine.office;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Reads the text of a Word document of the old kind (MS-DOC), and the codes of its fields.
final class WordText {

  private static final Charset WESTERN = Charset.forName("windows-1252");
  private static final int IDENTIFIER = 0xa5ec;
  private static final int ENCRYPTED = 0x0100;
  private static final int CLX = 0x1a2;
  private static final int UNICODE_SINCE = 0xc1;
  private static final int MOST = 2 << 20;

  private static final char FIELD = 0x13;
  private static final char RESULT = 0x14;
  private static final char END = 0x15;

  private final OfficeText text;
  private final StringBuilder code = new StringBuilder();
  private final StringBuilder line = new StringBuilder();
  private boolean inCode;

  private WordText(OfficeText text) {
    this.text = text;
  }

  /// @param in the stream WordDocument
  /// @param table the stream beside it; empty where there is none
  /// @return whether the text was found to its end
  static boolean read(ByteBuffer in, ByteBuffer table, OfficeText text) {
    if ((in.getShort(0) & 0xffff) != IDENTIFIER) {
      return false;
    }
    if ((in.getShort(10) & ENCRYPTED) != 0) {
      text.encrypted();
      return false;
    }
    WordText reader = new WordText(text);
    boolean whole =
        ((in.getShort(2) & 0xffff) >= UNICODE_SINCE && in.limit() > CLX + 8)
            ? reader.pieces(in, table)
            : reader.plain(in);
    reader.endCode();
    reader.endLine();
    return whole;
  }

  /// Before Word 97 the text stands in one piece.
  private boolean plain(ByteBuffer in) {
    int from = in.getInt(0x18);
    int to = Math.min(in.getInt(0x1c), in.limit());
    if (from < 0 || from > to) {
      return false;
    }
    take(WESTERN, in, from, Math.min(to - from, MOST));
    return to - from <= MOST;
  }

  /// MS-DOC section 2.4.1: the piece table, behind properties that say nothing here.
  private boolean pieces(ByteBuffer in, ByteBuffer table) {
    int at = in.getInt(CLX);
    int end = at + in.getInt(CLX + 4);
    if (at < 0 || end < at || end > table.limit()) {
      return false;
    }
    while (at < end && table.get(at) == 1) {
      at += 3 + (table.getShort(at + 1) & 0xffff);
    }
    if (at >= end || table.get(at) != 2) {
      return false;
    }
    int count = (table.getInt(at + 1) - 4) / 12;
    int places = at + 5;
    int left = MOST;
    for (int i = 0; i < count && left > 0; i++) {
      int length = table.getInt(places + 4 * (i + 1)) - table.getInt(places + 4 * i);
      int where = table.getInt(places + 4 * (count + 1) + 8 * i + 2);
      boolean narrow = (where & 0x40000000) != 0;
      int from = narrow ? (where & 0x3fffffff) / 2 : where & 0x3fffffff;
      if (length < 0 || from > in.limit()) {
        return false;
      }
      int room = (in.limit() - from) / (narrow ? 1 : 2);
      int taken = Math.min(left, Math.min(length, room));
      take(narrow ? WESTERN : StandardCharsets.UTF_16LE, in, from, narrow ? taken : 2 * taken);
      left -= Math.max(1, taken);
    }
    return left > 0;
  }

  private void take(Charset charset, ByteBuffer in, int from, int octets) {
    CharSequence piece = charset.decode(in.slice(from, octets).order(ByteOrder.LITTLE_ENDIAN));
    for (int i = 0; i < piece.length(); i++) {
      take(piece.charAt(i));
    }
  }

  private void take(char c) {
    switch (c) {
      case FIELD -> {
        endCode();
        inCode = true;
      }
      case RESULT, END -> endCode();
      case '\r', '\n', 0x07, 0x0b, 0x0c -> endLine();
      default -> {
        if (c >= ' ' || c == '\t') {
          (inCode ? code : line).append(c);
        }
      }
    }
  }

  private void endCode() {
    if (!code.isEmpty()) {
      text.field(code);
      code.setLength(0);
    }
    inCode = false;
  }

  private void endLine() {
    if (!line.isEmpty()) {
      text.say(line);
      text.endLine();
      line.setLength(0);
    }
  }
}
