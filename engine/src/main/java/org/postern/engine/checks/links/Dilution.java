package org.postern.engine.checks.links;

import java.util.List;
import java.util.function.Predicate;
import org.postern.engine.facts.LinkTargets.Target;

/// How much one odd link says among many: digests and discussions quote dozens of hosts, and some
/// of them are odd.
final class Dilution {

  private static final double FEW = 5;

  /// From so many hosts on, a message is a digest.
  private static final int DIGEST = 20;

  /// A quarter of the links that are odd is a digest of odd links.
  private static final double QUARTER = 4;

  private Dilution() {}

  /// 1 for up to five hosts, less for more.
  static double of(List<Target> targets) {
    long hosts = targets.stream().map(one -> one.destination().host()).distinct().count();
    return Math.min(1, FEW / Math.max(1, hosts));
  }

  /// The same; in a digest no more than the share of the odd links is worth.
  static double of(List<Target> targets, Predicate<Target> odd) {
    double few = of(targets);
    if (few > FEW / DIGEST) {
      return few;
    }
    double share = (double) targets.stream().filter(odd).count() / targets.size();
    return Math.min(few, QUARTER * share);
  }
}
