package org.postern.gateway.app;

import java.nio.file.Path;
import java.time.InstantSource;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.Lessons;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.Recipients;
import org.postern.gateway.store.Reviews;
import org.postern.gateway.store.SenderLists;
import org.postern.gateway.store.Tenants;
import org.postern.gateway.store.Users;
import org.postern.gateway.store.sql.Database;
import org.postern.gateway.store.sql.SqlExplanations;
import org.postern.gateway.store.sql.SqlLessons;
import org.postern.gateway.store.sql.SqlMailLog;
import org.postern.gateway.store.sql.SqlQuarantine;
import org.postern.gateway.store.sql.SqlRecipients;
import org.postern.gateway.store.sql.SqlReviews;
import org.postern.gateway.store.sql.SqlSenderLists;
import org.postern.gateway.store.sql.SqlTenants;
import org.postern.gateway.store.sql.SqlUsers;

/// The embedded stores: one SQLite file, and a folder of held messages.
record SqliteStores(
    Database database,
    Tenants tenants,
    MailLog mailLog,
    SqlQuarantine quarantine,
    Explanations explanations,
    SenderLists senderLists,
    Reviews reviews,
    Recipients recipients,
    Users users,
    Lessons lessons)
    implements Stores {

  /// Opens them; several processes may.
  static SqliteStores open(Path data, InstantSource clock) {
    Database database = Database.open(data.resolve("postern.db"));
    return new SqliteStores(
        database,
        new SqlTenants(database),
        new SqlMailLog(database),
        new SqlQuarantine(database, data.resolve("quarantine"), clock),
        new SqlExplanations(database),
        new SqlSenderLists(database),
        new SqlReviews(database),
        new SqlRecipients(database),
        new SqlUsers(database),
        new SqlLessons(database));
  }

  @Override
  public void close() {
    database.close();
  }
}
