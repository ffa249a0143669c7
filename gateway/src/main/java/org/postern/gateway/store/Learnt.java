package org.postern.gateway.store;

import java.time.Instant;
import org.postern.gateway.tenant.TenantId;

/// A message that a filter has learnt.
///
/// @param tenant whose filter it is; [TenantId#PLATFORM] for the filter of everybody
/// @param owner the filter, unique within the tenant
/// @param digest names the message
/// @param spam as what it was learnt
/// @param reporter who said so, lower case; empty for the operator
/// @param likeness differs in few bits from that of a message of the same wave
public record Learnt(
    TenantId tenant,
    String owner,
    String digest,
    boolean spam,
    String reporter,
    long likeness,
    Instant time) {

  /// The same, learnt then.
  public Learnt at(Instant then) {
    return new Learnt(tenant, owner, digest, spam, reporter, likeness, then);
  }
}
