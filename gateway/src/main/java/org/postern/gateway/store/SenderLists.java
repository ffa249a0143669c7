package org.postern.gateway.store;

import java.time.Instant;
import java.util.List;
import org.postern.gateway.lists.ListEntry;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.tenant.TenantId;

/// The allow and block lists of all tenants.
///
/// Thread-safe. Several processes may use it at once; `version` tells when to read again.
public interface SenderLists {

  /// All entries of all tenants, for the snapshot that the gateway decides with.
  List<Stored> entries();

  /// The entries of a tenant, the oldest first.
  List<Stored> entries(TenantId tenant);

  /// Adds these at once, in their order, and gives them as they are kept. An entry replaces that of
  /// the same scope, pattern and identity, whatever its kind, and has a new id.
  List<Stored> put(TenantId tenant, List<ListEntry> entries);

  /// Removes it; false when the tenant has no such entry.
  boolean remove(TenantId tenant, long id);

  /// Deletes what expired before that, of all tenants; tells how many.
  long expire(Instant before);

  /// Changes whenever anything above changed, by whichever process. Cheap: asked every second.
  long version();
}
