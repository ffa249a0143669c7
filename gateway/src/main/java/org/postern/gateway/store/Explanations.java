package org.postern.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.tenant.TenantId;

/// The stored evidence behind each verdict, so that it can be explained and judged again later.
public interface Explanations {

  /// Keeps the evidence of some messages; durable when it returns. The same tenant and reference
  /// again replaces what was there.
  void put(List<Stored> explanations);

  /// One reference; an empty tenant means the operator asks.
  List<Stored> find(Optional<TenantId> tenant, String ref);

  /// Deletes what is older than that; tells how many.
  long expire(Instant before);

  /// The evidence of one message for one tenant: a JSON document, written and read by the caller.
  record Stored(TenantId tenant, String ref, Instant time, String json) {}
}
