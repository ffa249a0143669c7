package org.postern.engine.svg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads elements as they stand in files and in HTML, in one pass and without looking anything up:
/// declarations are passed over, only the five entities of XML and numbers are known. One use.
final class Markup {

  private static final int MOST_ELEMENTS = 30_000;
  private static final int MOST_DEPTH = 60;
  private static final int MOST_ATTRIBUTES = 40;
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_ENTITY = 10;

  /// An element, its name and those of its attributes in small letters and without their prefixes.
  record Element(
      String name, Map<String, String> attributes, List<Element> children, StringBuilder text) {

    /// Empty where it has none of that name.
    String attribute(String attribute) {
      return attributes.getOrDefault(attribute, "");
    }
  }

  private final String source;
  private final Deque<Element> open = new ArrayDeque<>();
  private Optional<Element> root = Optional.empty();
  private int elements;
  private int at;

  private Markup(String source) {
    this.source = source;
  }

  /// The first element with all that is in it.
  static Optional<Element> read(String source) {
    Markup markup = new Markup(source);
    markup.readAll(MOST_ELEMENTS);
    return markup.root;
  }

  /// The first element alone.
  static Optional<Element> first(String source) {
    Markup markup = new Markup(source);
    markup.readAll(1);
    return markup.root;
  }

  private void readAll(int most) {
    while (at < source.length() && elements < most && (root.isEmpty() || !open.isEmpty())) {
      int tag = source.indexOf('<', at);
      int end = tag < 0 ? source.length() : tag;
      text(at, end);
      at = end;
      if (tag >= 0) {
        markup();
      }
    }
  }

  private void text(int from, int to) {
    if (!open.isEmpty() && open.peek().name().equals("style")) {
      open.peek().text().append(source, from, to);
    }
  }

  private void markup() {
    if (source.startsWith("<!--", at)) {
      behind("-->");
    } else if (source.startsWith("<![CDATA[", at)) {
      int from = at + 9;
      behind("]]>");
      text(from, Math.max(from, at - 3));
    } else if (source.startsWith("<!", at)) {
      int end = source.indexOf('>', at);
      boolean subset = end > 0 && source.indexOf('[', at, end) > 0;
      behind(subset ? "]>" : ">");
    } else if (source.startsWith("<?", at)) {
      behind("?>");
    } else if (source.startsWith("</", at)) {
      at += 2;
      close(name());
      behind(">");
    } else {
      at++;
      element();
    }
  }

  private void behind(String word) {
    int found = source.indexOf(word, at);
    at = found < 0 ? source.length() : found + word.length();
  }

  private void close(String name) {
    if (open.stream().anyMatch(element -> element.name().equals(name))) {
      while (!open.pop().name().equals(name)) {
        // what was left open within ends with it
      }
    }
  }

  private void element() {
    String name = name();
    if (name.isEmpty()) {
      return;
    }
    Map<String, String> attributes = new HashMap<>();
    boolean closed = attributes(attributes);
    Element element = new Element(name, attributes, new ArrayList<>(), new StringBuilder());
    elements++;
    if (root.isEmpty()) {
      root = Optional.of(element);
    } else if (open.size() <= MOST_DEPTH) {
      open.element().children().add(element);
    }
    if (!closed && open.size() <= MOST_DEPTH) {
      open.push(element);
    }
    if (!closed && name.equals("script")) {
      behind("</script");
      at = Math.max(0, at - "</script".length());
    }
  }

  /// @return whether the element ends with its tag
  private boolean attributes(Map<String, String> attributes) {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '>') {
        at++;
        return false;
      }
      if (c == '/' && at + 1 < source.length() && source.charAt(at + 1) == '>') {
        at += 2;
        return true;
      }
      String name = name();
      if (name.isEmpty()) {
        at++;
        continue;
      }
      blanks();
      String value = "";
      if (at < source.length() && source.charAt(at) == '=') {
        at++;
        blanks();
        value = value();
      }
      if (attributes.size() < MOST_ATTRIBUTES) {
        attributes.putIfAbsent(name, value);
      }
    }
    return true;
  }

  private void blanks() {
    while (at < source.length() && source.charAt(at) <= ' ') {
      at++;
    }
  }

  private String value() {
    if (at >= source.length()) {
      return "";
    }
    char quote = source.charAt(at);
    int start = at;
    if (quote == '"' || quote == '\'') {
      start++;
      int end = source.indexOf(quote, start);
      at = end < 0 ? source.length() : end + 1;
      return unescaped(source.substring(start, end < 0 ? source.length() : end));
    }
    while (at < source.length() && source.charAt(at) > ' ' && source.charAt(at) != '>') {
      at++;
    }
    return unescaped(source.substring(start, at));
  }

  /// A name without its prefix; empty where none stands here.
  private String name() {
    int start = at;
    while (at < source.length() && "<>/='\" \t\r\n".indexOf(source.charAt(at)) < 0) {
      at++;
    }
    String name = source.substring(start, at);
    String local = name.substring(name.indexOf(':') + 1);
    return local.length() > LONGEST_NAME ? "" : Svg.lower(local);
  }

  static String unescaped(String value) {
    if (value.indexOf('&') < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length());
    int at = 0;
    while (at < value.length()) {
      int within = Math.min(value.length(), at + LONGEST_ENTITY);
      int end = value.charAt(at) == '&' ? value.indexOf(';', at, within) : -1;
      if (end < 0) {
        plain.append(value.charAt(at++));
        continue;
      }
      plain.append(entity(value.substring(at + 1, end)));
      at = end + 1;
    }
    return plain.toString();
  }

  private static char entity(String name) {
    return switch (name) {
      case "lt" -> '<';
      case "gt" -> '>';
      case "amp" -> '&';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> numbered(name);
    };
  }

  private static char numbered(String name) {
    if (!name.startsWith("#") || name.length() < 2) {
      return ' ';
    }
    boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
    try {
      return (char) Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
    } catch (NumberFormatException _) {
      return ' '; // no number
    }
  }
}
