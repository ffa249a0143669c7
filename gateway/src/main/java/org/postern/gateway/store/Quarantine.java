package org.postern.gateway.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.engine.verdict.Category;
import org.postern.gateway.tenant.TenantId;

/// Held messages: each stored once, compressed, with an entry for each recipient that has a state
/// of its own.
///
/// Holding twice the same reference and recipient changes nothing, so that a repeated attempt after
/// a crash is harmless.
public interface Quarantine {

  /// How long a claim lasts that is neither followed by `remove` nor by `unclaim`.
  Duration CLAIM = Duration.ofMinutes(10);

  /// Keeps the message for these recipients; all entries have the same reference, made of letters,
  /// digits and `-`. They may belong to several tenants: each has a copy of its own. Durable when
  /// it returns.
  void hold(List<Held> entries, byte[] message) throws IOException;

  /// Entries that match, newest first. An empty tenant means all tenants: for the operator only.
  void list(Optional<TenantId> tenant, Query query, Consumer<Held> entries);

  /// The entries of one reference.
  List<Held> entries(Optional<TenantId> tenant, String ref);

  /// The original octets.
  Optional<byte[]> message(TenantId tenant, String ref) throws IOException;

  /// Takes the entry out for release: true for exactly one of several callers at once. It is no
  /// longer listed; the message stays until `remove`.
  ///
  /// A claim lapses after [#CLAIM], so that an entry is not lost when its release was cut off by a
  /// crash.
  boolean claim(TenantId tenant, String ref, String rcpt);

  /// Puts a claimed entry back, when the release failed.
  void unclaim(TenantId tenant, String ref, String rcpt);

  /// Deletes the entry, and the message with its last entry. False when there was none.
  boolean remove(TenantId tenant, String ref, String rcpt) throws IOException;

  /// Deletes what has expired by then and is not claimed; tells how many entries.
  long expire(Instant now) throws IOException;

  /// What to look for; empty means anything.
  record Query(
      Optional<Instant> since, Optional<String> to, Optional<Category> category, int limit) {
    public static final Query ALL =
        new Query(Optional.empty(), Optional.empty(), Optional.empty(), 1_000_000);
  }
}
