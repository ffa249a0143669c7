package org.postern.gateway.gate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Verdict;

/// A recipient and the verdict of its policy.
record Judged(Addressee addressee, Verdict verdict) {

  /// One verdict for each; each policy judges once.
  static List<Judged> all(Report report, List<Addressee> addressees) {
    IdentityHashMap<Policy, Verdict> verdicts = new IdentityHashMap<>();
    List<Judged> judged = new ArrayList<>(addressees.size());
    for (Addressee addressee : addressees) {
      Verdict verdict =
          verdicts.computeIfAbsent(addressee.policy(), policy -> policy.judge(report));
      judged.add(new Judged(addressee, verdict));
    }
    return judged;
  }
}
