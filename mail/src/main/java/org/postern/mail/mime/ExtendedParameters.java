package org.postern.mail.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Parameter values with charset and continuations (RFC 2231), in any order, with gaps and doubles.
final class ExtendedParameters {

  /// One piece of a value; `number` -1 for the form without continuation.
  private record Piece(int number, boolean encoded, String value) {}

  private ExtendedParameters() {}

  /// The values that readers put together for `name*`, `name*0*`, …; the usual one first.
  static List<String> values(String name, List<Parameters.Parameter> parameters) {
    List<String> values = new ArrayList<>(0);
    List<Piece> pieces = new ArrayList<>(0);
    for (Parameters.Parameter parameter : parameters) {
      String key = parameter.name();
      if (key.length() <= name.length()
          || !key.startsWith(name)
          || key.charAt(name.length()) != '*') {
        continue;
      }
      String suffix = key.substring(name.length() + 1);
      if (suffix.isEmpty()) {
        add(values, join(List.of(new Piece(-1, true, parameter.value()))));
        continue;
      }
      boolean encoded = suffix.endsWith("*");
      number(encoded ? suffix.substring(0, suffix.length() - 1) : suffix)
          .ifPresent(number -> pieces.add(new Piece(number, encoded, parameter.value())));
    }
    if (!pieces.isEmpty()) {
      continued(pieces, values);
    }
    return values;
  }

  private static void continued(List<Piece> pieces, List<String> values) {
    List<Piece> sorted = new ArrayList<>(pieces);
    sorted.sort(Comparator.comparingInt(Piece::number));
    List<Piece> firsts = new ArrayList<>();
    List<Piece> lasts = new ArrayList<>();
    for (Piece piece : sorted) {
      if (firsts.isEmpty() || firsts.getLast().number() != piece.number()) {
        firsts.add(piece);
        lasts.add(piece);
      } else {
        lasts.set(lasts.size() - 1, piece);
      }
    }
    add(values, join(firsts));
    add(values, join(lasts));
    add(values, join(pieces)); // As written: for readers that do not sort.
    String plain = values.getFirst();
    if (plain.indexOf('%') >= 0) {
      add(values, percent(plain, StandardCharsets.UTF_8));
    }
  }

  private static void add(List<String> values, String value) {
    if (!values.contains(value)) {
      values.add(value);
    }
  }

  private static Optional<Integer> number(String digits) {
    if (digits.isEmpty() || digits.length() > 4) {
      return Optional.empty();
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return Optional.empty();
      }
      number = number * 10 + c - '0';
    }
    return Optional.of(number);
  }

  private static String join(List<Piece> pieces) {
    boolean encoded = pieces.stream().anyMatch(Piece::encoded);
    Charset charset = StandardCharsets.UTF_8;
    StringBuilder text = new StringBuilder();
    ByteArrayOutputStream pending = new ByteArrayOutputStream();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      String value = piece.value();
      int first = value.indexOf('\'');
      int second = value.indexOf('\'', first + 1);
      if (encoded && first >= 0 && second > first && charsetMayStandHere(pieces, i)) {
        charset = Charsets.find(value.substring(0, first)).orElse(StandardCharsets.UTF_8);
        value = value.substring(second + 1);
      }
      if (piece.encoded()) {
        pending.writeBytes(percentOctets(value));
      } else {
        flush(pending, charset, text);
        text.append(value);
      }
    }
    flush(pending, charset, text);
    return text.toString();
  }

  /// The charset stands in the first piece, or where pieces come out of order in the first written.
  private static boolean charsetMayStandHere(List<Piece> pieces, int i) {
    return i == 0 || (pieces.get(i).encoded() && pieces.get(i).value().startsWith("''"));
  }

  private static void flush(ByteArrayOutputStream pending, Charset charset, StringBuilder text) {
    if (pending.size() > 0) {
      byte[] octets = pending.toByteArray();
      text.append(Charsets.decode(octets, 0, octets.length, charset));
      pending.reset();
    }
  }

  private static String percent(String text, Charset charset) {
    byte[] octets = percentOctets(text);
    return Charsets.decode(octets, 0, octets.length, charset);
  }

  private static byte[] percentOctets(String text) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    byte[] octets = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      int value = -1;
      if (raw[i] == '%' && i + 2 < raw.length) {
        int high = Character.digit(raw[i + 1], 16);
        int low = Character.digit(raw[i + 2], 16);
        value = high < 0 || low < 0 ? -1 : high << 4 | low;
      }
      octets[length++] = value < 0 ? raw[i] : (byte) value;
      i += value < 0 ? 0 : 2;
    }
    return java.util.Arrays.copyOf(octets, length);
  }
}
