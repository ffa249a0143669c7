package org.postern.gateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.verdict.Listed;
import org.postern.gateway.lists.ListEntry;
import org.postern.gateway.lists.ListScope;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.gateway.lists.SenderPattern;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.ExplanationsContract;
import org.postern.gateway.store.Lessons;
import org.postern.gateway.store.LessonsContract;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.MailLogContract;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.store.QuarantineContract;
import org.postern.gateway.store.Recipients;
import org.postern.gateway.store.RecipientsContract;
import org.postern.gateway.store.Review;
import org.postern.gateway.store.Reviews;
import org.postern.gateway.store.ReviewsContract;
import org.postern.gateway.store.Samples;
import org.postern.gateway.store.SenderLists;
import org.postern.gateway.store.SenderListsContract;
import org.postern.gateway.store.Tenants;
import org.postern.gateway.store.TenantsContract;
import org.postern.gateway.store.Users;
import org.postern.gateway.store.UsersContract;

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

    @Test
    void a_hundred_thousand_entries_are_added_and_read_at_once() {
      List<ListEntry> many = new ArrayList<>();
      for (int i = 0; i < 100_000; i++) {
        many.add(
            new ListEntry(
                new ListScope.Everybody(),
                Listed.Kind.BLOCK,
                SenderPattern.parse("d" + i + ".example").orElseThrow(),
                ListEntry.Identity.AUTHOR,
                false,
                "",
                Samples.NOON,
                Optional.empty()));
      }
      long begun = System.nanoTime();
      assertThat(lists().put(Samples.A, many)).hasSize(100_000);
      long added = System.nanoTime();
      assertThat(new ListSnapshot(lists().entries()).size()).isEqualTo(100_000);
      System.out.println(
          "100,000 entries: added in "
              + Duration.ofNanos(added - begun).toMillis()
              + " ms, a snapshot in "
              + Duration.ofNanos(System.nanoTime() - added).toMillis()
              + " ms");
    }
  }

  @Nested
  class OfReviews implements ReviewsContract {
    private Reviews reviews;

    @BeforeEach
    void make() {
      reviews = new SqlReviews(database);
    }

    @Override
    public Reviews reviews() {
      return reviews;
    }

    @Test
    void so_many_are_kept_and_no_more() {
      database.write(session ->
          session.update(
              """
              INSERT INTO review (id, tenant, ref, email, body, closed, answer)
              WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
              SELECT i, 'a', 'R' || i, '', '', 0, '' FROM n
              """,
              Reviews.MOST_OPEN));
      assertThat(reviews.add(Samples.B, Review.open(Samples.B, "S", Samples.NOON, "", "x")))
          .isEqualTo(Reviews.Outcome.FULL);
      assertThat(reviews.add(Samples.A, Review.open(Samples.A, "R7", Samples.NOON, "", "x")))
          .isEqualTo(Reviews.Outcome.KNOWN);
      reviews.close(Optional.of(Samples.A), "R7", Samples.NOON, "");
      assertThat(reviews.add(Samples.B, Review.open(Samples.B, "S", Samples.NOON, "", "x")))
          .isEqualTo(Reviews.Outcome.KEPT);
    }
  }

  @Nested
  class OfRecipients implements RecipientsContract {
    @Override
    public Recipients recipients() {
      return new SqlRecipients(database);
    }
  }

  @Nested
  class OfUsers implements UsersContract {
    @Override
    public Users users() {
      return new SqlUsers(database);
    }
  }

  @Nested
  class OfLessons implements LessonsContract {
    private Lessons lessons;

    @BeforeEach
    void make() {
      lessons = new SqlLessons(database);
    }

    @Override
    public Lessons lessons() {
      return lessons;
    }
  }

  @Test
  void the_recipients_of_a_domain_go_with_it() {
    Tenants tenants = new SqlTenants(database);
    Recipients recipients = new SqlRecipients(database);
    tenants.put(Samples.domain(Samples.A, "example.org"));
    recipients.add(Samples.A, "example.org", List.of("bob"));
    tenants.remove(Samples.B, "example.org");
    assertThat(recipients.contains(Samples.A, "example.org", "bob", false)).isTrue();
    tenants.remove(Samples.A, "Example.org");
    assertThat(recipients.contains(Samples.A, "example.org", "bob", false)).isFalse();
  }
}
