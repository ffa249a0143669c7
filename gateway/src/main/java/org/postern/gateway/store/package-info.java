/// What the gateway keeps, as interfaces named by use. Every method that touches data of a tenant
/// takes the tenant first.
///
/// All are thread-safe. Times are kept to the millisecond. A store that cannot work throws
/// [org.postern.gateway.store.StoreFailed], or an IOException where files are involved. Addresses
/// are looked for without regard to case: a whole address, or `@` and a domain.
///
/// Each has a contract test in the tests of this package that all back ends inherit. Start reading
/// at [org.postern.gateway.store.Tenants].
package org.postern.gateway.store;
