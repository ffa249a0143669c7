package org.postern.mail.mime;

import java.io.ByteArrayOutputStream;

/// Uuencoded text, with or without its first and last line.
final class UuReader {

  /// A file found in text: where it begins and ends there.
  record Found(String name, int start, int end, byte[] octets) {}

  private static final int LONGEST_NAME = 1_000;

  private UuReader() {}

  /// Whether a line `begin 644 name` starts at `at`.
  static boolean begins(byte[] text, int at, int to) {
    if (!Octets.startsWith(text, at, to, "begin ")) {
      return false;
    }
    int i = Octets.skipSpace(text, at + 6, to);
    int digits = i;
    while (i < to && text[i] >= '0' && text[i] <= '7') {
      i++;
    }
    return i - digits >= 3 && i - digits <= 4 && i < to && Octets.space(text[i]);
  }

  /// The file whose first line `begin …` stands at `start`.
  static Found read(byte[] text, int start, int to) {
    int lineFeed = Octets.lineFeed(text, start, to);
    int nameStart = Octets.skipSpace(text, start + 6, lineFeed);
    while (nameStart < lineFeed && !Octets.space(text[nameStart])) {
      nameStart++;
    }
    nameStart = Octets.skipSpace(text, nameStart, lineFeed);
    int nameEnd = Math.min(Octets.lineText(text, nameStart, lineFeed), nameStart + LONGEST_NAME);
    String name = Octets.text(text, nameStart, nameEnd).strip();
    return lines(text, start, Math.min(lineFeed + 1, to), to, name);
  }

  /// Decodes a body that is declared uuencoded: the lines behind `begin`, or all.
  static byte[] body(byte[] text, int from, int to) {
    for (int at = from; at < to; at = Octets.lineFeed(text, at, to) + 1) {
      if (begins(text, at, to)) {
        return read(text, at, to).octets();
      }
    }
    return lines(text, from, from, to, "").octets();
  }

  private static Found lines(byte[] text, int start, int from, int to, String name) {
    // grows with what is there: there can be a line `begin …` in every ten octets of a text
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = from;
    while (at < to) {
      int lineFeed = Octets.lineFeed(text, at, to);
      int end = Octets.lineText(text, at, lineFeed);
      if (Octets.startsWith(text, at, end, "end") && end - at == 3) {
        return new Found(name, start, lineFeed, out.toByteArray());
      }
      if (end > at) {
        int count = (text[at] - ' ') & 63;
        if (count > 0 && !fits(count, end - at - 1)) {
          return new Found(name, start, at, out.toByteArray());
        }
        line(text, at + 1, end, count, out);
      }
      at = lineFeed + 1;
    }
    return new Found(name, start, to, out.toByteArray());
  }

  /// A line holds four characters for three octets; blanks at its end may be lost.
  private static boolean fits(int count, int chars) {
    int full = (count + 2) / 3 * 4;
    return chars <= full + 3 && chars >= 1;
  }

  private static void line(byte[] text, int from, int end, int count, ByteArrayOutputStream out) {
    int left = count;
    for (int at = from; left > 0 && at < end; at += 4) {
      int quantum = 0;
      for (int i = 0; i < 4; i++) {
        quantum = quantum << 6 | (at + i < end ? (text[at + i] - ' ') & 63 : 0);
      }
      for (int i = 0; i < Math.min(3, left); i++) {
        out.write(quantum >> (16 - 8 * i));
      }
      left -= 3;
    }
  }
}
