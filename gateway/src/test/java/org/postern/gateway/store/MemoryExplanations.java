package org.postern.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.gateway.tenant.TenantId;

/// Explanations in memory. Thread-safe: a concurrent map.
public final class MemoryExplanations implements Explanations {
  private final Map<Key, Stored> kept = new ConcurrentHashMap<>();

  @Override
  public void put(List<Stored> explanations) {
    explanations.forEach(stored -> kept.put(new Key(stored.tenant(), stored.ref()), stored));
  }

  @Override
  public List<Stored> find(Optional<TenantId> tenant, String ref) {
    return kept.values().stream()
        .filter(stored -> tenant.isEmpty() || tenant.get().equals(stored.tenant()))
        .filter(stored -> stored.ref().equals(ref))
        .toList();
  }

  @Override
  public long expire(Instant before) {
    long size = kept.size();
    kept.values().removeIf(stored -> stored.time().isBefore(before));
    return size - kept.size();
  }

  private record Key(TenantId tenant, String ref) {}
}
