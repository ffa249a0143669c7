/// Whom the gateway serves: tenants, their domains and what each wants. Immutable records.
///
/// Start reading at [org.postern.gateway.tenant.Domain].
package org.postern.gateway.tenant;
