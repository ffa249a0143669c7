package org.postern.mail.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Encoded words in header fields (RFC 2047), and as they come: split characters, missing padding,
/// raw octets, unknown charsets.
public final class EncodedWords {

  /// One encoded word found: where it ends, its charset and its octets.
  private record Word(int end, Charset charset, byte[] octets) {}

  private static final int LONGEST_LABEL = 64;

  private final String value;
  private final StringBuilder text;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private Charset charset = StandardCharsets.UTF_8;

  private EncodedWords(String value) {
    this.value = value;
    this.text = new StringBuilder(value.length());
  }

  /// The text a mail client shows for an unfolded field value. Never fails: what cannot be decoded
  /// stays as it is.
  public static String decode(String value) {
    return value.contains("=?") ? new EncodedWords(value).decode() : value;
  }

  /// Adjacent words of one charset are decoded together, because senders split characters between
  /// them (against RFC 2047 section 5); blanks between two words are dropped (section 6.2).
  private String decode() {
    int at = 0;
    int plain = 0;
    while (true) {
      int start = value.indexOf("=?", at);
      if (start < 0) {
        break;
      }
      if (value.indexOf("?=", start + 2) < 0) {
        break; // No word ends any more.
      }
      Optional<Word> word = word(start);
      if (word.isEmpty()) {
        at = start + 2;
        continue;
      }
      if (pending.size() == 0 || !blank(plain, start)) {
        flush();
        text.append(value, plain, start);
      }
      if (!word.get().charset().equals(charset)) {
        flush();
      }
      charset = word.get().charset();
      pending.writeBytes(word.get().octets());
      at = word.get().end();
      plain = at;
    }
    flush();
    return text.append(value, plain, value.length()).toString();
  }

  private void flush() {
    if (pending.size() > 0) {
      byte[] octets = pending.toByteArray();
      text.append(Charsets.decode(octets, 0, octets.length, charset));
      pending.reset();
    }
  }

  private boolean blank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (value.charAt(i) > ' ') {
        return false;
      }
    }
    return true;
  }

  private Optional<Word> word(int start) {
    int label = start + 2;
    int mark = value.indexOf('?', label, Math.min(value.length(), label + LONGEST_LABEL));
    if (mark <= label || mark + 2 >= value.length()) {
      return Optional.empty();
    }
    char encoding = value.charAt(mark + 1);
    if (value.charAt(mark + 2) != '?') {
      return Optional.empty();
    }
    int textStart = mark + 3;
    int end = value.indexOf("?=", textStart);
    if (end < 0 || textStart > end) {
      return Optional.empty();
    }
    boolean quoted = encoding == 'q' || encoding == 'Q';
    if (!quoted && encoding != 'b' && encoding != 'B') {
      return Optional.empty();
    }
    String name = value.substring(label, mark);
    int language = name.indexOf('*'); // RFC 2231 section 5
    Optional<Charset> found = Charsets.find(language < 0 ? name : name.substring(0, language));
    String encoded = value.substring(textStart, end);
    byte[] octets = quoted ? quoted(encoded) : base64(encoded);
    return Optional.of(
        new Word(end + 2, found.orElse(Charsets.guess(octets, 0, octets.length)), octets));
  }

  private static byte[] base64(String encoded) {
    byte[] raw = raw(encoded);
    return Base64Reader.decode(raw, 0, raw.length).octets();
  }

  private static byte[] quoted(String encoded) {
    byte[] raw = raw(encoded);
    byte[] octets = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      byte octet = raw[i];
      if (octet == '_') {
        octet = ' ';
      } else if (octet == '=' && i + 2 < raw.length) {
        int high = Character.digit(raw[i + 1], 16);
        int low = Character.digit(raw[i + 2], 16);
        if (high >= 0 && low >= 0) {
          octet = (byte) (high << 4 | low);
          i += 2;
        }
      }
      octets[length++] = octet;
    }
    return java.util.Arrays.copyOf(octets, length);
  }

  /// Raw 8-bit text inside a word is what the header held: UTF-8 where it was read as such.
  private static byte[] raw(String encoded) {
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) > 0xFF) {
        return encoded.getBytes(StandardCharsets.UTF_8);
      }
    }
    return encoded.getBytes(StandardCharsets.ISO_8859_1);
  }
}
