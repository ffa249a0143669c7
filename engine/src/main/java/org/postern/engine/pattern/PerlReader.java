package org.postern.engine.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a regular expression in Perl's syntax whose characters are octets. One thread, used once.
final class PerlReader {

  private static final int DEEPEST = 200;
  private static final int LARGEST_COUNT = 65_534;

  private final String text;
  private final Escapes escapes;
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, List<Integer>> named = new LinkedHashMap<>();
  private int at;
  private int groups;
  private int depth;
  private Flags flags;

  /// @param i without case
  /// @param m `^` and `$` at every line
  /// @param s the dot takes line ends
  /// @param x blanks and comments in the expression mean nothing
  record Flags(boolean i, boolean m, boolean s, boolean x) {

    static final Flags NONE = new Flags(false, false, false, false);

    Flags with(char flag, boolean on) throws PatternException {
      return switch (flag) {
        case 'i' -> new Flags(on, m, s, x);
        case 'm' -> new Flags(i, on, s, x);
        case 's' -> new Flags(i, m, on, x);
        case 'x' -> new Flags(i, m, s, on);
        // how to match and which characters there are: always once, always octets
        case 'g', 'o', 'a', 'd', 'l', 'u', 'p', 'c' -> this;
        default -> throw new PatternException("flag '" + flag + "' is not known");
      };
    }
  }

  PerlReader(String text, Flags flags) {
    this.text = text;
    this.flags = flags;
    this.escapes = new Escapes(text);
  }

  Node read() throws PatternException {
    Node node = alternatives();
    if (at < text.length()) {
      throw new PatternException("')' without '(' at " + at);
    }
    return node;
  }

  /// The numbers of the groups that have a name, once it is read.
  Map<String, List<Integer>> named() {
    return named;
  }

  private Node alternatives() throws PatternException {
    if (++depth > DEEPEST) {
      throw new PatternException("nested deeper than " + DEEPEST);
    }
    Flags outer = flags;
    List<Node> nodes = new ArrayList<>();
    nodes.add(sequence());
    while (peek('|')) {
      at++;
      nodes.add(sequence());
    }
    flags = outer;
    depth--;
    return nodes.size() == 1 ? nodes.getFirst() : new Node.Alternatives(nodes);
  }

  private Node sequence() throws PatternException {
    List<Node> nodes = new ArrayList<>();
    while (skipBlanks() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      Node one = quantified(atom());
      if (one instanceof Node.Sequence inner) {
        nodes.addAll(inner.nodes());
      } else if (!(one instanceof Node.Nothing)) {
        nodes.add(one);
      }
    }
    return nodes.size() == 1 ? nodes.getFirst() : new Node.Sequence(nodes);
  }

