package org.postern.engine.checks.infomail;

import java.util.ArrayList;
import java.util.List;

/// Signs with their weights, as they are gathered.
final class Signs {

  private static final int SHOWN = 5;

  private final List<String> told = new ArrayList<>();
  private double weight;

  void add(double more, String what) {
    weight += more;
    if (more > 0 && told.size() < SHOWN) {
      told.add(what);
    }
  }

  double weight() {
    return weight;
  }

  List<String> told() {
    return List.copyOf(told);
  }
}
