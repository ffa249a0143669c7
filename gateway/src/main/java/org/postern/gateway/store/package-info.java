/// What the gateway keeps, as interfaces named by use. Every method that touches data of a tenant
/// takes the tenant first.
///
/// Each has a contract test in the tests of this package that all back ends inherit. Start reading
/// at [org.postern.gateway.store.Tenants].
package org.postern.gateway.store;
