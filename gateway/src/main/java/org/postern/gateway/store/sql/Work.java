package org.postern.gateway.store.sql;

import java.sql.SQLException;

/// Something to do with the database. It may run again after a failure.
@FunctionalInterface
interface Work<T> {
  T run(Session session) throws SQLException;
}
