package org.postern.gateway.learning;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.Case;
import org.postern.engine.learn.BayesLimits;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.learn.BayesStatus;
import org.postern.engine.learn.BayesStore;
import org.postern.engine.learn.Lesson;
import org.postern.engine.verdict.Category;
import org.postern.gateway.learning.Taught.Outcome;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.MemoryLessons;
import org.postern.gateway.store.MovedClock;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Reference;
import org.slf4j.LoggerFactory;

class LearningTest {

  private static final TenantId A = new TenantId("alpha");
  private static final TenantId B = new TenantId("beta");
  private static final EmailAddress BOB = new EmailAddress("bob", "example.org");
  private static final EmailAddress ANN = new EmailAddress("ann", "example.org");

  private static final EmailAddress EVE = new EmailAddress("eve", "example.org");

  @TempDir Path folder;

  private final Set<String> exact = new HashSet<>();

  private RecipientRules rules(String domain) {
    return RecipientRules.STANDARD.withExactCase(exact.contains(domain));
  }

  private final MovedClock clock = new MovedClock();
  private final MemoryLessons lessons = new MemoryLessons();
  private BayesStore filters;
  private Learning learning;

  @BeforeEach
  void open() {
    filters = new BayesStore(folder, BayesLimits.STANDARD, clock);
    learning = new Learning(filters, lessons, LearningLimits.STANDARD, this::rules, clock);
  }

  private static final Envelope ENVELOPE =
      new Envelope(
          new Reference("0123-4567-89AB-CDEF"),
          new Client(new InetSocketAddress(25), new InetSocketAddress(25)),
          new Hello("client.example", true),
          Optional.empty(),
          new MailFrom(
              ReversePath.NULL,
              OptionalLong.empty(),
              BodyType.SEVEN_BIT,
              false,
              Dsn.OfMessage.NONE),
          List.of(),
          Instant.EPOCH);

  private static byte[] octets(String text) {
    return ("From: x@y.example\r\nSubject: hello\r\n\r\n" + text + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Message message(String text) {
    return new MimeParser(MimeLimits.DEFAULT).parse(octets(text));
  }

  private static Lesson lesson(String text) {
    try {
      return Teacher.lesson(octets(text));
    } catch (IOException late) {
      throw new UncheckedIOException(late);
    }
  }

  /// Of words that no other of these messages has.
  private static Lesson other(int n) {
    Random random = new Random(n);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("w").append(random.nextInt(1_000_000)).append(' ');
    }
    return lesson(text.toString());
  }

  private static final String WAVE =
      "dear customer your parcel waits at our depot please pay the fee of %d euro within two days"
          + " or it goes back to where it came from, the parcel service thanks you for your trust"
          + " in the oldest service of the whole country and hopes to see you soon again, yours"
          + " faithfully, the management of the parcel service";

  private BayesStatus status(String owner) throws IOException {
    return learning.status(100).stream()
        .filter(one -> one.owner().toString().equals(owner))
        .findFirst()
        .orElseThrow();
  }

  private static List<Outcome> outcomes(List<Taught> taught) {
    return taught.stream().map(Taught::outcome).toList();
  }

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
