package org.postern.engine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules over one message. A rule that only others look at is told of when one of those depends on
/// it: nearly always it is known already that they do not hit. One thread, used once.
final class RuleRun {

  private static final int SHOWN = 120;

  private final RuleSet set;
  private final Renderings mail;
  private final Facts facts;
  private final MailFunctions functions;
  private final Searches searches;

  /// Of each rule; NaN where that is not known yet.
  private final double[] hits;

  /// What a rule has found; of a meta rule once somebody asked.
  private final @Nullable String[] evidence;

  RuleRun(RuleSet set, Renderings mail, Facts facts) {
    this.set = set;
    this.mail = mail;
    this.facts = facts;
    this.functions = new MailFunctions(mail, set.freemail());
    this.hits = new double[set.rules().size()];
    Arrays.fill(hits, Double.NaN);
    this.evidence = new String[hits.length];
    this.searches = new Searches(set, mail, hits, evidence);
  }

  /// @param wanted the numbers of the rules that are asked for, ascending
  List<RuleHit> run(int[] wanted) {
    searches.tellCaptures();
    List<Rule> rules = set.rules();
    for (int number : wanted) {
      if (!(rules.get(number).test() instanceof RuleTest.Meta)) {
        tell(number);
      }
    }
    for (Metas.Bound meta : set.metas().ordered()) {
      hits[meta.number()] = meta.expression().value(hits);
      if (meta.stage()) {
        tell(meta.number());
        evidence(meta.number());
      }
    }
    List<RuleHit> found = new ArrayList<>();
    for (int number : wanted) {
      tell(number);
      if (hits[number] != 0) {
        found.add(new RuleHit(rules.get(number), hits[number], evidence(number)));
      }
    }
    return found;
  }

  /// Of the rules that were asked about, those that were not run, or not to their end.
  List<Rule> notRun() {
    return searches.notRun().stream().map(set.rules()::get).toList();
  }

  private void tell(int number) {
    if (!Double.isNaN(hits[number])) {
      return;
    }
    switch (set.rules().get(number).test()) {
      case RuleTest.Exists exists ->
          hits[number] = mail.header(exists.selector()).isPresent() == exists.negative() ? 0 : 1;
      case RuleTest.Eval eval -> hits[number] = call(eval) ? 1 : 0;
      case RuleTest.Search search -> searches.tell(number, search);
      case RuleTest.HtmlText text -> searches.tell(number, text);
      case RuleTest.Meta _ -> hits[number] = value(set.metas().of(number));
    }
  }

  private boolean call(RuleTest.Eval eval) {
    return functions
        .test(eval.function(), eval.arguments())
        .orElseGet(() -> facts.test(eval.function(), eval.arguments()));
  }

  /// Tells of as many of the rules it looks at as decide it.
  private double value(Metas.Bound meta) {
    double value = meta.expression().value(hits);
    for (int one : meta.cheapest()) {
      if (!Double.isNaN(value)) {
        return value;
      }
      if (Double.isNaN(hits[one])) {
        tell(one);
        value = meta.expression().value(hits);
      }
    }
    return Double.isNaN(value) ? 0 : value; // Endless less endless.
  }

  /// What a rule that hits has found: a meta rule what those behind it have, a few of them.
  private String evidence(int number) {
    String known = evidence[number];
    if (known == null) {
      known =
          set.rules().get(number).test() instanceof RuleTest.Meta
              ? evidence(set.metas().of(number))
              : "";
      evidence[number] = known;
    }
    return known;
  }

  private String evidence(Metas.Bound meta) {
    StringBuilder all = new StringBuilder();
    for (int one : meta.needed()) {
      tell(one);
      String piece = hits[one] == 0 ? "" : evidence(one);
      if (!piece.isEmpty() && all.indexOf(piece) < 0) {
        all.append(all.isEmpty() ? "" : " … ").append(piece);
      }
      if (all.length() > SHOWN) {
        break;
      }
    }
    return all.toString();
  }
}
