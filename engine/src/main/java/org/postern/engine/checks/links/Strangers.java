package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.postern.engine.facts.LinkTargets;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Symbol;

/// The links that lead to strangers.
///
/// @param seen those that a reader can click on: what is odd about one counts among these
/// @param hidden the other ones, which can be odd, but dilute nothing
/// @param quoted those of both that are only quoted; they are not among the others
/// @param quotedShare how much one of these counts
record Strangers(List<Target> seen, List<Target> hidden, List<Target> quoted, double quotedShare) {

  static Strangers of(LinkTargets targets) {
    return new Strangers(
        that(targets.all(), one -> !one.involved() && !one.quoted()),
        that(targets.hidden(), one -> !one.involved() && !one.quoted()),
        targets.quotedShare() == 1
            ? List.of()
            : Stream.concat(targets.all().stream(), targets.hidden().stream())
                .filter(one -> !one.involved() && one.quoted())
                .toList(),
        targets.quotedShare());
  }

  boolean isEmpty() {
    return seen.isEmpty() && hidden.isEmpty() && quoted.isEmpty();
  }

  boolean any(Predicate<Target> property) {
    return seen.stream().anyMatch(property)
        || hidden.stream().anyMatch(property)
        || quoted.stream().anyMatch(property);
  }

  Strangers that(Predicate<Target> property) {
    return new Strangers(
        that(seen, property), that(hidden, property), that(quoted, property), quotedShare);
  }

  private static List<Target> that(List<Target> some, Predicate<Target> property) {
    return some.stream().filter(property).toList();
  }

  /// At most so many of each, half of them the last: who wants one not to be found puts others
  /// before it.
  Strangers ends(int most) {
    return new Strangers(ends(seen, most), ends(hidden, most), ends(quoted, most), quotedShare);
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
    return first(seen, symbol, odd, 1, found)
        || first(hidden, symbol, odd, 1, found)
        || first(quoted, symbol, odd, quotedShare, found);
  }

  /// A loop: a dozen kinds of odd are asked for, mostly of a few links, of which none is odd.
  private boolean first(
      List<Target> some, Symbol symbol, Predicate<Target> odd, double share, List<Finding> found) {
    for (Target target : some) {
      if (odd.test(target)) {
        found.add(symbol.found(share * Dilution.of(seen, odd), List.of(target.link().target())));
        return true;
      }
    }
    return false;
  }
}
