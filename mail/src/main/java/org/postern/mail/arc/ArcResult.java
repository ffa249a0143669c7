package org.postern.mail.arc;

import java.util.List;
import java.util.Optional;

/// A chain and what it is worth.
///
/// `chain` has the sets from the first to the newest, empty where they cannot be read; `fault` is
/// there where the status is neither none nor pass. `highest` is the highest instance seen,
/// readable chain or not, 0 without any. `oldestPass` is the oldest instance since which the
/// message is unchanged (RFC 8617 section 5.2, step 5): 0 if even the first signature verifies. It
/// means nothing without a pass. `coversMessage` is whether the newest message signature is over
/// every From field and all of the body: where not, what a reader sees may be anybody's.
public record ArcResult(
    ArcStatus status,
    List<ArcInstance> chain,
    Optional<ArcFault> fault,
    int highest,
    int oldestPass,
    boolean coversMessage) {

  public ArcResult {
    chain = List.copyOf(chain);
  }

  /// Whether the chain is whole.
  public boolean passed() {
    return status == ArcStatus.PASS;
  }

  /// The set that was added last.
  public Optional<ArcInstance> newest() {
    return chain.isEmpty() ? Optional.empty() : Optional.of(chain.getLast());
  }

  static ArcResult none() {
    return new ArcResult(ArcStatus.NONE, List.of(), Optional.empty(), 0, 0, false);
  }

  static ArcResult failed(ArcFault fault, List<ArcInstance> chain, int highest) {
    ArcStatus status =
        fault.reason() == ArcReason.KEY_UNAVAILABLE ? ArcStatus.TEMPERROR : ArcStatus.FAIL;
    return new ArcResult(status, chain, Optional.of(fault), highest, 0, false);
  }
}
