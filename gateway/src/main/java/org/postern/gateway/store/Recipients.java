package org.postern.gateway.store;

import java.util.Collection;
import java.util.function.Consumer;
import org.postern.gateway.tenant.TenantId;

/// The recipients of domains whose owners list them. An entry is a local part, kept as it was given
/// and found in any case; domains are found in any case too.
///
/// Thread-safe. Several processes may use it at once; what one adds the others find at once.
public interface Recipients {

  /// Lists these; tells how many were not listed before.
  int add(TenantId tenant, String domain, Collection<String> locals);

  /// Removes these, in any case; tells how many entries that were.
  int remove(TenantId tenant, String domain, Collection<String> locals);

  /// Lists exactly these, at once: nobody ever sees a part.
  void replace(TenantId tenant, String domain, Collection<String> locals);

  /// Whether it is listed.
  ///
  /// @param exact whether the case must be the same
  boolean contains(TenantId tenant, String domain, String local, boolean exact);

  /// Hands over all local parts of a domain in the order of the alphabet.
  void list(TenantId tenant, String domain, Consumer<String> receiver);
}
