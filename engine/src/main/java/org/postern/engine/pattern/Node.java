package org.postern.engine.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The tree of a regular expression. Flags are resolved: each node knows whether it looks at case.
sealed interface Node {

  /// One octet.
  record Literal(int octet, boolean anyCase) implements Node {}

  /// One of several octets; case is resolved into the set.
  record OneOf(OctetSet set) implements Node {}

  /// The dot.
  record Any(boolean newlines) implements Node {}

  record Sequence(List<Node> nodes) implements Node {
    public Sequence {
      nodes = List.copyOf(nodes);
    }
  }

  record Alternatives(List<Node> nodes) implements Node {
    public Alternatives {
      nodes = List.copyOf(nodes);
    }
  }

  /// @param most -1 without limit
  record Repeat(Node node, int least, int most, Mode mode) implements Node {}

  enum Mode {
    GREEDY,
    LAZY,
    POSSESSIVE
  }

  /// @param number of a group that captures, 0 for one that does not
  record Group(Node node, int number, boolean atomic) implements Node {}

  record Look(Node node, boolean ahead, boolean negative) implements Node {}

  record Assertion(At at) implements Node {}

  /// Places that are matched without taking an octet.
  enum At {
    TEXT_START("\\A", "^"),
    LINE_START("(?m:^)", "^"),
    TEXT_END("\\z", "$"),
    BEFORE_LAST_NEWLINE("\\Z", "$"),
    LINE_END("(?m:$)", "$"),
    WORD_EDGE("\\b", "\\b"),
    NO_WORD_EDGE("\\B", "\\B"),
    MATCH_START("\\G", "");

    private final String java;
    private final String prefilter;

    At(String java, String prefilter) {
      this.java = java;
      this.prefilter = prefilter;
    }

    String java() {
      return java;
    }

    /// What matches at least there where many texts are joined into one by line ends.
    String prefilter() {
      return prefilter;
    }
  }

  record BackReference(int number, boolean anyCase) implements Node {}

  record Nothing() implements Node {}

  /// A character. One above U+00FF is the octets of its UTF-8: texts are octets.
  static Node of(int character, boolean anyCase) {
    if (character < OctetSet.OCTETS) {
      return new Node.Literal(character, anyCase);
    }
    List<Node> octets = new ArrayList<>();
    for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      octets.add(new Node.Literal(octet & 0xff, false));
    }
    return new Node.Group(new Node.Sequence(octets), 0, false);
  }
}
