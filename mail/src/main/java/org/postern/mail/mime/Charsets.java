package org.postern.mail.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/// Charsets by the names that mail uses for them.
final class Charsets {

  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final int LONGEST_NAME = 40;

  private Charsets() {}

  /// The charset of that label as mail clients read it: ISO-8859-1 as windows-1252 and the like
  /// (WHATWG Encoding Standard section 4.2). Empty for an unknown label.
  static Optional<Charset> find(String label) {
    String name = label.strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "utf-8", "utf8", "us-ascii", "ascii", "unicode-1-1-utf-8", "utf-8mb4" ->
          Optional.of(StandardCharsets.UTF_8);
      case "iso-8859-1",
          "iso8859-1",
          "latin1",
          "latin-1",
          "l1",
          "iso_8859-1",
          "cp1252",
          "windows-1252",
          "ansi_x3.4-1968",
          "ansi-x3.4-1968",
          "ansi",
          "x-ansi" ->
          Optional.of(WINDOWS_1252);
      case "gb2312", "gb_2312-80", "gbk", "gb18030", "x-gbk", "hz-gb-2312" -> named("GB18030");
      case "ks_c_5601-1987", "ks_c_5601", "euc-kr", "korean", "ksc5601", "ks_c_5601-1989" ->
          named("x-windows-949");
      case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "cp932", "windows-31j" ->
          named("windows-31j");
      case "big5", "x-x-big5", "cn-big5", "big5-hkscs" -> named("Big5-HKSCS");
      case "iso-8859-8-i", "iso-8859-8-e", "logical", "visual" -> named("ISO-8859-8");
      case "iso-8859-9", "latin5", "windows-1254" -> named("windows-1254");
      case "iso-8859-11", "tis-620", "windows-874" -> named("x-windows-874");
      case "macintosh", "mac", "x-mac-roman", "macroman" -> named("x-MacRoman");
      case "unicode", "utf16", "utf-16", "ucs-2", "iso-10646-ucs-2" ->
          Optional.of(StandardCharsets.UTF_16);
      case "utf-7", "unicode-1-1-utf-7", "x-user-defined", "" -> Optional.empty();
      default -> named(name.startsWith("cp-") ? "cp" + name.substring(3) : name);
    };
  }

  private static Optional<Charset> named(String name) {
    if (name.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty(); // The answer: no such charset.
    }
  }

  /// What undeclared octets are: UTF-8 where valid, else windows-1252.
  static Charset guess(byte[] octets, int from, int to) {
    return Octets.ascii(octets, from, to) || Octets.utf8(octets, from, to)
        ? StandardCharsets.UTF_8
        : WINDOWS_1252;
  }

  /// Text of a declared charset; octets that are not of it are replaced, never an error. UTF-16
  /// without a byte order mark is read in the order in which it is text.
  static String decode(byte[] octets, int from, int to, Charset charset) {
    if (charset.equals(StandardCharsets.UTF_16)) {
      return utf16(octets, from, to);
    }
    if (charset.equals(WINDOWS_1252) && Octets.ascii(octets, from, to)) {
      return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
    if (!charset.equals(WINDOWS_1252)) {
      return new String(octets, from, to - from, charset);
    }
    CharBuffer chars = CharBuffer.allocate(to - from);
    charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE)
        .decode(ByteBuffer.wrap(octets, from, to - from), chars, true);
    return fillUndefined(octets, from, chars.flip());
  }

  /// windows-1252 leaves five octets undefined; readers show them as the C1 controls of ISO-8859-1.
  private static String fillUndefined(byte[] octets, int from, CharBuffer chars) {
    char[] text = new char[chars.length()];
    for (int i = 0; i < text.length; i++) {
      char c = chars.charAt(i);
      text[i] = c == '\uFFFD' ? (char) (octets[from + i] & 0xFF) : c;
    }
    return new String(text);
  }

  private static String utf16(byte[] octets, int from, int to) {
    if (to - from >= 2) {
      int mark = (octets[from] & 0xFF) << 8 | (octets[from + 1] & 0xFF);
      if (mark == 0xFEFF || mark == 0xFFFE) {
        return new String(octets, from, to - from, StandardCharsets.UTF_16);
      }
    }
    int bigZeros = 0;
    int littleZeros = 0;
    for (int at = from; at + 1 < to; at += 2) {
      bigZeros += octets[at] == 0 ? 1 : 0;
      littleZeros += octets[at + 1] == 0 ? 1 : 0;
    }
    Charset order = littleZeros > bigZeros ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    return new String(octets, from, to - from, order);
  }
}
