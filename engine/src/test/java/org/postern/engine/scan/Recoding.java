package org.postern.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One way to encode octets as a run of units with noise between them: finds one content in a text
/// by its units and puts those of another content in their places. The noise stays.
///
/// @param from for each unit, the forms in which it may stand
/// @param to for each unit, what stands for these forms afterwards
/// @param noise one piece of what may stand between units
record Recoding(List<List<String>> from, List<List<String>> to, Pattern noise) {

  private static final Pattern BASE64_NOISE = Pattern.compile("#\\w{16}\n|[^A-Za-z0-9+/]");
  private static final Pattern JUNK_AT_END = Pattern.compile("X{0,3}\n");
  private static final Pattern LINE_END = Pattern.compile("\r?\n");
  private static final Pattern NOTHING = Pattern.compile("(?!)");
  private static final Pattern QP_NOISE =
      Pattern.compile("=[ \t]*\n|=0==0\n|=0a|=0X|=XX|=0|= {1,2}|=|\n");

  Recoding {
    if (from.size() != to.size()) {
      throw new IllegalArgumentException("not encoded alike");
    }
  }

  /// Turns octets into units.
  private interface Encoder {
    List<List<String>> units(byte[] content);
  }

  static Recoding[] all(byte[] old, byte[] other) {
    List<Recoding> all = new ArrayList<>();
    add(all, old, other, Recoding::raw, NOTHING);
    add(all, old, other, content -> base64(content, content.length), BASE64_NOISE);
    add(all, old, other, Recoding::quads, JUNK_AT_END);
    add(all, old, other, Recoding::equalsForA, LINE_END);
    for (int size : new int[] {1, 2, 94, 95}) {
      add(all, old, other, content -> base64(content, size), BASE64_NOISE);
    }
    add(all, old, other, Recoding::base64ByKind, BASE64_NOISE);
    for (int style = 0; style < 3; style++) {
      int hex = style;
      add(all, old, other, content -> quotedPrintable(content, hex), QP_NOISE);
    }
    add(all, old, other, Recoding::uu, LINE_END);
    add(all, old, other, Recoding::yenc, LINE_END);
    return all.toArray(Recoding[]::new);
  }

  private static void add(
      List<Recoding> all, byte[] old, byte[] other, Encoder encoder, Pattern noise) {
    all.add(new Recoding(encoder.units(old), encoder.units(other), noise));
  }

  /// The text with the other content at all places, or nothing where the first is not in it.
  Optional<String> apply(String text) {
    StringBuilder out = new StringBuilder();
    int copied = 0;
    boolean found = false;
    for (int at = 0; at < text.length(); at++) {
      StringBuilder replaced = new StringBuilder();
      int end = replace(text, at, replaced);
      if (end > 0) {
        out.append(text, copied, at).append(replaced);
        copied = end;
        at = end - 1;
        found = true;
      }
    }
    return found ? Optional.of(out.append(text.substring(copied)).toString()) : Optional.empty();
  }

  /// Where the run that begins at an offset ends; -1 where none begins there.
  private int replace(String text, int start, StringBuilder out) {
    int at = start;
    Matcher piece = noise.matcher(text);
    for (int i = 0; i < from.size(); i++) {
      int form = form(text, at, i);
      while (form < 0) {
        if (i == 0 || !piece.region(at, text.length()).lookingAt()) {
          return -1;
        }
        out.append(piece.group());
        at = piece.end();
        form = form(text, at, i);
      }
      out.append(to.get(i).get(form));
      at += from.get(i).get(form).length();
    }
    return at;
  }

  private int form(String text, int at, int unit) {
    List<String> forms = from.get(unit);
    for (int form = 0; form < forms.size(); form++) {
      if (text.startsWith(forms.get(form), at)) {
        return form;
      }
    }
    return -1;
  }

  private static List<List<String>> characters(String encoded) {
    return encoded.chars().mapToObj(c -> List.of(Character.toString(c))).toList();
  }

  private static List<List<String>> raw(byte[] content) {
    return characters(new String(content, ISO_8859_1));
  }

  private static String base64(byte[] content, int from, int to) {
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(content, from, to));
  }

  /// In pieces of a size, each encoded alone.
  private static List<List<String>> base64(byte[] content, int size) {
    StringBuilder encoded = new StringBuilder();
    for (int at = 0; at < content.length; at += size) {
      encoded.append(base64(content, at, Math.min(content.length, at + size)));
    }
    return characters(encoded.toString());
  }

  /// Octets that are multiples of four are encoded alone.
  private static List<List<String>> base64ByKind(byte[] content) {
    StringBuilder encoded = new StringBuilder();
    int start = 0;
    for (int at = 0; at < content.length; at++) {
      if (content[at] % 4 == 0) {
        encoded.append(base64(content, start, at)).append(base64(content, at, at + 1));
        start = at + 1;
      }
    }
    return characters(encoded.append(base64(content, start, content.length)).toString());
  }

  private static List<List<String>> quads(byte[] content) {
    List<List<String>> units = new ArrayList<>();
    for (int at = 0; at < content.length; at += 3) {
      units.add(List.of(base64(content, at, Math.min(content.length, at + 3))));
    }
    return units;
  }

  /// A stands for six zero bits, and some readers take an equals sign for the same.
  private static List<List<String>> equalsForA(byte[] content) {
    return base64(content, 0, content.length)
        .chars()
        .mapToObj(c -> c == 'A' ? List.of("A", "=") : List.of(Character.toString(c)))
        .toList();
  }

  /// @param style of the digits: all upper case, all lower case, the first upper case
  private static List<List<String>> quotedPrintable(byte[] content, int style) {
    HexFormat upper = HexFormat.of().withUpperCase();
    List<List<String>> units = new ArrayList<>();
    for (byte octet : content) {
      String literal = Character.toString(octet & 0xff);
      String capitals = upper.toHexDigits(octet);
      String small = capitals.toLowerCase(Locale.ROOT);
      String digits =
          switch (style) {
            case 0 -> capitals;
            case 1 -> small;
            default -> capitals.charAt(0) + small.substring(1);
          };
      List<String> forms = new ArrayList<>(List.of("=" + digits, literal, "==a" + digits));
      if (literal.matches("[0-9A-F]")) {
        forms.add("=a" + literal);
      }
      units.add(forms);
    }
    return units;
  }

  private static List<List<String>> uu(byte[] content) {
    StringBuilder encoded = new StringBuilder();
    for (int line = 0; line < content.length; line += 45) {
      int length = Math.min(45, content.length - line);
      encoded.append(uu(length));
      for (int at = line; at < line + length; at += 3) {
        int bits = 0;
        for (int i = 0; i < 3; i++) {
          bits = bits << 8 | (at + i < content.length ? content[at + i] & 0xff : 0);
        }
        for (int shift = 18; shift >= 0; shift -= 6) {
          encoded.append(uu(bits >> shift & 0x3f));
        }
      }
    }
    return characters(encoded.toString());
  }

  private static char uu(int bits) {
    return bits == 0 ? '`' : (char) (bits + ' ');
  }

  private static List<List<String>> yenc(byte[] content) {
    List<List<String>> units = new ArrayList<>();
    for (byte octet : content) {
      int c = (octet + 42) & 0xff;
      boolean critical = c == 0 || c == '\n' || c == '\r' || c == '=' || c == ' ';
      units.add(List.of(critical ? "=" + (char) (c + 64) : Character.toString(c)));
    }
    return units;
  }
}
