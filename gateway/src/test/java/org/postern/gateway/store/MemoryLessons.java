package org.postern.gateway.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.gateway.tenant.TenantId;

/// What filters have learnt, in memory. Thread-safe: synchronized.
public final class MemoryLessons implements Lessons {
  private final Map<Key, Learnt> kept = new LinkedHashMap<>();
  private final Map<Teacher, Instant> teachers = new HashMap<>();

  private record Key(TenantId tenant, String owner, String digest, String reporter) {}

  private record Teacher(TenantId tenant, String owner, String reporter) {}

  @Override
  public synchronized List<Learnt> find(TenantId tenant, String owner, String digest) {
    return kept.values().stream()
        .filter(one -> one.tenant().equals(tenant))
        .filter(one -> one.owner().equals(owner) && one.digest().equals(digest))
        .sorted(Comparator.comparing(Learnt::time))
        .toList();
  }

  @Override
  public synchronized void put(TenantId tenant, Learnt learnt) {
    Key key = new Key(tenant, learnt.owner(), learnt.digest(), learnt.reporter());
    kept.remove(key);
    kept.put(
        key,
        new Learnt(
            tenant,
            learnt.owner(),
            learnt.digest(),
            learnt.spam(),
            learnt.reporter(),
            learnt.likeness(),
            learnt.time()));
    teachers.put(new Teacher(tenant, learnt.owner(), learnt.reporter()), learnt.time());
  }

  @Override
  public synchronized boolean remove(
      TenantId tenant, String owner, String digest, String reporter) {
    boolean removed = kept.keySet().remove(new Key(tenant, owner, digest, reporter));
    if (by(tenant, owner, reporter, Instant.MIN, 1).isEmpty()) {
      teachers.remove(new Teacher(tenant, owner, reporter));
    }
    return removed;
  }

  @Override
  public synchronized List<String> reporters(
      TenantId tenant, String owner, Instant since, int limit) {
    return teachers.entrySet().stream()
        .filter(one -> !one.getValue().isBefore(since))
        .map(Map.Entry::getKey)
        .filter(one -> one.tenant().equals(tenant) && one.owner().equals(owner))
        .map(Teacher::reporter)
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Learnt> by(
      TenantId tenant, String owner, String reporter, Instant since, int limit) {
    return kept.values().stream()
        .filter(one -> one.tenant().equals(tenant))
        .filter(one -> one.owner().equals(owner) && one.reporter().equals(reporter))
        .filter(one -> !one.time().isBefore(since))
        .sorted(Comparator.comparing(Learnt::time).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long expire(Instant before, int most) {
    long size = kept.size();
    kept.values().removeIf(one -> one.time().isBefore(before));
    List<Learnt> newest =
        kept.values().stream()
            .sorted(Comparator.comparing(Learnt::time).reversed())
            .limit(most)
            .toList();
    kept.values().retainAll(newest);
    return size - kept.size();
  }
}
