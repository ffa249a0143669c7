package org.postern.engine.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads a regular expression in Perl's syntax whose characters are octets. One thread, used once.
final class PerlReader {

  private static final int DEEPEST = 200;
  private static final int LARGEST_COUNT = 65_534;

  private final String text;
  private final Escapes escapes;
  private final Brackets brackets;
  private final Groups groups = new Groups();
  private int at;
  private int depth;
  private Flags flags;

  PerlReader(String text, Flags flags) {
    this.text = text;
    this.flags = flags;
    this.escapes = new Escapes(text);
    this.brackets = new Brackets(text);
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
    return groups.names();
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
      case '[' -> {
        Node one = brackets.read(at, flags.i());
        at = brackets.end();
        yield one;
      }
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
      return new Node.BackReference(groups.named(until(')')), flags.i());
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
    int number = groups.open();
    return new Node.Group(inside(), number, false);
  }

  private Node named(char end) throws PatternException {
    String name = until(end);
    groups.nameNext(name);
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
      if (number <= 9 || number <= groups.count()) {
        at = end;
        return new Node.BackReference(groups.numbered(number), flags.i());
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
    return Node.of(point, flags.i());
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
    return new Node.BackReference(groups.of(name), flags.i());
  }
}
