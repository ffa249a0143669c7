package org.postern.gateway.store;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;

/// The stores in memory that other tests use keep the contracts too.
class MemoryStoresTest {

  @Nested
  class OfTenants implements TenantsContract {
    private final Tenants tenants = new MemoryTenants();

    @Override
    public Tenants tenants() {
      return tenants;
    }
  }

  @Nested
  class OfMailLog implements MailLogContract {
    private final MailLog mailLog = new MemoryMailLog();

    @Override
    public MailLog mailLog() {
      return mailLog;
    }
  }

  @Nested
  class OfExplanations implements ExplanationsContract {
    private final Explanations explanations = new MemoryExplanations();

    @Override
    public Explanations explanations() {
      return explanations;
    }
  }

  @Nested
  class OfQuarantine implements QuarantineContract {
    private Instant now = Samples.NOON;
    private final Quarantine quarantine = new MemoryQuarantine(() -> now);

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
    private final SenderLists lists = new MemorySenderLists();

    @Override
    public SenderLists lists() {
      return lists;
    }
  }

  @Nested
  class OfReviews implements ReviewsContract {
    private final Reviews reviews = new MemoryReviews();

    @Override
    public Reviews reviews() {
      return reviews;
    }
  }

  @Nested
  class OfRecipients implements RecipientsContract {
    private final Recipients recipients = new MemoryRecipients();

    @Override
    public Recipients recipients() {
      return recipients;
    }
  }

  @Nested
  class OfUsers implements UsersContract {
    private final Users users = new MemoryUsers();

    @Override
    public Users users() {
      return users;
    }
  }

  @Nested
  class OfLessons implements LessonsContract {
    private final Lessons lessons = new MemoryLessons();

    @Override
    public Lessons lessons() {
      return lessons;
    }
  }
}
