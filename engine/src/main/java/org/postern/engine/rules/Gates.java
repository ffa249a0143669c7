package org.postern.engine.rules;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Chooses the parts that decide: where none of them is found in the text, hardly a rule with a
/// score can hit by what else may be found there. They are looked for first, and mostly alone. What
/// is chosen changes no hit, only what is looked for.
final class Gates {

  /// A fact beside the parts may well be there, and they have decided nothing then.
  private static final int FACT = 3;

  /// Facts are known before, but mostly there: only where many parts would be needed else.
  private static final int FACTS_ALONE = 12;

  private final List<Rule> rules;
  private final BitSet chosen = new BitSet();

  /// For each rule what must be missing for it not to hit.
  private final Silence[] silent;

  /// What must be missing for something to be 0.
  ///
  /// @param facts how many facts of the message besides
  private record Silence(BitSet parts, int facts) {

    static final Silence NOTHING = new Silence(new BitSet(), 0);
    static final Silence FACT_ALONE = new Silence(new BitSet(), 1);

    static Silence of(int number) {
      BitSet parts = new BitSet();
      parts.set(number);
      return new Silence(parts, 0);
    }

    Silence and(Silence other) {
      BitSet both = (BitSet) parts.clone();
      both.or(other.parts);
      return new Silence(both, facts + other.facts);
    }
  }

  private Gates(List<Rule> rules) {
    this.rules = rules;
    this.silent = new Silence[rules.size()];
    for (int i = 0; i < silent.length; i++) {
      silent[i] = isPart(rules.get(i)) ? Silence.of(i) : Silence.FACT_ALONE;
    }
  }

  /// Whether a rule is searched for in the text for others alone.
  static boolean isPart(Rule rule) {
    return rule.partial()
        && rule.test() instanceof RuleTest.Search search
        && search.target() instanceof Target.Body
        && search.template().isEmpty()
        && !search.negative();
  }

  /// The numbers of the parts that decide.
  ///
  /// @param ordered all meta rules, each behind those it looks at
  static BitSet of(List<Rule> rules, List<Metas.Bound> ordered) {
    Gates gates = new Gates(rules);
    ordered.forEach(gates::meta);
    return gates.chosen;
  }

  private void meta(Metas.Bound meta) {
    Rule rule = rules.get(meta.number());
    silent[meta.number()] = silence(meta.expression()).orElse(Silence.FACT_ALONE);
    if (!rule.partial() && rule.score() != 0) {
      chosen.or(silent[meta.number()].parts());
    }
  }

  /// What must be missing for an expression to be 0; empty where nothing makes it so.
  private Optional<Silence> silence(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant ->
          constant.number() == 0 ? Optional.of(Silence.NOTHING) : Optional.empty();
      case Expression.Name _ -> Optional.empty();
      case Expression.Hits hits -> Optional.of(silent[hits.number()]);
      case Expression.Prefixed prefixed ->
          prefixed.operator() == '-' ? silence(prefixed.operand()) : Optional.empty();
      case Expression.Joined joined -> silence(joined);
      case Expression.Chain chain -> silence(chain);
    };
  }

  private Optional<Silence> silence(Expression.Joined joined) {
    Optional<Silence> left = silence(joined.left());
    return switch (joined.operator()) {
      case AND, TIMES -> either(left, silence(joined.right()));
      case OR, PLUS, MINUS -> both(left, silence(joined.right()));
      case DIVIDED, REMAINDER -> left;
      case EQUAL, OTHER, AT_MOST, AT_LEAST, LESS, MORE ->
          joined.right() instanceof Expression.Constant constant
                  && joined.operator().of(0, constant.number()) == 0
              ? left
              : Optional.empty();
    };
  }

  private Optional<Silence> silence(Expression.Chain chain) {
    Optional<Silence> found = chain.all() ? Optional.empty() : Optional.of(Silence.NOTHING);
    for (int number : chain.hits()) {
      found = joined(chain.all(), found, Optional.of(silent[number]));
    }
    for (int i = 0; i < chain.misses().length; i++) {
      found = joined(chain.all(), found, Optional.empty()); // what is refused is mostly not there
    }
    for (Expression other : chain.others()) {
      found = joined(chain.all(), found, silence(other));
    }
    return found;
  }

  private Optional<Silence> joined(boolean all, Optional<Silence> one, Optional<Silence> other) {
    return all ? either(one, other) : both(one, other);
  }

  private static Optional<Silence> both(Optional<Silence> one, Optional<Silence> other) {
    return one.isEmpty() || other.isEmpty()
        ? Optional.empty()
        : Optional.of(one.get().and(other.get()));
  }

  private Optional<Silence> either(Optional<Silence> one, Optional<Silence> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return dearness(other.get()) < dearness(one.get()) ? other : one;
  }

  /// How much it takes to be sure.
  private int dearness(Silence silence) {
    if (silence.parts().isEmpty()) {
      return FACTS_ALONE;
    }
    BitSet more = (BitSet) silence.parts().clone();
    more.andNot(chosen);
    return more.cardinality() + FACT * silence.facts();
  }
}