  /// Whether there is more.
  private boolean skipBlanks() {
    while (flags.x() && at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
      } else if (OctetSet.space().has(c)) {
        at++;
      } else {
        break;
      }
    }
    return at < text.length();
  }

  private Node atom() throws PatternException {
    char c = text.charAt(at++);
    return switch (c) {
      case '.' -> new Node.Any(flags.s());
      case '^' -> new Node.Assertion(flags.m() ? Node.At.LINE_START : Node.At.TEXT_START);
      case '$' -> new Node.Assertion(flags.m() ? Node.At.LINE_END : Node.At.BEFORE_LAST_NEWLINE);
      case '[' -> bracketed();
      case '(' -> group();
      case '\\' -> escaped();
      case '*', '+', '?' -> throw new PatternException("'" + c + "' repeats nothing at " + at);
      default -> new Node.Literal(c & 0xff, flags.i());
    };
  }

  private Node quantified(Node atom) throws PatternException {
    Node node = atom;
    while (skipBlanks()) {
      int least;
      int most;
      switch (text.charAt(at)) {
        case '*' -> {
          least = 0;
          most = -1;
          at++;
        }
        case '+' -> {
          least = 1;
          most = -1;
          at++;
        }
        case '?' -> {
          least = 0;
          most = 1;
          at++;
        }
        case '{' -> {
          int[] counts = counts();
          if (counts.length == 0) {
            return node;
          }
          least = counts[0];
          most = counts[1];
        }
        default -> {
          return node;
        }
      }
      Node.Mode mode = Node.Mode.GREEDY;
      if (peek('?')) {
        mode = Node.Mode.LAZY;
        at++;
      } else if (peek('+')) {
        mode = Node.Mode.POSSESSIVE;
        at++;
      }
      node = new Node.Repeat(node, least, most, mode);
    }
    return node;
  }

  /// `{n}`, `{n,}`, `{n,m}` or `{,m}` at this place; empty where the brace is a literal.
  private int[] counts() throws PatternException {
    int end = text.indexOf('}', at);
    if (end < 0 || end - at > 14) {
      return new int[0];
    }
    String inside = text.substring(at + 1, end);
    int comma = inside.indexOf(',');
    String first = comma < 0 ? inside : inside.substring(0, comma).strip();
    String second = comma < 0 ? inside : inside.substring(comma + 1).strip();
    if ((first + second).isEmpty() || !digits(first) || !digits(second)) {
      return new int[0];
    }
    at = end + 1;
    int least = first.isEmpty() ? 0 : Integer.parseInt(first);
    int most = second.isEmpty() ? -1 : Integer.parseInt(second);
    if (least > LARGEST_COUNT || most > LARGEST_COUNT || (most >= 0 && most < least)) {
      throw new PatternException("not a count: {" + inside + "}");
    }
    return new int[] {least, most};
  }

  private static boolean digits(String text) {
    return text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean take(String start) {
    boolean there = text.startsWith(start, at);
    at += there ? start.length() : 0;
    return there;
  }

  private Node group() throws PatternException {
    if (peek('*')) {
      throw new PatternException("verbs like (*SKIP) are not read");
    }
    if (!take("?")) {
      return capturing();
    }
    if (take("#")) {
      int end = text.indexOf(')', at);
      if (end < 0) {
        throw new PatternException("a comment without end");
      }
      at = end + 1;
      return new Node.Nothing();
    }
    if (take(":") || take("|")) {
      return new Node.Group(inside(), 0, false);
    }
    if (take(">")) {
      return new Node.Group(inside(), 0, true);
    }
    if (take("=") || take("!")) {
      boolean negative = text.charAt(at - 1) == '!';
      return new Node.Look(inside(), true, negative);
    }
    if (take("<=") || take("<!")) {
      boolean negative = text.charAt(at - 1) == '!';
      return new Node.Look(inside(), false, negative);
    }
    if (take("P<") || take("<")) {
      return named('>');
    }
    if (take("'")) {
      return named('\'');
    }
    if (take("P=")) {
      return new Node.BackReference(byName(until(')')), flags.i());
    }
    return flagged();
  }

  private Node inside() throws PatternException {
    Node node = alternatives();
    if (!peek(')')) {
      throw new PatternException("'(' without ')'");
    }
    at++;
    return node;
  }

  private Node capturing() throws PatternException {
    int number = ++groups;
    return new Node.Group(inside(), number, false);
  }

  private Node named(char end) throws PatternException {
    String name = until(end);
    names.putIfAbsent(name, groups + 1);
    named.computeIfAbsent(name, _ -> new ArrayList<>()).add(groups + 1);
    return capturing();
  }

  private String until(char end) throws PatternException {
    int stop = text.indexOf(end, at);
    if (stop < 0) {
      throw new PatternException("'" + end + "' expected");
    }
    String name = text.substring(at, stop);
    at = stop + 1;
    return name;
  }

  /// `(?i)` for the rest of the group, `(?i-s:…)` for what stands inside.
  private Node flagged() throws PatternException {
    Flags wanted = flags;
    boolean on = true;
    if (take("^")) {
      wanted = Flags.NONE;
    }
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '-') {
        on = false;
      } else if (c == ')') {
        flags = wanted;
        return new Node.Nothing();
      } else if (c == ':') {
        Flags outer = flags;
        flags = wanted;
        Node inner = inside();
        flags = outer;
        return new Node.Group(inner, 0, false);
      } else if (Character.isLetter(c)) {
        wanted = wanted.with(c, on);
      } else {
        break;
      }
    }
    throw new PatternException("a group of this kind is not read, at " + at);
  }

  private Node escaped() throws PatternException {
    if (at >= text.length()) {
      throw new PatternException("'\\' at the end");
    }
    char c = text.charAt(at);
    if (c >= '1' && c <= '9') {
      int end = at;
      while (end < text.length() && Character.isDigit(text.charAt(end)) && end - at < 3) {
        end++;
      }
      int number = Integer.parseInt(text, at, end, 10);
      // Perl: what no group can mean is an octal number
      if (number <= 9 || number <= groups) {
        at = end;
        return reference(number);
      }
    }
    at++;
    return switch (c) {
      case 'A' -> new Node.Assertion(Node.At.TEXT_START);
      case 'z' -> new Node.Assertion(Node.At.TEXT_END);
      case 'Z' -> new Node.Assertion(Node.At.BEFORE_LAST_NEWLINE);
      case 'b' -> edge(Node.At.WORD_EDGE);
      case 'B' -> edge(Node.At.NO_WORD_EDGE);
      case 'G' -> new Node.Assertion(Node.At.MATCH_START);
      case 'K' -> new Node.Nothing(); // changes what is taken, not whether it matches
      case 'N' -> new Node.Any(false);
      case 'R' -> new Node.OneOf(OctetSet.vertical());
      case 'g', 'k' -> referenceByName();
      default -> other(c);
    };
  }

  private Node edge(Node.At edge) throws PatternException {
    if (peek('{')) {
      throw new PatternException("\\b{…} is not read");
    }
    return new Node.Assertion(edge);
  }

  private Node other(char c) throws PatternException {
    var set = escapes.set(c, at);
    if (set.isPresent()) {
      at = escapes.end();
      return new Node.OneOf(flags.i() ? set.get().withoutCase() : set.get());
    }
    int point = escapes.character(c, at);
    at = escapes.end();
    return character(point);
  }

  private Node reference(int number) throws PatternException {
    if (number > groups || number < 1) {
      throw new PatternException("there is no group " + number);
    }
    return new Node.BackReference(number, flags.i());
  }

  /// `\g2`, `\g{2}`, `\g{-1}`, `\g{name}`, `\k<name>`, `\k'name'`, `\k{name}`.
  private Node referenceByName() throws PatternException {
    String name;
    if (take("{")) {
      name = until('}').strip();
    } else if (take("<")) {
      name = until('>');
    } else if (take("'")) {
      name = until('\'');
    } else {
      int start = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
        at++;
      }
      name = text.substring(start, at);
    }
    if (name.matches("-?[0-9]{1,3}")) {
      int number = Integer.parseInt(name);
      return reference(number < 0 ? groups + 1 + number : number);
    }
    return new Node.BackReference(byName(name), flags.i());
  }

  private int byName(String name) throws PatternException {
    Integer number = names.get(name);
    if (number == null) {
      throw new PatternException("there is no group '" + name + "'");
    }
    return number;
  }

  /// A character above U+00FF is the octets of its UTF-8: texts are octets.
  private Node character(int point) {
    if (point < OctetSet.OCTETS) {
      return new Node.Literal(point, flags.i());
    }
    List<Node> octets = new ArrayList<>();
    for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
      octets.add(new Node.Literal(octet & 0xff, false));
    }
    return new Node.Group(new Node.Sequence(octets), 0, false);
  }

  private Node bracketed() throws PatternException {
    boolean negative = take("^");
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
      member(set, wide);
    }
    OctetSet folded = flags.i() ? set.withoutCase() : set;
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
  private void member(OctetSet set, List<Node> wide) throws PatternException {
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
        wide.add(character(first));
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
