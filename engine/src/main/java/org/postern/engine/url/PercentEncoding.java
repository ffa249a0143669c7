package org.postern.engine.url;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.IntPredicate;

/// Percent-encoding and its sets (WHATWG URL section 1.3).
final class PercentEncoding {

  static final IntPredicate C0 = c -> c < ' ' || c > '~';
  static final IntPredicate FRAGMENT = with(C0, " \"<>`");
  static final IntPredicate QUERY = with(C0, " \"#<>");
  static final IntPredicate SPECIAL_QUERY = with(QUERY, "'");
  static final IntPredicate PATH = with(QUERY, "?^`{}");
  static final IntPredicate USERINFO = with(PATH, "/:;=@[\\]|");

  private static final String HEX = "0123456789ABCDEF";

  private PercentEncoding() {}

  private static IntPredicate with(IntPredicate set, String more) {
    BitSet all = new BitSet(128);
    for (int c = 0; c < 128; c++) {
      all.set(c, set.test(c) || more.indexOf(c) >= 0);
    }
    return c -> c >= 128 || all.get(c);
  }

  /// Encodes the characters of the set as UTF-8; a lone surrogate becomes U+FFFD.
  static String encode(String text, IntPredicate set) {
    int at = 0;
    while (at < text.length() && !set.test(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, at);
    while (at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (set.test(c)) {
        escape(c, out);
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  private static void escape(int c, StringBuilder out) {
    int valid = c >= 0xd800 && c <= 0xdfff ? 0xfffd : c;
    for (byte b : Character.toString(valid).getBytes(StandardCharsets.UTF_8)) {
      out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
    }
  }

  /// Decodes as UTF-8; what is no sequence of it becomes U+FFFD, a percent sign without two hex
  /// digits stays.
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '%' && i + 2 < octets.length) {
        int value = hex(octets[i + 1]) * 16 + hex(octets[i + 2]);
        if (hex(octets[i + 1]) >= 0 && hex(octets[i + 2]) >= 0) {
          out.write(value);
          i += 2;
          continue;
        }
      }
      out.write(octets[i]);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int hex(int c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
