/// The stores on SQL. SQLite is embedded: one file, one writer with group commit, several readers.
/// The SQL keeps to what SQLite and PostgreSQL have in common; the rest is in
/// [org.postern.gateway.store.sql.Dialect].
///
/// Start reading at [org.postern.gateway.store.sql.Database], then take any `Sql…` store.
package org.postern.gateway.store.sql;
