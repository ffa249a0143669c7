package org.postern.gateway.learning;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.learn.BayesOwner;
import org.postern.gateway.learning.Taught.Outcome;
import org.postern.mail.address.EmailAddress;
import org.slf4j.LoggerFactory;

/// What teaching a message does, and what the operator teaches.
class LearningTest extends TaughtFilters {

  @Test
  void a_message_that_is_taught_twice_counts_once() throws IOException {
    assertThat(learning.teach(A, "example.org", Word.SPAM, other(1)).outcome())
        .isEqualTo(Outcome.LEARNT);
    assertThat(learning.teach(A, "Example.ORG", Word.SPAM, other(1)).outcome())
        .isEqualTo(Outcome.KNOWN);
    assertThat(learning.report(A, BOB, Word.SPAM, other(1)))
        .containsExactly(
            new Taught("user alpha/example.org/bob", Outcome.LEARNT),
            new Taught("domain alpha/example.org", Outcome.KNOWN));
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(1);
  }

  @Test
  void a_message_that_is_taught_otherwise_moves() throws IOException {
    learning.teach(Word.SPAM, other(1));
    int tokens = status("global").tokens();
    assertThat(learning.teach(Word.HAM, other(1)).outcome()).isEqualTo(Outcome.MOVED);
    assertThat(status("global").spam()).isZero();
    assertThat(status("global").ham()).isEqualTo(1);
    assertThat(status("global").tokens()).isEqualTo(tokens);
  }

  @Test
  void what_is_forgotten_leaves_nothing_behind() throws IOException {
    assertThat(learning.teach(Word.FORGET, other(1)).outcome()).isEqualTo(Outcome.UNKNOWN);
    learning.teach(Word.SPAM, other(2));
    int tokens = status("global").tokens();
    learning.teach(Word.SPAM, other(1));
    assertThat(learning.teach(Word.FORGET, other(1)).outcome()).isEqualTo(Outcome.FORGOTTEN);
    assertThat(learning.teach(Word.FORGET, other(1)).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(status("global").spam()).isEqualTo(1);
    assertThat(status("global").tokens()).isEqualTo(tokens);
  }

  @Test
  void a_reporter_has_one_vote_for_a_wave() throws IOException {
    assertThat(outcomes(learning.report(A, BOB, Word.SPAM, lesson(WAVE.formatted(17)))))
        .containsOnly(Outcome.LEARNT);
    for (int i = 20; i < 40; i++) {
      assertThat(outcomes(learning.report(A, BOB, Word.SPAM, lesson(WAVE.formatted(i)))))
          .containsOnly(Outcome.SAME_WAVE);
    }
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(1);

    assertThat(outcomes(learning.report(A, ANN, Word.SPAM, lesson(WAVE.formatted(50)))))
        .containsOnly(Outcome.LEARNT);
    assertThat(outcomes(learning.report(A, BOB, Word.SPAM, other(1)))).containsOnly(Outcome.LEARNT);
    assertThat(status("domain alpha/example.org").spam()).isEqualTo(3);

    clock.pass(Duration.ofDays(2));
    assertThat(outcomes(learning.report(A, BOB, Word.SPAM, lesson(WAVE.formatted(60)))))
        .containsOnly(Outcome.LEARNT);
  }

  @Test
  void the_operator_teaches_every_message_of_a_wave() throws IOException {
    for (int i = 0; i < 5; i++) {
      learning.teach(Word.SPAM, lesson(WAVE.formatted(i)));
    }
    assertThat(status("global").spam()).isEqualTo(5);
  }

  @Test
  void who_says_otherwise_of_a_wave_takes_the_old_word_back() throws IOException {
    learning.report(A, BOB, Word.SPAM, lesson(WAVE.formatted(17)));
    learning.report(A, BOB, Word.HAM, lesson(WAVE.formatted(18)));
    assertThat(outcomes(learning.report(A, BOB, Word.HAM, lesson(WAVE.formatted(17)))))
        .containsOnly(Outcome.SAME_WAVE);
    assertThat(status("user alpha/example.org/bob").spam()).isZero();
    assertThat(status("user alpha/example.org/bob").ham()).isEqualTo(1);
  }

  @Test
  void what_one_tenant_taught_changes_nothing_for_another() throws IOException {
    for (int i = 0; i < 60; i++) {
      learning.teach(A, "example.org", Word.SPAM, lesson("buy cheap pills now " + i));
      learning.teach(A, "example.org", Word.HAM, lesson("the minutes of the meeting " + i));
    }
    Case mail = new Case(ENVELOPE, message("buy cheap pills now my friend"));
    assertThat(learning.findings(mail, learning.of(A, BOB)))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.symbol().name()).isEqualTo("BAYES_SPAM");
          assertThat(one.evidence().getFirst()).contains("domain alpha/example.org");
        });
    assertThat(learning.findings(mail, learning.of(B, BOB))).isEmpty();
    assertThat(learning.of(A, new EmailAddress("bob", "example.net"))).isEmpty();
  }

  @Test
  void a_filter_whose_files_were_lost_can_be_taught_the_same_again() throws IOException {
    learning.teach(Word.SPAM, other(1));
    clock.pass(Duration.ofHours(1));
    Files.writeString(folder.resolve("global.log"), "torn");
    open();
    assertThat(learning.teach(Word.FORGET, other(1)).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(learning.teach(Word.SPAM, other(1)).outcome()).isEqualTo(Outcome.LEARNT);
    assertThat(learning.teach(Word.SPAM, other(1)).outcome()).isEqualTo(Outcome.KNOWN);
    assertThat(status("global").spam()).isEqualTo(1);
  }

  @Test
  void old_entries_go_and_what_was_learnt_stays() throws IOException {
    learning.teach(Word.SPAM, other(1));
    clock.pass(Duration.ofDays(400));
    learning.teach(Word.SPAM, other(2));
    assertThat(learning.expire()).isEqualTo(1);
    assertThat(learning.expire()).isZero();
    assertThat(status("global").spam()).isEqualTo(2);
  }

  @Test
  void the_log_names_domains_and_no_people() throws IOException {
    List<String> lines = new ArrayList<>();
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
          }
        };
    Logger log = (Logger) LoggerFactory.getLogger(Learning.class);
    appender.start();
    Level before = log.getLevel();
    log.setLevel(Level.INFO);
    log.addAppender(appender);
    try {
      learning.report(A, new EmailAddress("bob+news", "example.org"), Word.SPAM, other(1));
      learning.report(A, BOB, Word.SPAM, other(1));
      learning.teach(A, "example.org", Word.HAM, other(2));
    } finally {
      log.detachAppender(appender);
      log.setLevel(before);
    }
    String bob = new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/bob").mask();
    assertThat(bob).matches("[0-9a-f]{8}");
    assertThat(lines).hasSize(5).noneMatch(line -> line.contains("bob"));
    assertThat(lines.get(0)).startsWith("event=taught owner=\"user alpha/example.org/");
    assertThat(lines.get(0)).doesNotContain("/" + bob).endsWith(" reporter=" + bob);
    assertThat(lines.get(2)).contains("owner=\"user alpha/example.org/" + bob + "\"");
    assertThat(lines.get(4))
        .isEqualTo(
            "event=taught owner=\"domain alpha/example.org\" word=HAM outcome=LEARNT"
                + " reporter=operator");
  }
}
