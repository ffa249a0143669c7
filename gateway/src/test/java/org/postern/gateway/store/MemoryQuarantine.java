package org.postern.gateway.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.gateway.tenant.TenantId;

/// A quarantine in memory. Thread-safe: synchronized.
public final class MemoryQuarantine implements Quarantine {
  private final InstantSource clock;
  private final Map<Key, Held> entries = new LinkedHashMap<>();
  private final Map<Key, Instant> claims = new HashMap<>();
  private final Map<Message, byte[]> messages = new HashMap<>();

  public MemoryQuarantine(InstantSource clock) {
    this.clock = clock;
  }

  public MemoryQuarantine() {
    this(InstantSource.system());
  }

  @Override
  public synchronized void hold(List<Held> held, byte[] message) {
    for (Held entry : held) {
      if (!entry.ref().matches("[A-Za-z0-9-]{1,64}")) {
        throw new IllegalArgumentException("not a reference: " + entry.ref());
      }
      entries.putIfAbsent(new Key(entry.tenant(), entry.ref(), entry.rcpt()), entry);
      messages.putIfAbsent(new Message(entry.tenant(), entry.ref()), message.clone());
    }
  }

  @Override
  public void list(Optional<TenantId> tenant, Query query, Consumer<Held> receiver) {
    free(tenant).stream()
        .filter(held -> query.since().isEmpty() || !held.time().isBefore(query.since().get()))
        .filter(held -> query.to().isEmpty() || Matching.matches(query.to().get(), held.rcpt()))
        .filter(held -> query.category().isEmpty() || query.category().get() == held.category())
        .sorted(Comparator.comparing(Held::time).reversed())
        .limit(query.limit())
        .forEach(receiver);
  }

  @Override
  public List<Held> entries(Optional<TenantId> tenant, String ref) {
    return free(tenant).stream().filter(held -> held.ref().equals(ref)).toList();
  }

  private synchronized List<Held> free(Optional<TenantId> tenant) {
    return entries.entrySet().stream()
        .filter(entry -> !claimed(entry.getKey()))
        .map(Map.Entry::getValue)
        .filter(held -> tenant.isEmpty() || tenant.get().equals(held.tenant()))
        .toList();
  }

  private boolean claimed(Key key) {
    Instant since = claims.get(key);
    return since != null && since.plus(CLAIM).isAfter(clock.instant());
  }

  @Override
  public synchronized Optional<byte[]> message(TenantId tenant, String ref) {
    return Optional.ofNullable(messages.get(new Message(tenant, ref))).map(byte[]::clone);
  }

  @Override
  public synchronized boolean claim(TenantId tenant, String ref, String rcpt) {
    Key key = new Key(tenant, ref, rcpt);
    if (!entries.containsKey(key) || claimed(key)) {
      return false;
    }
    claims.put(key, clock.instant());
    return true;
  }

  @Override
  public synchronized void unclaim(TenantId tenant, String ref, String rcpt) {
    claims.remove(new Key(tenant, ref, rcpt));
  }

  @Override
  public synchronized boolean remove(TenantId tenant, String ref, String rcpt) {
    Key key = new Key(tenant, ref, rcpt);
    claims.remove(key);
    boolean removed = entries.remove(key) != null;
    if (entries.keySet().stream().noneMatch(k -> k.tenant.equals(tenant) && k.ref.equals(ref))) {
      messages.remove(new Message(tenant, ref));
    }
    return removed;
  }

  @Override
  public synchronized long expire(Instant now) {
    List<Key> expired =
        entries.entrySet().stream()
            .filter(entry -> !entry.getValue().expires().isAfter(now))
            .map(Map.Entry::getKey)
            .filter(key -> !claimed(key))
            .toList();
    expired.forEach(key -> remove(key.tenant, key.ref, key.rcpt));
    return expired.size();
  }

  private record Key(TenantId tenant, String ref, String rcpt) {}

  private record Message(TenantId tenant, String ref) {}
}
