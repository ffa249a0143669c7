package org.postern.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.tenant.TenantId;

/// Which messages the filters have learnt: one entry for each filter and message.
///
/// Thread-safe.
public interface Lessons {

  /// The entry of a message.
  Optional<Learnt> find(TenantId tenant, String owner, String digest);

  /// Writes an entry, in place of one of the same message; durable when it returns.
  void put(TenantId tenant, Learnt learnt);

  /// Removes the entry of a message; false when there was none.
  boolean remove(TenantId tenant, String owner, String digest);

  /// What a reporter taught a filter since then, newest first.
  List<Learnt> by(TenantId tenant, String owner, String reporter, Instant since, int limit);

  /// Deletes what is older than that, and the oldest beyond so many; tells how many. What is no
  /// longer here stays learnt.
  long expire(Instant before, int most);
}
