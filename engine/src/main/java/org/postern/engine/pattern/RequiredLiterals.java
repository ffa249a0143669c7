package org.postern.engine.pattern;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds texts of which every match of an expression holds at least one, letters in lower case. The
/// best choice is the one whose shortest text is longest.
final class RequiredLiterals {

  /// More alternatives are not worth their states.
  private static final int MOST = 64;

  private static final int SPREAD = 4;
  private static final int LONGEST = 32;

  private RequiredLiterals() {}

  /// Empty where nothing of at least two octets is known.
  static List<byte[]> of(Node node) {
    List<byte[]> best = required(node);
    return shortest(best) >= 2 ? best : List.of();
  }

  private static int shortest(List<byte[]> texts) {
    return texts.stream().mapToInt(text -> text.length).min().orElse(0);
  }

  private static List<byte[]> better(List<byte[]> one, List<byte[]> other) {
    int gain = shortest(other) - shortest(one);
    return gain > 0 || (gain == 0 && other.size() < one.size()) ? other : one;
  }

  private static List<byte[]> required(Node node) {
    return switch (node) {
      case Node.Sequence sequence -> ofSequence(sequence.nodes());
      case Node.Alternatives several -> ofAlternatives(several.nodes());
      case Node.Repeat repeat -> repeat.least() > 0 ? required(repeat.node()) : List.of();
      case Node.Group group -> required(group.node());
      case Node.Literal _, Node.OneOf _ -> exact(node).orElse(List.of());
      case Node.Any _, Node.Look _, Node.Assertion _, Node.BackReference _, Node.Nothing _ ->
          List.of();
    };
  }

  private static List<byte[]> ofAlternatives(List<Node> nodes) {
    List<byte[]> all = new ArrayList<>();
    for (Node node : nodes) {
      List<byte[]> one = required(node);
      all.addAll(one);
      if (one.isEmpty() || all.size() > MOST) {
        return List.of();
      }
    }
    return all;
  }

  private static List<byte[]> ofSequence(List<Node> nodes) {
    List<byte[]> best = List.of();
    List<byte[]> run = List.of(new byte[0]);
    for (Node node : nodes) {
      if (isEmptyMatch(node)) {
        continue;
      }
      Optional<List<byte[]>> exact = exact(node);
      Optional<List<byte[]>> longer =
          exact.isPresent() ? joined(run, exact.get()) : Optional.empty();
      if (longer.isPresent()) {
        run = longer.get();
      } else {
        best = better(better(best, run), required(node));
        run = exact.orElse(List.of(new byte[0]));
      }
    }
    return better(best, run);
  }

  private static boolean isEmptyMatch(Node node) {
    return node instanceof Node.Assertion
        || node instanceof Node.Look
        || node instanceof Node.Nothing;
  }

  /// All combinations; empty where they are too many or too long.
  private static Optional<List<byte[]>> joined(List<byte[]> starts, List<byte[]> ends) {
    if (starts.size() * ends.size() > MOST) {
      return Optional.empty();
    }
    List<byte[]> all = new ArrayList<>();
    for (byte[] start : starts) {
      for (byte[] end : ends) {
        if (start.length + end.length > LONGEST) {
          return Optional.empty();
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(start);
        both.writeBytes(end);
        all.add(both.toByteArray());
      }
    }
    return Optional.of(all);
  }

  /// All texts a node matches, where they are few.
  private static Optional<List<byte[]>> exact(Node node) {
    return switch (node) {
      case Node.Literal literal ->
          Optional.of(List.of(new byte[] {(byte) OctetSet.lower(literal.octet())}));
      case Node.OneOf one -> exact(one.set());
      case Node.Group group -> exact(group.node());
      case Node.Sequence sequence -> {
        Optional<List<byte[]>> all = Optional.of(List.of(new byte[0]));
        for (Node part : sequence.nodes()) {
          if (!isEmptyMatch(part)) {
            Optional<List<byte[]>> next = exact(part);
            all = all.flatMap(texts -> next.flatMap(more -> joined(texts, more)));
          }
        }
        yield all;
      }
      case Node.Alternatives several -> {
        List<byte[]> all = new ArrayList<>();
        for (Node part : several.nodes()) {
          Optional<List<byte[]>> one = exact(part);
          if (one.isEmpty() || all.size() + one.get().size() > MOST) {
            yield Optional.empty();
          }
          all.addAll(one.get());
        }
        yield Optional.of(all);
      }
      case Node.Repeat repeat -> repeated(repeat);
      case Node.Assertion _, Node.Look _, Node.Nothing _ -> Optional.of(List.of(new byte[0]));
      case Node.Any _, Node.BackReference _ -> Optional.empty();
    };
  }

  private static Optional<List<byte[]>> repeated(Node.Repeat repeat) {
    Optional<List<byte[]>> one = exact(repeat.node());
    if (one.isEmpty() || repeat.most() < 0 || repeat.most() > SPREAD) {
      return Optional.empty();
    }
    List<byte[]> all = new ArrayList<>();
    Optional<List<byte[]>> power = Optional.of(List.of(new byte[0]));
    for (int times = 0; times <= repeat.most(); times++) {
      if (power.isEmpty()) {
        return Optional.empty();
      }
      if (times >= repeat.least()) {
        all.addAll(power.get());
      }
      power = joined(power.get(), one.get());
    }
    return all.size() > MOST ? Optional.empty() : Optional.of(all);
  }

  private static Optional<List<byte[]>> exact(OctetSet set) {
    List<byte[]> all = new ArrayList<>();
    for (int octet : set.octets()) {
      int lower = OctetSet.lower(octet);
      if (lower == octet || !set.has(lower)) {
        all.add(new byte[] {(byte) lower});
      }
    }
    return all.isEmpty() || all.size() > SPREAD ? Optional.empty() : Optional.of(all);
  }
}
