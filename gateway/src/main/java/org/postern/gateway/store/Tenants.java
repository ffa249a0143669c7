package org.postern.gateway.store;

import java.util.List;
import java.util.Optional;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.TenantId;

/// The domains of all tenants. A domain belongs to one tenant only.
///
/// Thread-safe. Several processes may use it at once; `version` tells when to read again.
public interface Tenants {

  /// All domains of all tenants, for the snapshot that the gateway decides with.
  List<Domain> domains();

  /// One domain of a tenant.
  Optional<Domain> domain(TenantId tenant, String name);

  /// Adds the domain or replaces that of the same name and tenant.
  ///
  /// @throws Taken when another tenant owns the name
  void put(Domain domain);

  /// Removes it; false when the tenant has no such domain.
  boolean remove(TenantId tenant, String name);

  /// Changes whenever anything above changed, by whichever process. Cheap: asked every second.
  long version();

  /// Another tenant owns that domain.
  final class Taken extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Taken(String domain) {
      super("the domain " + domain + " belongs to another tenant");
    }
  }
}
