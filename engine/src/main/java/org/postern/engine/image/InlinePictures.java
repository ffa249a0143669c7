package org.postern.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jsoup.parser.Parser;
import org.postern.engine.svg.Svg;

/// Finds pictures that stand within HTML or SVG: in addresses (`data:image/png;base64,…`,
/// `data:image/svg+xml,%3Csvg…`), and drawn there (`<svg>`). One use.
final class InlinePictures {

  private static final int MOST = 50;

  /// Before its content an address says what it is in so many octets.
  private static final int TYPE = 100;

  private static final byte[] DATA = ascii("data");
  private static final byte[] BASE64 = ascii(";base64,");
  private static final byte[] DRAWN = ascii("image/svg+xml");
  private static final byte[] SVG = ascii("<svg");
  private static final byte[] SVG_END = ascii("</svg");

  private final byte[] markup;
  private final List<byte[]> found = new ArrayList<>();
  private int unclosed;

  private InlinePictures(byte[] markup) {
    this.markup = markup;
  }

  /// At most 50.
  ///
  /// @param drawing whether the markup is an SVG picture itself
  static List<byte[]> in(byte[] markup, boolean drawing) {
    InlinePictures pictures = new InlinePictures(markup);
    pictures.find(drawing);
    return pictures.found;
  }

  private void find(boolean drawing) {
    int at = 0;
    while (at < markup.length && found.size() < MOST) {
      byte octet = markup[at];
      if (octet == ':' && is(DATA, at - DATA.length)) {
        at = address(at + 1);
      } else if (octet == '<' && !drawing && is(SVG, at) && unclosed < MOST) {
        at = drawing(at);
      } else {
        at++;
      }
    }
  }

  /// Takes a drawing with those that stand in it.
  ///
  /// @return where it ends, or where its first tag goes on when it does not
  private int drawing(int start) {
    int depth = 0;
    int at = start;
    while (at < markup.length) {
      if (markup[at] == '<') {
        depth += is(SVG, at) ? 1 : is(SVG_END, at) ? -1 : 0;
        if (depth == 0) {
          break;
        }
      }
      at++;
    }
    if (at == markup.length) {
      unclosed++;
      return start + SVG.length;
    }
    int end = Math.min(markup.length, at + SVG_END.length + 1);
    if (end - start >= Svg.LEAST_OCTETS) {
      found.add(Arrays.copyOfRange(markup, start, end));
    }
    return end;
  }

  /// @return where it ends; where it begins when it holds nothing
  private int address(int start) {
    int comma = start;
    while (comma < markup.length && comma - start < TYPE && markup[comma] != ',') {
      comma++;
    }
    if (comma < markup.length && markup[comma] == ',') {
      if (is(BASE64, comma - BASE64.length + 1)) {
        return base64(comma + 1);
      }
      if (is(DRAWN, start)) {
        return plain(start, comma + 1);
      }
    }
    return start;
  }

  private int base64(int start) {
    int end = start;
    while (end < markup.length && "\"')>\\".indexOf(markup[end]) < 0) {
      end++;
    }
    String text = latin(start, end).replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    decoded(text).ifPresent(found::add);
    return end;
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // not base64, and no client shows it
    }
  }

  /// SVG as it is written, with or without escapes; it ends with the quote that stands before it.
  private int plain(int address, int start) {
    int before = address - DATA.length - 2;
    int opened = before < 0 ? ' ' : markup[before];
    String ends =
        opened == '"' || opened == '\'' ? "" + (char) opened : opened == '(' ? ")" : "\"'";
    int end = start;
    while (end < markup.length && ends.indexOf(markup[end]) < 0) {
      end++;
    }
    if (end - start >= Svg.LEAST_OCTETS && end - start <= 3 * Svg.MOST_OCTETS) {
      found.add(unescaped(Parser.unescapeEntities(latin(start, end), true)));
    }
    return end;
  }

  private static byte[] unescaped(String text) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (text.charAt(i) == '%' && low >= 0) {
        plain.write(16 * high + low);
        i += 2;
      } else {
        plain.write(text.charAt(i));
      }
    }
    return plain.toByteArray();
  }

  private String latin(int from, int to) {
    return new String(markup, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// Whether a word of small letters stands there, in letters of either case.
  private boolean is(byte[] word, int at) {
    if (at < 0 || at > markup.length - word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      int octet = markup[at + i];
      if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
