package org.postern.gateway.store;

import java.time.Instant;
import java.util.Optional;
import org.postern.gateway.tenant.TenantId;

/// A sender asks that the refusal of a message be looked at.
///
/// @param tenant whose refusal it was; [TenantId#PLATFORM] where none was known yet
/// @param email where the sender wants to be answered, or empty; nobody verified it
/// @param text in the sender's words
/// @param closed when an administrator was done with it
/// @param answer what the sender may read about it, or empty
public record Review(
    TenantId tenant,
    String ref,
    Instant time,
    String email,
    String text,
    Optional<Instant> closed,
    String answer) {

  /// A new one.
  public static Review open(TenantId tenant, String ref, Instant time, String email, String text) {
    return new Review(tenant, ref, time, email, text, Optional.empty(), "");
  }

  public boolean open() {
    return closed.isEmpty();
  }
}
