package org.postern.mail.dkim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A tag list (RFC 6376 section 3.2), read strictly: no duplicates, no empty tag but behind the
/// last semicolon, no control characters but folding.
final class TagList {

  private final Map<String, String> tags;

  private TagList(Map<String, String> tags) {
    this.tags = tags;
  }

  /// The tags, or empty where the text is no tag list.
  static Optional<TagList> parse(String text) {
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

  Optional<String> value(String name) {
    return Optional.ofNullable(tags.get(name));
  }

  String value(String name, String otherwise) {
    return tags.getOrDefault(name, otherwise);
  }

  /// The name of the first tag.
  String first() {
    return tags.keySet().iterator().next();
  }

  /// The value with all blanks and folds taken out.
  static String compact(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      if (!blank(value.charAt(i))) {
        plain.append(value.charAt(i));
      }
    }
    return plain.toString();
  }

  static String trim(String text) {
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
