package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.postern.engine.facts.LinkTargets;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Symbol;

/// The links that lead to strangers.
///
/// @param seen those that a reader can click on: what is odd about one counts among these
/// @param hidden the other ones, which can be odd, but dilute nothing
record Strangers(List<Target> seen, List<Target> hidden) {

  static Strangers of(LinkTargets targets) {
    return new Strangers(
        targets.all().stream().filter(one -> !one.involved()).toList(),
        targets.hidden().stream().filter(one -> !one.involved()).toList());
  }

  boolean isEmpty() {
    return seen.isEmpty() && hidden.isEmpty();
  }

  boolean any(Predicate<Target> property) {
    return seen.stream().anyMatch(property) || hidden.stream().anyMatch(property);
  }

  Strangers that(Predicate<Target> property) {
    return new Strangers(
        seen.stream().filter(property).toList(), hidden.stream().filter(property).toList());
  }

  /// At most so many of each, half of them the last: who wants one not to be found puts others
  /// before it.
  Strangers ends(int most) {
    return new Strangers(ends(seen, most), ends(hidden, most));
  }

  private static List<Target> ends(List<Target> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<Target> ends = new ArrayList<>(all.subList(0, most - most / 2));
    ends.addAll(all.subList(all.size() - most / 2, all.size()));
    return ends;
  }

  /// Finds the first that is odd; whether there is one.
  boolean first(Symbol symbol, Predicate<Target> odd, List<Finding> found) {
    return first(seen, symbol, odd, found) || first(hidden, symbol, odd, found);
  }

  /// A loop: a dozen kinds of odd are asked for, mostly of a few links, of which none is odd.
  private boolean first(
      List<Target> some, Symbol symbol, Predicate<Target> odd, List<Finding> found) {
    for (Target target : some) {
      if (odd.test(target)) {
        found.add(symbol.found(Dilution.of(seen, odd), List.of(target.link().target())));
        return true;
      }
    }
    return false;
  }
}
