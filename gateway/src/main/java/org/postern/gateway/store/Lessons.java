package org.postern.gateway.store;

import java.time.Instant;
import java.util.List;
import org.postern.gateway.tenant.TenantId;

/// Which messages the filters have learnt, and who said so: one entry for each filter, message and
/// reporter.
///
/// Thread-safe.
public interface Lessons {

  /// The entries of a message, oldest first.
  List<Learnt> find(TenantId tenant, String owner, String digest);

  /// Writes an entry, in place of one of the same message and reporter; durable when it returns.
  void put(TenantId tenant, Learnt learnt);

  /// Removes a reporter's entry of a message; false when there was none.
  boolean remove(TenantId tenant, String owner, String digest, String reporter);

  /// What a reporter taught a filter since then, newest first.
  List<Learnt> by(TenantId tenant, String owner, String reporter, Instant since, int limit);

  /// Who taught a filter since then, in the order of their names, the operator first: whoever took
  /// everything back is not among them, whoever's entries expired is.
  List<String> reporters(TenantId tenant, String owner, Instant since, int limit);

  /// Deletes what is older than that, and the oldest beyond so many; tells how many. What is no
  /// longer here stays learnt.
  long expire(Instant before, int most);
}
