package org.postern.engine.checks.links;

import java.util.List;
import org.postern.engine.facts.LinkTargets.Target;

/// How much one odd link says among many: digests and discussions quote dozens of hosts, and some
/// of them are odd.
final class Dilution {

  private static final double FEW = 5;

  private Dilution() {}

  /// 1 for up to five hosts, less for more.
  static double of(List<Target> targets) {
    long hosts = targets.stream().map(one -> one.destination().host()).distinct().count();
    return Math.min(1, FEW / Math.max(1, hosts));
  }
}
