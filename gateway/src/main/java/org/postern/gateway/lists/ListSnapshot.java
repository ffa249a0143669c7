package org.postern.gateway.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;

/// All entries as they were at one moment. Immutable; one message is handled with one snapshot. A
/// look-up takes a handful of hash look-ups, however many entries there are.
///
/// The order: entries for the recipient, for its domain, for its tenant, for everybody; the first
/// scope in which an entry matches decides.
public final class ListSnapshot {

  /// No entries.
  public static final ListSnapshot EMPTY = new ListSnapshot(List.of());

  private final Map<TenantId, Map<String, ScopeLists>> lists = new HashMap<>();
  private final int size;

  public ListSnapshot(List<Stored> entries) {
    size = entries.size();
    for (Stored stored : entries) {
      lists
          .computeIfAbsent(stored.tenant(), _ -> new HashMap<>())
          .computeIfAbsent(stored.entry().scope().text(), _ -> new ScopeLists())
          .add(stored);
    }
  }

  public int size() {
    return size;
  }

  @Override
  public String toString() {
    return size + " entries";
  }

  /// Whether there are entries that could decide for this recipient.
  public boolean concerns(TenantId tenant, EmailAddress recipient) {
    return !lists.isEmpty() && !scopes(tenant, recipient).isEmpty();
  }

  /// The entry that decides for this recipient.
  public Optional<Stored> find(
      TenantId tenant, EmailAddress recipient, SenderIdentity sender, Instant now) {
    for (ScopeLists scope : scopes(tenant, recipient)) {
      Optional<Stored> found = scope.decide(sender, now);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// The block entry that decides whatever the message will be: MAIL FROM is all that is known.
  public Optional<Stored> refusing(
      TenantId tenant, EmailAddress recipient, ReversePath from, Instant now) {
    if (lists.isEmpty()) {
      return Optional.empty();
    }
    for (ScopeLists scope : scopes(tenant, recipient)) {
      Optional<Stored> found = scope.blocks(from, now);
      if (found.isPresent()) {
        return found;
      }
      if (scope.allows()) {
        // An author who is verified may be allowed here; wider scopes have to wait for that.
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private List<ScopeLists> scopes(TenantId tenant, EmailAddress recipient) {
    List<ScopeLists> scopes = new ArrayList<>(4);
    Map<String, ScopeLists> own = lists.getOrDefault(tenant, Map.of());
    if (!own.isEmpty()) {
      SenderPattern.address(recipient).ifPresent(address -> add(scopes, own, address));
      SenderPattern.domain(recipient.domain()).ifPresent(domain -> add(scopes, own, domain));
      add(scopes, own, "");
    }
    if (!tenant.equals(TenantId.PLATFORM)) {
      add(scopes, lists.getOrDefault(TenantId.PLATFORM, Map.of()), "");
    }
    return scopes;
  }

  private static void add(List<ScopeLists> scopes, Map<String, ScopeLists> own, String scope) {
    ScopeLists found = own.get(scope);
    if (found != null) {
      scopes.add(found);
    }
  }
}
