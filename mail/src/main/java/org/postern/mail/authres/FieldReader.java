package org.postern.mail.authres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the grammar of RFC 8601 section 2.2 and what is written instead: unquoted slashes and
/// colons, no identifier, properties without a type, a semicolon at the end. Never goes back but to
/// the start, so the time is linear.
final class FieldReader {

  private static final int LONGEST = 64 << 10;
  private static final int MOST = 100;

  private final String text;
  private int at;

  FieldReader(String text) {
    this.text = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  Optional<AuthenticationResults> read() {
    skip();
    int start = at;
    String id = value("=/");
    skip();
    int version = 1;
    if (is('=') || is('/')) {
      // Deviates: Outlook leaves the identifier out.
      at = start;
      id = "";
    } else {
      version = version(value("=")).orElse(1);
      toSemicolon();
      at++;
    }
    List<MethodResult> results = new ArrayList<>();
    while (at < text.length() && results.size() < MOST) {
      method().ifPresent(results::add);
      toSemicolon();
      at++;
    }
    return id.isEmpty() && results.isEmpty()
        ? Optional.empty()
        : Optional.of(new AuthenticationResults(id, version, results));
  }

  private Optional<MethodResult> method() {
    skip();
    String method = keyword();
    skip();
    int version = 1;
    if (is('/')) {
      at++;
      skip();
      version = version(keyword()).orElse(1);
      skip();
    }
    if (method.isEmpty() || !is('=')) {
      return Optional.empty(); // "none", or nothing that can be read.
    }
    at++;
    skip();
    String result = keyword();
    if (result.isEmpty()) {
      return Optional.empty();
    }
    String reason = "";
    List<Property> properties = new ArrayList<>();
    while (properties.size() < MOST) {
      Optional<Property> next = property();
      if (next.isEmpty()) {
        break;
      }
      Property property = next.get();
      if (property.type().isEmpty() && property.name().equals("reason")) {
        reason = property.value();
      } else {
        properties.add(property);
      }
    }
    return Optional.of(new MethodResult(method, version, result, reason, properties));
  }

  /// `type.name=value`, or `name=value`, as a reason is written.
  private Optional<Property> property() {
    skip();
    String first = keyword();
    skip();
    String type = "";
    String name = first;
    if (is('.')) {
      at++;
      skip();
      type = first;
      name = keyword();
      skip();
    }
    if (first.isEmpty() || name.isEmpty() || !is('=')) {
      return Optional.empty();
    }
    at++;
    skip();
    return Optional.of(new Property(type, name, value("")));
  }

  private boolean is(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private String keyword() {
    int start = at;
    while (at < text.length() && Keywords.part(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /// A word, quoted strings in it unquoted, up to a blank, comment, semicolon or one of the stops.
  private String value(String stops) {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c <= ' ' || c == ';' || c == '(' || stops.indexOf(c) >= 0) {
        break;
      }
      if (c == '"') {
        quoted(value);
      } else {
        value.append(c);
        at++;
      }
    }
    return value.toString();
  }

  private void quoted(StringBuilder value) {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        c = text.charAt(at);
      }
      if (c != '\r' && c != '\n') {
        value.append(c);
      }
      at++;
    }
    at = Math.min(at + 1, text.length());
  }

  private static Optional<Integer> version(String digits) {
    boolean number = !digits.isEmpty() && digits.length() < 6;
    return number && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Integer.valueOf(digits))
        : Optional.empty();
  }

  /// Goes to the next semicolon that is in no comment or quoted string.
  private void toSemicolon() {
    while (at < text.length() && text.charAt(at) != ';') {
      if (text.charAt(at) == '"') {
        quoted(new StringBuilder());
      } else if (text.charAt(at) == '(') {
        comment();
      } else {
        at++;
      }
    }
  }

  /// Blanks and comments.
  private void skip() {
    while (at < text.length()) {
      if (text.charAt(at) == '(') {
        comment();
      } else if (text.charAt(at) <= ' ') {
        at++;
      } else {
        return;
      }
    }
  }

  private void comment() {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return;
      }
    }
    at = text.length();
  }
}
