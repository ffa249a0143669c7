package org.postern.engine.pattern;

import java.util.ArrayList;
import java.util.List;

/// Divides an expression at its alternatives into several that are short enough for the prefilter,
/// one of which matches wherever the whole does.
final class Pieces {

  /// What alternatives are written in.
  private static final int BRACKETS = "(?:)".length();

  private final boolean anyCase;

  private Pieces(boolean anyCase) {
    this.anyCase = anyCase;
  }

  /// As written for the prefilter, of at most so many characters each where that can be.
  static List<String> of(Node tree, boolean anyCase, int most) {
    Pieces pieces = new Pieces(anyCase);
    return pieces.of(tree, most).stream().map(pieces::written).toList();
  }

  private List<Node> of(Node node, int room) {
    if (written(node).length() <= room) {
      return List.of(node);
    }
    return switch (node) {
      case Node.Alternatives several -> alternatives(several, room);
      case Node.Sequence sequence -> sequence(sequence, room);
      case Node.Group group -> of(group.node(), room);
      case Node.Literal _,
          Node.OneOf _,
          Node.Any _,
          Node.Repeat _,
          Node.Look _,
          Node.Assertion _,
          Node.BackReference _,
          Node.Nothing _ ->
          List.of(node);
    };
  }

  /// As many together as find room.
  private List<Node> alternatives(Node.Alternatives several, int room) {
    List<Node> pieces = new ArrayList<>();
    List<Node> together = new ArrayList<>();
    int length = BRACKETS;
    for (Node one : several.nodes()) {
      for (Node part : of(one, room)) {
        int more = written(part).length() + 1;
        if (!together.isEmpty() && length + more > room) {
          pieces.add(new Node.Alternatives(List.copyOf(together)));
          together.clear();
          length = BRACKETS;
        }
        together.add(part);
        length += more;
      }
    }
    pieces.add(new Node.Alternatives(List.copyOf(together)));
    return pieces;
  }

  /// Divided at its longest part; the others stand in each piece.
  private List<Node> sequence(Node.Sequence sequence, int room) {
    List<Node> nodes = sequence.nodes();
    int longest = 0;
    int length = -1;
    int all = 0;
    for (int i = 0; i < nodes.size(); i++) {
      int one = written(nodes.get(i)).length();
      all += one;
      if (one > length) {
        longest = i;
        length = one;
      }
    }
    int left = room - (all - length);
    if (left < room / 2) {
      return List.of(sequence);
    }
    List<Node> pieces = new ArrayList<>();
    for (Node part : of(nodes.get(longest), left)) {
      List<Node> with = new ArrayList<>(nodes);
      with.set(longest, part);
      pieces.add(new Node.Sequence(with));
    }
    return pieces;
  }

  private String written(Node node) {
    return Written.forPrefilter(node, anyCase);
  }
}
