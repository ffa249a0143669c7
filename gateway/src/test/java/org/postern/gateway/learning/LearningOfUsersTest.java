package org.postern.gateway.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.verdict.Category;
import org.postern.gateway.learning.Taught.Outcome;
import org.postern.gateway.store.Held;
import org.postern.mail.address.EmailAddress;

/// What users teach, for themselves and for their domain.
class LearningOfUsersTest extends TaughtFilters {

  private static Held held(Category category, String text) {
    return new Held(
        A,
        "0123-4567-89AB-CDEF",
        Instant.EPOCH,
        "Bob@Example.org",
        "x@y.example",
        "hello",
        "",
        category,
        6,
        text.length(),
        "",
        Instant.EPOCH);
  }

  @Test
  void a_release_teaches_ham_and_takes_back_the_user_s_own_report() throws IOException {
    Teacher teacher = new Teacher(learning);
    String text = "the minutes of the meeting";
    learning.report(A, BOB, Word.SPAM, lesson(text));
    teacher.released(held(Category.SUSPECTED_SPAM, text), octets(text));
    assertThat(status("domain alpha/example.org").spam()).isZero();
    assertThat(status("domain alpha/example.org").ham()).isEqualTo(1);
    assertThat(status("user alpha/example.org/bob").ham()).isEqualTo(1);
    teacher.released(held(Category.SUSPECTED_SPAM, text), octets(text));
    assertThat(status("user alpha/example.org/bob").ham()).isEqualTo(1);
  }

  @Test
  void no_user_changes_what_the_operator_taught_the_domain() throws IOException {
    String text = "the minutes of the meeting";
    learning.teach(A, "example.org", Word.SPAM, lesson(text));
    new Teacher(learning).released(held(Category.SUSPECTED_SPAM, text), octets(text));
    assertThat(outcomes(learning.report(A, ANN, Word.HAM, lesson(text))))
        .containsExactly(Outcome.LEARNT, Outcome.STANDS);
    assertThat(outcomes(learning.report(A, BOB, Word.FORGET, lesson(text))))
        .containsExactly(Outcome.FORGOTTEN, Outcome.STANDS);
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(1);
    assertThat(status("domain alpha/example.org").ham()).isZero();
    assertThat(learning.teach(A, "example.org", Word.HAM, lesson(text)).outcome())
        .isEqualTo(Outcome.MOVED);
    assertThat(learning.teach(A, "example.org", Word.FORGET, lesson(text)).outcome())
        .isEqualTo(Outcome.FORGOTTEN);
    assertThat(status("domain alpha/example.org").spam()).isZero();
    assertThat(status("domain alpha/example.org").ham()).isZero();
  }

  @Test
  void the_operator_s_word_stands_over_those_of_users() throws IOException {
    learning.report(A, BOB, Word.SPAM, other(1));
    learning.report(A, ANN, Word.SPAM, other(1));
    assertThat(learning.teach(A, "example.org", Word.HAM, other(1)).outcome())
        .isEqualTo(Outcome.MOVED);
    assertThat(status("domain alpha/example.org").spam()).isZero();
    assertThat(status("domain alpha/example.org").ham()).isEqualTo(1);
  }

  @Test
  void a_user_alone_changes_nothing_that_a_colleague_taught_the_domain() throws IOException {
    learning.report(A, ANN, Word.SPAM, other(1));
    assertThat(outcomes(learning.report(A, BOB, Word.FORGET, other(1))))
        .containsExactly(Outcome.UNKNOWN, Outcome.STANDS);
    assertThat(outcomes(learning.report(A, BOB, Word.HAM, other(1))))
        .containsExactly(Outcome.LEARNT, Outcome.STANDS);
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(1);
    // two say otherwise
    assertThat(outcomes(learning.report(A, EVE, Word.HAM, other(1))))
        .containsExactly(Outcome.LEARNT, Outcome.MOVED);
    assertThat(status("domain alpha/example.org").spam()).isZero();
    assertThat(status("domain alpha/example.org").ham()).isEqualTo(1);
    // and with the words of both gone Ann's is there still
    learning.report(A, EVE, Word.FORGET, other(1));
    learning.report(A, BOB, Word.FORGET, other(1));
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(1);
    assertThat(status("domain alpha/example.org").ham()).isZero();
    learning.report(A, ANN, Word.FORGET, other(1));
    assertThat(status("domain alpha/example.org").spam()).isZero();
    assertThat(status("domain alpha/example.org").tokens()).isZero();
  }

  @Test
  void what_two_said_of_a_message_counts_once_and_stays_until_both_take_it_back()
      throws IOException {
    learning.report(A, ANN, Word.SPAM, other(1));
    assertThat(outcomes(learning.report(A, BOB, Word.SPAM, other(1))))
        .containsExactly(Outcome.LEARNT, Outcome.KNOWN);
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(1);
    learning.report(A, ANN, Word.FORGET, other(1));
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(1);
    learning.report(A, BOB, Word.FORGET, other(1));
    assertThat(status("domain alpha/example.org").spam()).isZero();
  }

