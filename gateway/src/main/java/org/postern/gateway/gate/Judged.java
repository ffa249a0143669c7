package org.postern.gateway.gate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.postern.engine.verdict.Listed;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.lists.ListEntry.Stored;

/// A recipient and the verdict of its policy.
///
/// @param listed the entry of a list that decided
/// @param own what was found for this recipient alone
record Judged(Addressee addressee, Verdict verdict, Optional<Listed> listed, Report own) {

  /// No list decided, and nothing was found for this recipient alone.
  Judged(Addressee addressee, Verdict verdict) {
    this(addressee, verdict, Optional.empty(), Report.EMPTY);
  }

  /// One verdict for each, with what the lists of senders make of it.
  static List<Judged> all(Examined mail, List<Addressee> addressees) {
    List<Judged> judged = all(mail.report(), addressees);
    judged.replaceAll(one -> one.with(mail.report(), mail.own(one.addressee())));
    judged.replaceAll(one -> mail.listing().of(one.addressee()).map(one::with).orElse(one));
    return judged;
  }

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

  private Judged with(Report report, Report alone) {
    return alone.outcomes().isEmpty()
        ? this
        : new Judged(addressee, addressee.policy().judge(report.and(alone)), listed, alone);
  }

  private Judged with(Stored entry) {
    Verdict then = addressee.policy().listed(verdict, entry.listed());
    return then.decidedBy() == Verdict.Step.LIST
        ? new Judged(addressee, then, Optional.of(entry.listed()), own)
        : this;
  }

  /// The verdict as it is without lists and without what the recipient taught: what one recipient
  /// wants of a sender must not become the sender's name with others.
  Verdict unlisted(Report report) {
    boolean same = listed.isEmpty() && own.outcomes().isEmpty();
    return same ? verdict : addressee.policy().judge(report);
  }

  /// Whether a list shut the sender out.
  boolean blocked() {
    return listed.filter(one -> one.kind() == Listed.Kind.BLOCK).isPresent();
  }
}
