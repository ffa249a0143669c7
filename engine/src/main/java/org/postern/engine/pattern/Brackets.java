package org.postern.engine.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads what stands in brackets: characters, ranges and classes. After each answer `end` tells
/// where it ends. One thread.
final class Brackets {

  private final String text;
  private final Escapes escapes;
  private int at;

  Brackets(String text) {
    this.text = text;
    this.escapes = new Escapes(text);
  }

  /// Behind the closing bracket of what was read last.
  int end() {
    return at;
  }

  /// What stands in brackets.
  ///
  /// @param from behind the opening one
  Node read(int from, boolean anyCase) throws PatternException {
    at = from;
    boolean negative = text.startsWith("^", at);
    at += negative ? 1 : 0;
    OctetSet set = new OctetSet();
    List<Node> wide = new ArrayList<>();
    int start = at;
    while (true) {
      if (at >= text.length()) {
        throw new PatternException("'[' without ']'");
      }
      if (text.charAt(at) == ']' && at > start) {
        at++;
        break;
      }
      member(set, wide, anyCase);
    }
    OctetSet folded = anyCase ? set.withoutCase() : set;
    if (negative) {
      // no octet is a character above U+00FF
      return new Node.OneOf(folded.negated());
    }
    if (wide.isEmpty()) {
      return new Node.OneOf(folded);
    }
    wide.add(new Node.OneOf(folded));
    return new Node.Group(new Node.Alternatives(wide), 0, false);
  }

  /// One character, class or range in brackets.
  private void member(OctetSet set, List<Node> wide, boolean anyCase) throws PatternException {
    if (text.startsWith("[:", at)) {
      int end = text.indexOf(":]", at);
      if (end > 0) {
        set.addAll(Escapes.posix(text.substring(at + 2, end).toLowerCase(Locale.ROOT)));
        at = end + 2;
        return;
      }
    }
    char c = text.charAt(at++);
    if (c == '\\' && at < text.length()) {
      var many = escapes.set(text.charAt(at), at + 1);
      if (many.isPresent()) {
        at = escapes.end();
        set.addAll(many.get());
        return;
      }
    }
    int first = single(c);
    boolean range = at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
    if (range && text.charAt(at + 1) == '\\' && at + 2 < text.length()) {
      range = escapes.set(text.charAt(at + 2), at + 3).isEmpty();
    }
    if (!range) {
      if (first < OctetSet.OCTETS) {
        set.add(first);
      } else {
        wide.add(Node.of(first, anyCase));
      }
      return;
    }
    at++;
    int last = single(text.charAt(at++));
    if (last < first) {
      throw new PatternException("a range that ends before it starts");
    }
    if (last >= OctetSet.OCTETS) {
      throw new PatternException("a range of characters above U+00FF: texts are octets");
    }
    set.add(first, last);
  }

  /// One character in brackets; `c` is taken already.
  private int single(char c) throws PatternException {
    if (c != '\\') {
      return c & 0xff;
    }
    if (at >= text.length()) {
      throw new PatternException("'[' without ']'");
    }
    char e = text.charAt(at++);
    if (e == 'b') {
      return '\b';
    }
    int point = escapes.character(e, at);
    at = escapes.end();
    return point;
  }
}
