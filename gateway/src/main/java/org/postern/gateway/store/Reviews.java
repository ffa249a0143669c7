package org.postern.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.tenant.TenantId;

/// Requests of senders that a refusal be looked at; for the administrators. One for each tenant and
/// reference: nobody can ask twice.
public interface Reviews {

  /// So many open requests of all tenants are kept; anybody may write them.
  int MOST_OPEN = 10_000;

  /// What became of a request.
  enum Outcome {
    KEPT,
    /// There was one of this reference already, open or closed.
    KNOWN,
    /// There are too many open ones.
    FULL
  }

  /// Keeps a request for one tenant; durable when it returns.
  Outcome add(TenantId tenant, Review review);

  /// The newest, newest first. An empty tenant means all tenants: for the operator only.
  List<Review> list(Optional<TenantId> tenant, boolean closedToo, int limit);

  /// Those of one reference.
  List<Review> find(Optional<TenantId> tenant, String ref);

  /// Closes the open ones of one reference; tells how many. The answer is for the sender to read.
  int close(Optional<TenantId> tenant, String ref, Instant at, String answer);

  /// Deletes what is older than that; tells how many.
  long expire(Instant before);
}
