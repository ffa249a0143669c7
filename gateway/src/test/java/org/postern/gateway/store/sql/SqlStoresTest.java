package org.postern.gateway.store.sql;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.ExplanationsContract;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.MailLogContract;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.store.QuarantineContract;
import org.postern.gateway.store.Samples;
import org.postern.gateway.store.SenderLists;
import org.postern.gateway.store.SenderListsContract;
import org.postern.gateway.store.Tenants;
import org.postern.gateway.store.TenantsContract;

/// The stores on SQL keep the contracts.
class SqlStoresTest {
  @TempDir Path dir;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(dir.resolve("postern.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Nested
  class OfTenants implements TenantsContract {
    @Override
    public Tenants tenants() {
      return new SqlTenants(database);
    }
  }

  @Nested
  class OfMailLog implements MailLogContract {
    private MailLog mailLog;

    @BeforeEach
    void make() {
      mailLog = new SqlMailLog(database);
    }

    @Override
    public MailLog mailLog() {
      return mailLog;
    }
  }

  @Nested
  class OfExplanations implements ExplanationsContract {
    private Explanations explanations;

    @BeforeEach
    void make() {
      explanations = new SqlExplanations(database);
    }

    @Override
    public Explanations explanations() {
      return explanations;
    }
  }

  @Nested
  class OfQuarantine implements QuarantineContract {
    private Instant now = Samples.NOON;
    private Quarantine quarantine;

    @BeforeEach
    void make() {
      quarantine = new SqlQuarantine(database, dir.resolve("quarantine"), () -> now);
    }

    @Override
    public Quarantine quarantine() {
      return quarantine;
    }

    @Override
    public void pass(Duration time) {
      now = now.plus(time);
    }
  }

  @Nested
  class OfSenderLists implements SenderListsContract {
    @Override
    public SenderLists lists() {
      return new SqlSenderLists(database);
    }
  }
}
