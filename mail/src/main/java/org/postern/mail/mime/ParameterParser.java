package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.mail.mime.Parameters.Parameter;

/// Takes the value of a structured MIME field apart, see [Parameters]. One use.
final class ParameterParser {

  private static final int MOST = 100;

  /// Text behind a quote that is longer than this is nobody's value.
  private static final int NEAR = 1_000;

  private final String text;
  private final List<Parameter> list = new ArrayList<>();
  private int at;
  private boolean malformed;

  ParameterParser(String text, boolean cut) {
    this.text = text;
    this.malformed = cut;
  }

  Parameters parse() {
    while (at < text.length() && (text.charAt(at) == ':' || blank(text.charAt(at)))) {
      malformed |= text.charAt(at) == ':';
      at++;
    }
    String head = head();
    while (at < text.length() && list.size() < MOST) {
      parameter();
    }
    return new Parameters(head, List.copyOf(list), malformed);
  }

  private String head() {
    StringBuilder plain = new StringBuilder();
    int word = at;
    int wordStart = 0;
    while (at < text.length() && text.charAt(at) != ';') {
      char c = text.charAt(at);
      if (c == '(') {
        comment();
        continue;
      }
      if (c == ',') {
        malformed = true;
        at++;
        break;
      }
      if (c == '=' && !encodedWord()) {
        // `multipart/mixed boundary=x`: a reader may take what follows for a parameter.
        malformed = true;
        at = word;
        plain.setLength(wordStart);
        break;
      }
      at++;
      if (blank(c)) {
        plain.append(' ');
        word = at;
        wordStart = plain.length();
      } else if (c == '"' || c == '\\') {
        malformed = true;
      } else {
        plain.append(c);
      }
    }
    return type(plain.toString().strip());
  }

  private boolean encodedWord() {
    malformed = true;
    return (at + 1 < text.length() && text.charAt(at + 1) == '?')
        || (at > 0 && text.charAt(at - 1) == '?');
  }

