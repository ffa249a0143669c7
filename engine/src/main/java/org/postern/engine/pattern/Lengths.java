package org.postern.engine.pattern;

/// How long a match of an expression can be.
final class Lengths {

  /// Without limit, or longer than is worth knowing.
  static final int UNKNOWN = 1 << 16;

  private Lengths() {}

  /// Octets at most, or [#UNKNOWN].
  static int longest(Node node) {
    return switch (node) {
      case Node.Literal _, Node.OneOf _, Node.Any _ -> 1;
      case Node.Sequence sequence -> {
        int sum = 0;
        for (Node part : sequence.nodes()) {
          sum = Math.min(UNKNOWN, sum + longest(part));
        }
        yield sum;
      }
      case Node.Alternatives several ->
          several.nodes().stream().mapToInt(Lengths::longest).max().orElse(0);
      case Node.Repeat repeat -> {
        int one = longest(repeat.node());
        yield repeat.most() < 0
            ? (one == 0 ? 0 : UNKNOWN)
            : (int) Math.min(UNKNOWN, (long) one * repeat.most());
      }
      case Node.Group group -> longest(group.node());
      case Node.BackReference _ -> UNKNOWN;
      case Node.Look _, Node.Assertion _, Node.Nothing _ -> 0;
    };
  }
}