  @Test
  void a_user_s_own_filter_follows_the_last_word() throws IOException {
    learning.teach(A, BOB, Word.SPAM, other(1));
    assertThat(learning.report(A, BOB, Word.HAM, other(1)).getFirst().outcome())
        .isEqualTo(Outcome.MOVED);
    assertThat(status("user alpha/example.org/bob").ham()).isEqualTo(1);
    assertThat(learning.report(A, BOB, Word.FORGET, other(1)).getFirst().outcome())
        .isEqualTo(Outcome.FORGOTTEN);
    assertThat(status("user alpha/example.org/bob").ham()).isZero();
    assertThat(status("user alpha/example.org/bob").spam()).isZero();
  }

  @Test
  void a_user_teaches_a_domain_so_much_in_a_day_and_the_own_filter_as_much_as_wanted()
      throws IOException {
    for (int i = 0; i < 30; i++) {
      // whatever stands behind the plus sign
      EmailAddress bob = new EmailAddress("Bob+" + i, "example.org");
      learning.report(A, i % 2 == 0 ? BOB : bob, Word.SPAM, other(i));
    }
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(20);
    assertThat(status("user alpha/example.org/bob").spam()).isEqualTo(15);
    assertThat(outcomes(learning.report(A, BOB, Word.SPAM, other(100))))
        .containsExactly(Outcome.LEARNT, Outcome.ENOUGH);
    // what was said can be said otherwise all the same
    assertThat(outcomes(learning.report(A, BOB, Word.HAM, other(0))))
        .containsExactly(Outcome.MOVED, Outcome.MOVED);
    assertThat(outcomes(learning.report(A, ANN, Word.SPAM, other(101))))
        .containsOnly(Outcome.LEARNT);
    assertThat(learning.teach(A, "example.org", Word.SPAM, other(102)).outcome())
        .isEqualTo(Outcome.LEARNT);
    clock.pass(Duration.ofHours(25));
    assertThat(outcomes(learning.report(A, BOB, Word.SPAM, other(103))))
        .containsOnly(Outcome.LEARNT);
  }

  private static final BayesOwner DOMAIN =
      new BayesOwner(BayesOwner.Kind.DOMAIN, "alpha/example.org");

  @Test
  void the_filter_of_a_domain_speaks_when_two_users_or_the_operator_taught_it() throws IOException {
    LearningLimits many =
        new LearningLimits(Duration.ZERO, 1_000, 2, Duration.ofDays(365), 1_000_000);
    learning = new Learning(filters, lessons, many, this::rules, clock);
    for (int i = 0; i < 60; i++) {
      learning.report(A, BOB, Word.SPAM, other(i));
      learning.report(A, BOB, Word.HAM, other(1_000 + i));
    }
    assertThat(learning.of(A, ANN)).isEmpty();
    assertThat(learning.of(A, BOB)).extracting(BayesOwner::kind).containsOnly(BayesOwner.Kind.USER);
    assertThat(status("domain alpha/example.org").speaks()).isFalse();
    assertThat(status("user alpha/example.org/bob").speaks()).isTrue();

    learning.report(A, ANN, Word.SPAM, other(1));
    assertThat(learning.of(A, EVE)).containsExactly(DOMAIN);
    assertThat(status("domain alpha/example.org").speaks()).isTrue();

    learning.report(A, ANN, Word.FORGET, other(1));
    assertThat(learning.of(A, EVE)).isEmpty();
    learning.teach(A, "example.org", Word.HAM, other(5_000));
    assertThat(learning.of(A, EVE)).containsExactly(DOMAIN);
    // also when the entries are gone
    clock.pass(Duration.ofDays(400));
    learning.expire();
    assertThat(learning.of(A, EVE)).containsExactly(DOMAIN);
  }

  @Test
  void what_was_held_for_something_else_than_spam_teaches_nothing() throws IOException {
    Teacher teacher = new Teacher(learning);
    for (Category category :
        List.of(
            Category.CLEAN,
            Category.CONFIRMED_VIRUS,
            Category.SUSPECTED_VIRUS,
            Category.FORBIDDEN_CONTENT)) {
      teacher.released(held(category, "a report"), octets("a report"));
    }
    assertThat(learning.status(10)).isEmpty();
  }

  @Test
  void where_case_counts_the_word_of_one_user_is_not_that_of_another() throws IOException {
    EmailAddress upper = new EmailAddress("Bob", "example.org");
    learning.report(A, upper, Word.SPAM, other(1));
    assertThat(learning.of(A, BOB)).hasSameElementsAs(learning.of(A, upper)).hasSize(1);
    assertThat(outcomes(learning.report(A, BOB, Word.SPAM, other(1)))).containsOnly(Outcome.KNOWN);

    exact.add("example.org");
    learning.report(A, upper, Word.SPAM, other(2));
    assertThat(status("user alpha/example.org/Bob").spam()).isEqualTo(1);
    assertThat(status("user alpha/example.org/bob").spam()).isEqualTo(1);
    assertThat(learning.of(A, upper))
        .contains(new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/Bob"));
    assertThat(outcomes(learning.report(A, BOB, Word.FORGET, other(2))))
        .containsExactly(Outcome.UNKNOWN, Outcome.STANDS);
    assertThat(lessons.reporters(A, "domain alpha/example.org", Instant.EPOCH, 10))
        .contains("Bob@example.org", "bob@example.org");
  }
}
