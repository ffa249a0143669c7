package org.postern.mail.dkim;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A tag list (RFC 6376 section 3.2), read strictly: no duplicates, no empty tag but behind the
/// last semicolon, no control characters but folding.
public final class TagList {

  private final Map<String, String> tags;

  private TagList(Map<String, String> tags) {
    this.tags = tags;
  }

  /// The tags, or empty where the text is no tag list.
  public static Optional<TagList> parse(String text) {
    if (!printable(text)) {
      return Optional.empty();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    int at = 0;
    while (at <= text.length()) {
      int semicolon = text.indexOf(';', at);
      int end = semicolon < 0 ? text.length() : semicolon;
      String tag = trim(text.substring(at, end));
      if (tag.isEmpty()) {
        // Only behind the last semicolon.
        return semicolon < 0 && !tags.isEmpty() ? Optional.of(new TagList(tags)) : Optional.empty();
      }
      int equals = tag.indexOf('=');
      if (equals < 0) {
        return Optional.empty();
      }
      String name = trim(tag.substring(0, equals));
      if (!name(name) || tags.putIfAbsent(name, trim(tag.substring(equals + 1))) != null) {
        return Optional.empty();
      }
      at = end + 1;
      if (semicolon < 0) {
        break;
      }
    }
    return Optional.of(new TagList(tags));
  }

  /// The value of a tag, without the blanks around it.
  public Optional<String> value(String name) {
    return Optional.ofNullable(tags.get(name));
  }

  /// The value of a tag, or another where it is missing.
  public String value(String name, String otherwise) {
    return tags.getOrDefault(name, otherwise);
  }

  /// The name of the first tag.
  public String first() {
    return tags.keySet().iterator().next();
  }

  /// The value with all blanks and folds taken out.
  public static String compact(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      if (!blank(value.charAt(i))) {
        plain.append(value.charAt(i));
      }
    }
    return plain.toString();
  }

  /// The text without blanks and folds around it.
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && blank(text.charAt(start))) {
      start++;
    }
    while (end > start && blank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /// The octets of a value in base64, blanks in it left out; empty where it has none or is none.
  public Optional<byte[]> base64(String name) {
    String plain = compact(value(name, ""));
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(plain));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The decoder's answer for "no base64".
    }
  }

  /// The value as a number of at most so many digits, of which 18 are kept.
  public OptionalLong number(String name, int most) {
    String digits = value(name, "");
    if (digits.isEmpty()
        || digits.length() > most
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    return digits.length() - first > 18
        ? OptionalLong.of(Long.MAX_VALUE)
        : OptionalLong.of(Long.parseLong(digits.substring(first)));
  }

  /// The field names in a value, separated by colons; none where one of them is no name.
  public List<String> names(String name) {
    List<String> names = new ArrayList<>();
    for (String part : value(name, "").split(":", -1)) {
      String each = trim(part);
      if (each.isEmpty() || !each.chars().allMatch(c -> c > ' ' && c < 127)) {
        return List.of();
      }
      names.add(each);
    }
    return names;
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /// A line end only as part of a fold; no other control character.
  private static boolean printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
        return false;
      }
      if (c == '\n' && i + 1 < text.length() && " \t".indexOf(text.charAt(i + 1)) < 0) {
        return false;
      }
      if ((c < ' ' && !blank(c)) || c == 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static boolean name(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || (c != '_' && (c < '0' || c > '9')))) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
