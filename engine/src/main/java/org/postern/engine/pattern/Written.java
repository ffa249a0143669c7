package org.postern.engine.pattern;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/// Writes the tree of a regular expression: for java.util.regex exactly, for the prefilter so that
/// it matches at least wherever the expression does.
final class Written {

  /// Bounded repetitions are dear in an automaton; above this they count as unbounded.
  private static final int COUNTED = 24;

  /// The same for one octet, which is cheaper.
  private static final int COUNTED_OCTETS = 100;

  private final StringBuilder out = new StringBuilder();
  private final boolean exact;
  private boolean anyCase;

  private Written(boolean exact, boolean anyCase) {
    this.exact = exact;
    this.anyCase = anyCase;
  }

  /// For java.util.regex, to be compiled with UNIX_LINES, and CASE_INSENSITIVE where `anyCase`.
  static String forJava(Node node, boolean anyCase) {
    Written written = new Written(true, anyCase);
    written.write(node);
    return written.out.toString();
  }

  /// In the syntax of PCRE without look-around and back references, for a multi-line, octet-wise
  /// matcher.
  static String forPrefilter(Node node, boolean anyCase) {
    Written written = new Written(false, anyCase);
    written.write(node);
    return written.out.toString();
  }

  static void octet(StringBuilder out, int octet) {
    if (OctetSet.isLetter(octet) || (octet >= '0' && octet <= '9') || octet == ' ') {
      out.append((char) octet);
    } else {
      out.append(String.format(Locale.ROOT, "\\x%02x", octet));
    }
  }

  private void write(Node node) {
    switch (node) {
      case Node.Literal literal -> literal(literal);
      case Node.OneOf one -> out.append(one.set().size() == 0 ? "(?!)" : one.set().written());
      case Node.Any any -> out.append(any.newlines() ? "(?s:.)" : ".");
      case Node.Sequence sequence -> sequence.nodes().forEach(this::write);
      case Node.Alternatives several -> alternatives(several.nodes());
      case Node.Repeat repeat -> repeat(repeat);
      case Node.Group group -> group(group);
      case Node.Look look -> look(look);
      case Node.Assertion assertion ->
          out.append(exact ? assertion.at().java() : assertion.at().prefilter());
      case Node.BackReference back -> backReference(back);
      case Node.Nothing _ -> {}
    }
  }

  private void literal(Node.Literal literal) {
    boolean other = OctetSet.isLetter(literal.octet()) && literal.anyCase() != anyCase;
    if (other && anyCase) {
      out.append("(?-i:");
      octet(out, literal.octet());
      out.append(')');
    } else if (other) {
      out.append('[').append((char) literal.octet()).append((char) (literal.octet() ^ 32));
      out.append(']');
    } else {
      octet(out, literal.octet());
    }
  }

  private void alternatives(List<Node> nodes) {
    out.append("(?:");
    for (Iterator<Node> it = nodes.iterator(); it.hasNext(); ) {
      write(it.next());
      if (it.hasNext()) {
        out.append('|');
      }
    }
    out.append(')');
  }

  private void repeat(Node.Repeat repeat) {
    int start = out.length();
    write(repeat.node());
    if (out.length() == start) {
      return; // An assertion that the prefilter leaves out.
    }
    if (repeat.node() instanceof Node.Sequence
        || repeat.node() instanceof Node.Repeat
        || repeat.node() instanceof Node.Assertion) {
      out.insert(start, "(?:").append(')');
    }
    int counted = isOctet(repeat.node()) ? COUNTED_OCTETS : COUNTED;
    int least = exact ? repeat.least() : Math.min(repeat.least(), counted);
    int most = exact || repeat.most() <= counted ? repeat.most() : -1;
    if (least == 0 && most == 1) {
      out.append('?');
    } else if (most < 0 && least <= 1) {
      out.append(least == 0 ? '*' : '+');
    } else {
      out.append('{').append(least);
      if (most != least) {
        out.append(',');
        if (most >= 0) {
          out.append(most);
        }
      }
      out.append('}');
    }
    if (exact) {
      switch (repeat.mode()) {
        case GREEDY -> {}
        case LAZY -> out.append('?');
        case POSSESSIVE -> out.append('+');
      }
    }
  }

  private static boolean isOctet(Node node) {
    return node instanceof Node.Literal || node instanceof Node.OneOf || node instanceof Node.Any;
  }

  private void group(Node.Group group) {
    if (!exact) {
      out.append("(?:");
    } else if (group.number() > 0) {
      out.append('(');
    } else {
      out.append(group.atomic() ? "(?>" : "(?:");
    }
    write(group.node());
    out.append(')');
  }

  private void look(Node.Look look) {
    if (!exact) {
      return;
    }
    out.append("(?").append(look.ahead() ? "" : "<").append(look.negative() ? '!' : '=');
    write(look.node());
    out.append(')');
  }

  private void backReference(Node.BackReference back) {
    if (!exact) {
      out.append("(?s:.*)");
      return;
    }
    String flag = back.anyCase() == anyCase ? "(?:" : back.anyCase() ? "(?i:" : "(?-i:";
    out.append(flag).append('\\').append(back.number()).append(')');
  }
}
