package org.postern.gateway.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.postern.gateway.tenant.TenantId;

/// Reviews in memory. Thread-safe: synchronized.
public final class MemoryReviews implements Reviews {
  private final Map<Key, Review> kept = new LinkedHashMap<>();

  private record Key(TenantId tenant, String ref) {}

  @Override
  public synchronized Outcome add(TenantId tenant, Review review) {
    Key key = new Key(tenant, review.ref());
    if (kept.containsKey(key)) {
      return Outcome.KNOWN;
    }
    if (kept.values().stream().filter(Review::open).count() >= MOST_OPEN) {
      return Outcome.FULL;
    }
    kept.put(key, Review.open(tenant, review.ref(), review.time(), review.email(), review.text()));
    return Outcome.KEPT;
  }

  @Override
  public synchronized List<Review> list(Optional<TenantId> tenant, boolean closedToo, int limit) {
    return select(tenant, review -> closedToo || review.open()).stream().limit(limit).toList();
  }

  @Override
  public synchronized List<Review> find(Optional<TenantId> tenant, String ref) {
    return select(tenant, review -> review.ref().equals(ref));
  }

  private List<Review> select(Optional<TenantId> tenant, Predicate<Review> wanted) {
    return kept.values().stream()
        .filter(review -> tenant.isEmpty() || tenant.get().equals(review.tenant()))
        .filter(wanted)
        .sorted(Comparator.comparing(Review::time).reversed())
        .toList();
  }

  @Override
  public synchronized int close(Optional<TenantId> tenant, String ref, Instant at, String answer) {
    List<Review> open = select(tenant, review -> review.ref().equals(ref) && review.open());
    for (Review one : open) {
      kept.put(
          new Key(one.tenant(), ref),
          new Review(
              one.tenant(), ref, one.time(), one.email(), one.text(), Optional.of(at), answer));
    }
    return open.size();
  }

  @Override
  public synchronized long expire(Instant before) {
    long size = kept.size();
    kept.values().removeIf(review -> review.time().isBefore(before));
    return size - kept.size();
  }
}
