package org.postern.engine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The meta rules of a set, their names bound, such that each comes behind those it looks at; in a
/// circle the first read comes first and sees the others as not hit.
///
/// Immutable, thread-safe.
final class Metas {

  private static final int DEEPEST = 500;

  /// One of so many that look at each other is told in any case, which bounds how deep a run goes.
  private static final int STAGE = 100;

  /// A meta rule.
  ///
  /// @param needed the numbers of the rules it looks at, by their names
  /// @param cheapest the same, those that cost least first
  /// @param stage whether it must be known before those that look at it
  record Bound(int number, Expression expression, int[] needed, int[] cheapest, boolean stage) {}

  private final List<Bound> ordered;
  private final @Nullable Bound[] byNumber;
  private final BitSet gates;

  private Metas(int rules, List<Bound> ordered, BitSet gates) {
    this.ordered = List.copyOf(ordered);
    this.gates = gates;
    this.byNumber = new Bound[rules];
    ordered.forEach(meta -> byNumber[meta.number()] = meta);
  }

  /// In the order in which they can be told.
  List<Bound> ordered() {
    return ordered;
  }

  /// Whether a part decides, see [Gates].
  boolean gate(int number) {
    return gates.get(number);
  }

  /// The meta rule of a number.
  Bound of(int number) {
    Bound meta = byNumber[number];
    if (meta == null) {
      throw new IllegalArgumentException("rule " + number + " follows from no others");
    }
    return meta;
  }

  static Metas of(List<Rule> rules) {
    Order order = new Order(rules);
    for (int i = 0; i < rules.size(); i++) {
      order.visit(i, 0);
    }
    BitSet gates =
        Gates.of(rules, new Binding(rules, order.numbers, new BitSet()).bound(order.ordered));
    return new Metas(
        rules.size(), new Binding(rules, order.numbers, gates).bound(order.ordered), gates);
  }

  /// Finds the order, depth first.
  private static final class Order {
    private final List<Rule> rules;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final boolean[] seen;
    private final List<Integer> ordered = new ArrayList<>();

    Order(List<Rule> rules) {
      this.rules = rules;
      this.seen = new boolean[rules.size()];
      for (int i = 0; i < rules.size(); i++) {
        numbers.put(rules.get(i).name(), i);
      }
    }

    void visit(int number, int depth) {
      if (seen[number]
          || depth > DEEPEST
          || !(rules.get(number).test() instanceof RuleTest.Meta meta)) {
        return;
      }
      seen[number] = true;
      for (String name : names(meta)) {
        Integer one = numbers.get(name);
        if (one != null) {
          visit(one, depth + 1);
        }
      }
      ordered.add(number);
    }
  }

  private static Set<String> names(RuleTest.Meta meta) {
    Set<String> names = new TreeSet<>();
    meta.expression().names(names);
    return names;
  }

  /// Binds names in that order: a rule sees those alone that stand before it.
  private static final class Binding {
    private final List<Rule> rules;
    private final Map<String, Integer> numbers;
    private final int[] cost;
    private final int[] depth;
    private final boolean[] known;

    Binding(List<Rule> rules, Map<String, Integer> numbers, BitSet gates) {
      this.rules = rules;
      this.numbers = numbers;
      this.cost = new int[rules.size()];
      this.depth = new int[rules.size()];
      this.known = new boolean[rules.size()];
      for (int i = 0; i < rules.size(); i++) {
        known[i] = !(rules.get(i).test() instanceof RuleTest.Meta);
        cost[i] = cost(rules.get(i).test(), gates.get(i));
      }
    }

    List<Bound> bound(List<Integer> ordered) {
      List<Bound> all = new ArrayList<>();
      for (int number : ordered) {
        if (rules.get(number).test() instanceof RuleTest.Meta meta) {
          all.add(bound(number, meta));
        }
        known[number] = true;
      }
      return all;
    }

    private Bound bound(int number, RuleTest.Meta meta) {
      Map<String, Integer> seen = new HashMap<>();
      for (String name : names(meta)) {
        Integer one = numbers.get(name);
        if (one != null && known[one]) {
          seen.put(name, one);
        }
      }
      int[] needed = names(meta).stream().filter(seen::containsKey).mapToInt(seen::get).toArray();
      int[] cheapest =
          IntStream.of(needed)
              .boxed()
              .sorted(Comparator.comparingInt(one -> cost[one]))
              .mapToInt(Integer::intValue)
              .toArray();
      cost[number] = Arrays.stream(needed).map(one -> cost[one]).max().orElse(0);
      depth[number] = 1 + Arrays.stream(needed).map(one -> depth[one]).max().orElse(0);
      return new Bound(
          number, meta.expression().bound(seen), needed, cheapest, depth[number] % STAGE == 0);
    }

    /// How dear a rule is beside others: those that are looked for together come together.
    private static int cost(RuleTest test, boolean gate) {
      return switch (test) {
        case RuleTest.Exists _ -> 0;
        case RuleTest.Search search ->
            switch (search.target()) {
              case Target.Header _ -> 1;
              case Target.Body _ -> gate ? 3 : 4;
              case Target.PartHeader _ -> 5;
              case Target.Uri _, Target.RawBody _, Target.Full _ -> 6;
            };
        case RuleTest.Eval _ -> 2;
        case RuleTest.HtmlText _ -> 6;
        case RuleTest.Meta _ -> 0;
      };
    }
  }
}
