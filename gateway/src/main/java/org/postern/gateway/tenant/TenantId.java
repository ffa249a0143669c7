package org.postern.gateway.tenant;

import java.util.regex.Pattern;

/// The name of a tenant: lower-case letters, digits, `-` and `.`, at most 64.
public record TenantId(String name) {
  // Before the constants, which need it.
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

  /// Owner of domains that were added without naming a tenant.
  public static final TenantId DEFAULT = new TenantId("default");

  /// Owner of log rows that belong to no domain: refused connections, recipients of domains that
  /// are not served.
  public static final TenantId PLATFORM = new TenantId("platform");

  public TenantId {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a tenant's name has 1 to 64 lower-case letters, digits, '-' or '.': " + name);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