  /// A type ends at a blank that is not beside its slash: `text/plain junk`.
  private String type(String head) {
    if (head.indexOf(' ') < 0) {
      return head;
    }
    StringBuilder type = new StringBuilder();
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      if (c != ' ') {
        type.append(c);
        continue;
      }
      int next = i;
      while (head.charAt(next) == ' ') {
        next++;
      }
      if (head.charAt(next) != '/' && (type.isEmpty() || type.charAt(type.length() - 1) != '/')) {
        malformed = true;
        break;
      }
      i = next - 1;
    }
    return type.toString();
  }

  private void parameter() {
    skip();
    if (at >= text.length()) {
      return;
    }
    String name = name();
    if (at >= text.length() || text.charAt(at) != '=') {
      malformed |= !name.isEmpty();
      return;
    }
    at++;
    while (at < text.length() && (blank(text.charAt(at)) || text.charAt(at) == '(')) {
      if (text.charAt(at) == '(') {
        int open = at;
        comment();
        if (at >= text.length() && open + 1 < text.length()) {
          at = open;
          break; // The comment swallows the value: then it is none.
        }
      } else {
        at++;
      }
    }
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    List<String> readings = quoted ? quoted() : token();
    list.add(new Parameter(name, readings));
  }

  private void skip() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        comment();
      } else if (c == ';' || blank(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ';') {
      char c = text.charAt(at);
      if (c == '(') {
        comment();
        continue;
      }
      if (c == '\\' || c == '"' || c == ',') {
        malformed = true;
      } else {
        name.append(c);
      }
      at++;
    }
    String stripped = name.toString().strip().toLowerCase(Locale.ROOT);
    int blank = Math.max(stripped.lastIndexOf(' '), stripped.lastIndexOf('\t'));
    malformed |= blank >= 0;
    return stripped.substring(blank + 1);
  }

  private List<String> quoted() {
    int open = at++;
    StringBuilder plain = new StringBuilder();
    boolean escaped = false;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        escaped = true;
        at++;
      }
      plain.append(text.charAt(at++));
    }
    Readings readings = new Readings();
    readings.add(plain.toString());
    if (at >= text.length()) {
      malformed = true;
      int semicolon = text.indexOf(';', open);
      readings.add(text.substring(open + 1, semicolon < 0 ? text.length() : semicolon).strip());
      readings.add(text.substring(open, semicolon < 0 ? text.length() : semicolon).strip());
      if (semicolon >= 0) {
        at = semicolon; // A reader that gives up the quote goes on here.
      }
      return readings.list();
    }
    int close = at++;
    if (escaped) {
      readings.add(text.substring(open + 1, close)); // Windows paths are written so.
    }
    afterQuote(open, close, readings);
    return readings.list();
  }

  /// Text between the closing quote and the next semicolon belongs to nothing; some readers add it
  /// to the value.
  private void afterQuote(int open, int close, Readings readings) {
    int end = close + 1;
    int stop = Math.min(text.length(), end + NEAR);
    while (end < stop && text.charAt(end) != ';') {
      end++;
    }
    String rest = text.substring(close + 1, end).strip();
    if (rest.isEmpty()) {
      at = end;
      return;
    }
    if (rest.startsWith("(")) {
      return; // skip() takes the comment.
    }
    int next = rest.indexOf('=');
    if (next > 0 && plainName(rest.substring(0, next))) {
      malformed = true;
      return; // A parameter without a semicolon before it.
    }
    malformed = true;
    String whole = text.substring(open, end).strip();
    readings.add(whole.replace("\"", ""));
    readings.add(whole);
    at = end;
  }

  private List<String> token() {
    int start = at;
    StringBuilder plain = new StringBuilder();
    StringBuilder beforeComment = new StringBuilder();
    Readings readings = new Readings();
    boolean commented = false;
    boolean escaped = false;
    boolean seen = false;
    while (at < text.length() && text.charAt(at) != ';') {
      char c = text.charAt(at);
      if (c == '(') {
        commented = true;
        comment();
        continue;
      }
      seen |= !blank(c);
      if (blank(c) && seen && parameterFollows()) {
        malformed = true; // A semicolon forgotten, or a name with an equals sign.
        readings.add(plain.toString().strip());
        int semicolon = text.indexOf(';', at);
        readings.add(text.substring(start, semicolon < 0 ? text.length() : semicolon).strip());
        return readings.list();
      }
      if (c == '\\' && at + 1 < text.length()) {
        escaped = true;
        c = text.charAt(++at);
      }
      plain.append(c);
      if (!commented) {
        beforeComment.append(c);
      }
      at++;
    }
    String raw = text.substring(start, at).strip();
    readings.add(plain.toString().strip());
    readings.add(raw);
    if (commented) {
      malformed |= raw.indexOf('(') > 0 && !raw.endsWith(")");
      readings.add(beforeComment.toString().strip());
    }
    malformed |= escaped;
    oddToken(raw, readings);
    return readings.list();
  }

  private boolean parameterFollows() {
    int i = at;
    while (i < text.length() && i - at < 80 && blank(text.charAt(i))) {
      i++;
    }
    int name = i;
    while (i < text.length() && i - name < 40 && nameCharacter(text.charAt(i))) {
      i++;
    }
    return i > name && i < text.length() && text.charAt(i) == '=';
  }

  private static boolean nameCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '*';
  }

  /// What a token may not hold, and how it is read all the same.
  private void oddToken(String raw, Readings readings) {
    int blank = firstBlank(raw);
    if (blank > 0) {
      readings.add(raw.substring(0, blank));
      malformed |= blank + 1 < raw.length() && raw.charAt(blank + 1) != '(';
    }
    int quote = raw.indexOf('"');
    if (quote >= 0) {
      malformed = true;
      readings.add(raw.substring(0, quote));
      readings.add(raw.replace("\"", "").replace("\\", ""));
    }
    if (raw.length() > 2 && raw.startsWith("'") && raw.endsWith("'")) {
      readings.add(raw.substring(1, raw.length() - 1));
    }
    // `a=b=c` may be a value with an equals sign, which some write, or a separator forgotten.
    malformed |= raw.contains("boundary=") || raw.contains("name=");
  }

  /// Steps over a comment with those inside it (RFC 5322 section 3.2.2).
  private void comment() {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return;
      }
    }
    malformed = true;
  }

  private static int firstBlank(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (blank(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean plainName(String text) {
    String name = text.strip();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!nameCharacter(c)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean blank(char c) {
    return c <= ' ';
  }
}
