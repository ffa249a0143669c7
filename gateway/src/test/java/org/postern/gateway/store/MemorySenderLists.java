package org.postern.gateway.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postern.gateway.lists.ListEntry;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.tenant.TenantId;

/// Lists of senders in memory. Thread-safe: synchronized.
public final class MemorySenderLists implements SenderLists {
  private final List<Stored> all = new ArrayList<>();
  private long version;

  @Override
  public synchronized List<Stored> entries() {
    return List.copyOf(all);
  }

  @Override
  public synchronized List<Stored> entries(TenantId tenant) {
    return all.stream().filter(one -> one.tenant().equals(tenant)).toList();
  }

  @Override
  public synchronized List<Stored> put(TenantId tenant, List<ListEntry> entries) {
    List<Stored> stored = new ArrayList<>();
    for (ListEntry entry : entries) {
      all.removeIf(one ->
          one.tenant().equals(tenant)
              && one.entry().scope().equals(entry.scope())
              && one.entry().pattern().equals(entry.pattern())
              && one.entry().identity() == entry.identity());
      stored.add(new Stored(tenant, ++version, entry));
      all.add(stored.getLast());
    }
    return stored;
  }

  @Override
  public synchronized boolean remove(TenantId tenant, long id) {
    return changed(all.removeIf(one -> one.tenant().equals(tenant) && one.id() == id));
  }

  @Override
  public synchronized long expire(Instant before) {
    long old = all.size();
    changed(
        all.removeIf(
            one -> one.entry().expires().filter(time -> time.isBefore(before)).isPresent()));
    return old - all.size();
  }

  private boolean changed(boolean really) {
    version += really ? 1 : 0;
    return really;
  }

  @Override
  public synchronized long version() {
    return version;
  }
}
