package org.postern.gateway.gate;

import java.util.List;
import org.postern.engine.verdict.Disposition;

/// What becomes of a message at the final dot. There is one reply for all recipients, so a message
/// is refused only when every recipient's policy refuses it; where policies differ it is accepted,
/// and held for those who would refuse.
sealed interface Plan {

  /// Every policy refuses: 5xx.
  record RefuseAll(List<Judged> recipients) implements Plan {}

  /// Nobody takes it now and somebody could later: 4xx.
  record DeferAll(List<Judged> recipients) implements Plan {}

  /// At least one recipient takes it, or keeps it in quarantine: 250.
  record Accept(List<Judged> recipients) implements Plan {}

  /// Decides, once each recipient has a verdict.
  static Plan of(List<Judged> judged) {
    boolean allReject =
        judged.stream().allMatch(one -> one.verdict().disposition() instanceof Disposition.Reject);
    boolean noneAccepts =
        judged.stream()
            .allMatch(one ->
                one.verdict().disposition() instanceof Disposition.Reject
                    || one.verdict().disposition() instanceof Disposition.Defer);
    if (allReject) {
      return new RefuseAll(judged);
    }
    return noneAccepts ? new DeferAll(judged) : new Accept(judged);
  }
}
