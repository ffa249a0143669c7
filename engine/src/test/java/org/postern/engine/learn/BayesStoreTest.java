package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.checks.content.BayesCheck;
import org.postern.engine.verdict.Finding;

class BayesStoreTest {

  private static final BayesOwner DOMAIN =
      new BayesOwner(BayesOwner.Kind.DOMAIN, "alpha/example.org");
  private static final BayesOwner USER =
      new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/bob");
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-02T12:00:00Z"));

  @TempDir Path folder;

  private BayesStore open() {
    return open(BayesLimits.STANDARD);
  }

  private BayesStore open(BayesLimits limits) {
    return new BayesStore(folder, limits, NOON);
  }

  private static void teach(BayesStore filters, BayesOwner owner, String spam, String ham, int n)
      throws IOException {
    for (int i = 0; i < n; i++) {
      filters.learn(owner, true, Texts.about(spam, i).lesson());
      filters.learn(owner, false, Texts.about(ham, i).lesson());
    }
  }

  private static double strength(BayesStore filters, BayesTokens tokens, BayesOwner... owners) {
    return filters.opinion(tokens, List.of(owners)).strength();
  }

  private Path file(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  @Test
  void a_filter_says_nothing_before_it_has_learnt_enough_of_both() throws IOException {
    BayesStore filters = open();
    BayesTokens sale = Texts.about("sale", 1_000);
    for (int i = 0; i < 200; i++) {
      filters.learn(DOMAIN, true, Texts.about("sale", i).lesson());
    }
    assertThat(strength(filters, sale, DOMAIN)).isZero();
    for (int i = 0; i < 49; i++) {
      filters.learn(DOMAIN, false, Texts.about("lunch", i).lesson());
    }
    assertThat(strength(filters, sale, DOMAIN)).isZero();
    assertThat(filters.status(DOMAIN).orElseThrow().speaks()).isFalse();

    filters.learn(DOMAIN, false, Texts.about("lunch", 49).lesson());

    assertThat(filters.status(DOMAIN).orElseThrow().speaks()).isTrue();
    assertThat(strength(filters, sale, DOMAIN)).isGreaterThan(0.2);
    assertThat(strength(filters, Texts.about("lunch", 1_000), DOMAIN)).isLessThan(-0.2);
  }

  @Test
  void one_message_more_or_less_changes_the_minimum_as_it_should() throws IOException {
    BayesStore filters = open();
    teach(filters, DOMAIN, "sale", "lunch", 50);
    filters.unlearn(DOMAIN, false, Texts.about("lunch", 49).lesson());

    assertThat(strength(filters, Texts.about("sale", 1_000), DOMAIN)).isZero();
  }

  @Test
  void the_more_was_learnt_the_more_it_says() throws IOException {
    BayesStore filters = open();
    teach(filters, DOMAIN, "sale", "lunch", 50);
    double few = strength(filters, Texts.about("sale", 1_000), DOMAIN);
    teach(filters, DOMAIN, "sale", "lunch", 400);
    double many = strength(filters, Texts.about("sale", 1_000), DOMAIN);

    assertThat(many).isGreaterThan(few + 0.2);
  }

  @Test
  void the_filter_of_a_user_stands_above_that_of_the_domain() throws IOException {
    BayesStore filters = open();
    teach(filters, DOMAIN, "offer", "lunch", 100);
    teach(filters, USER, "lunch", "offer", 200);
    BayesTokens offer = Texts.about("offer", 1_000);

    assertThat(strength(filters, offer, DOMAIN)).isGreaterThan(0.3);
    assertThat(strength(filters, offer, USER, DOMAIN)).isLessThan(-0.3);
    assertThat(strength(filters, offer, DOMAIN, BayesOwner.GLOBAL))
        .isEqualTo(strength(filters, offer, DOMAIN));
  }

  @Test
  void what_one_owner_taught_is_no_business_of_another() throws IOException {
    BayesStore filters = open();
    teach(filters, DOMAIN, "sale", "lunch", 100);
    BayesOwner other = new BayesOwner(BayesOwner.Kind.DOMAIN, "beta/example.org");

    assertThat(strength(filters, Texts.about("sale", 1_000), other, BayesOwner.GLOBAL)).isZero();
    assertThat(filters.status(other)).isEmpty();
  }

  @Test
  void it_tells_which_words_weighed_most() throws IOException {
    BayesStore filters = open();
    teach(filters, BayesOwner.GLOBAL, "sale", "lunch", 100);
    BayesCheck check = new BayesCheck(filters);
    Case mail =
        Messages.mail(
            "x@y.example",
            "From: x@y.example\r\nSubject: sale\r\n\r\nsaleword1 saleword2 saleword3 saleword4\r\n"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    List<Finding> found = check.inspect(mail);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().symbol().name()).isEqualTo("BAYES_SPAM");
    assertThat(found.getFirst().points()).isBetween(0.5, 4.0);
    assertThat(found.getFirst().evidence().getFirst())
        .contains("filter of global", "learnt of 100 spam and 100 ham");
    assertThat(found.getFirst().evidence())
        .anyMatch(piece -> piece.matches("\"saleword\\d\" in \\d+ spam, 0 ham"));
  }

  @Test
  void what_was_learnt_is_there_after_the_next_start() throws IOException {
    teach(open(), DOMAIN, "sale", "lunch", 60);
    BayesTokens sale = Texts.about("sale", 1_000);
    double before = strength(open(), sale, DOMAIN);
    BayesStore again = open();

    assertThat(before).isGreaterThan(0.2);
    assertThat(again.status(DOMAIN).orElseThrow().spam()).isEqualTo(60);
    assertThat(strength(again, sale, DOMAIN)).isEqualTo(before);
    assertThat(again.owners(10)).containsExactly(DOMAIN);
  }

  @Test
  void a_long_log_is_folded_into_the_table_and_nothing_is_lost_or_counted_twice()
      throws IOException {
    BayesStore filters = open();
    for (int i = 0; i < 400; i++) {
      filters.learn(DOMAIN, i % 2 == 0, Texts.unique(i, 500));
    }
    byte[] log = Files.readAllBytes(file(".log"));
    assertThat(file(".tab")).exists();
    assertThat(log.length).isLessThan(3 << 20);

    BayesStatus again = open().status(DOMAIN).orElseThrow();
    assertThat(again.spam()).isEqualTo(200);
    assertThat(again.ham()).isEqualTo(200);
  }

  @Test
  void a_crash_between_the_table_and_its_log_counts_nothing_twice() throws IOException {
    BayesTable table = new BayesTable(DOMAIN, 50_000, 7);
    BayesFile file = new BayesFile(DOMAIN, folder, "x");
    for (int i = 0; i < 10; i++) {
      BayesTable.Change change =
          new BayesTable.Change(BayesTable.Change.Kind.LEARN_SPAM, Texts.unique(i, 50), 1);
      file.append(change, table.began());
      table.apply(change);
    }
    byte[] log = Files.readAllBytes(folder.resolve("x.log"));
    file.fold(table);
    Files.write(folder.resolve("x.log"), log);

    BayesTable again = new BayesTable(DOMAIN, 50_000, 7);
    new BayesFile(DOMAIN, folder, "x").load(again);
    assertThat(again.status(1).spam()).isEqualTo(10);
    assertThat(again.began()).isEqualTo(7);
  }

  @Test
  void a_log_that_was_cut_anywhere_is_used_up_to_there() throws IOException {
    BayesStore filters = open();
    for (int i = 0; i < 5; i++) {
      filters.learn(DOMAIN, true, Texts.unique(i, 20));
    }
    Path log = file(".log");
    byte[] whole = Files.readAllBytes(log);
    int last = -1;
    for (int size = 0; size <= whole.length; size += Math.clamp(whole.length - size, 1, 7)) {
      Files.write(log, java.util.Arrays.copyOf(whole, size));
      BayesStore again = open();
      int known = again.status(DOMAIN).map(BayesStatus::spam).orElse(0);
      assertThat(known).as("cut at %d", size).isBetween(Math.max(0, last), 5);
      last = known;
      again.learn(DOMAIN, true, Texts.unique(99, 20));
      assertThat(open().status(DOMAIN).orElseThrow().spam()).isEqualTo(known + 1);
    }
    assertThat(last).isEqualTo(5);
  }

  @Test
  void a_broken_table_is_dropped_and_the_filter_goes_on() throws IOException {
    BayesStore filters = open();
    for (int i = 0; i < 400; i++) {
      filters.learn(DOMAIN, i % 2 == 0, Texts.unique(i, 500));
    }
    Path table = file(".tab");
    byte[] octets = Files.readAllBytes(table);
    for (int at : new int[] {0, 5, 9, 40, octets.length / 2, octets.length - 1}) {
      byte[] broken = octets.clone();
      broken[at] ^= 0x10;
      Files.write(table, broken);
      BayesStore again = open();
      assertThat(again.opinion(Texts.about("sale", 1), List.of(DOMAIN)).strength()).isZero();
      assertThat(again.status(DOMAIN).orElseThrow().spam()).isLessThan(200);
      again.learn(DOMAIN, true, Texts.unique(1_000, 20));
    }
    for (int size : new int[] {0, 3, 8, 30, octets.length / 2}) {
      Files.write(table, java.util.Arrays.copyOf(octets, size));
      assertThat(open().status(DOMAIN).orElseThrow().spam()).isLessThan(200);
    }
  }

  @Test
  void it_is_known_since_when_a_filter_learns() throws IOException {
    BayesStore filters = open();
    for (int i = 0; i < 400; i++) {
      filters.learn(DOMAIN, i % 2 == 0, Texts.unique(i, 500));
    }
    assertThat(open().began(DOMAIN)).contains(NOON.instant());
    Instant later = NOON.instant().plusSeconds(1_000);
    InstantSource then = InstantSource.fixed(later);
    assertThat(new BayesStore(folder, BayesLimits.STANDARD, then).began(DOMAIN))
        .contains(NOON.instant());

    Files.writeString(file(".tab"), "broken");
    assertThat(new BayesStore(folder, BayesLimits.STANDARD, then).began(DOMAIN)).contains(later);
    assertThat(open().began(DOMAIN)).contains(later);
    assertThat(open().began(USER)).isEmpty();
  }

  @Test
  void a_log_of_something_else_is_dropped() throws IOException {
    open().learn(DOMAIN, true, Texts.unique(1, 20));
    Files.writeString(file(".log"), "this is no log at all, whoever wrote it");
    BayesStore again = open();
    assertThat(again.status(DOMAIN).orElseThrow().spam()).isZero();
    again.learn(DOMAIN, true, Texts.unique(1, 20));
    assertThat(open().status(DOMAIN).orElseThrow().spam()).isEqualTo(1);
  }

  @Test
  void in_memory_there_are_no_more_filters_than_allowed() throws IOException {
    BayesStore filters = open(new BayesLimits(1, 10_000, 10_000, 10_000, 100_000, 1_000));
    for (int i = 0; i < 60; i++) {
      BayesOwner owner = new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/" + i);
      filters.learn(owner, true, Texts.about("sale", i).lesson());
      filters.learn(owner, false, Texts.about("lunch", i).lesson());
      assertThat(filters.octets()).isLessThan(150_000);
    }
    for (int i = 0; i < 60; i++) {
      BayesOwner owner = new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/" + i);
      assertThat(filters.status(owner).orElseThrow().speaks()).isTrue();
    }
    assertThat(filters.owners(100)).hasSize(60);
  }

  @Test
  void on_the_disk_there_are_no_more_filters_than_allowed() throws IOException {
    BayesStore filters = open(new BayesLimits(1, 10_000, 10_000, 10_000, 1 << 20, 5));
    for (int i = 0; i < 8; i++) {
      BayesOwner owner = new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/" + i);
      filters.learn(owner, true, Texts.about("sale", i).lesson());
      Path newest = newest();
      Files.setLastModifiedTime(
          newest, java.nio.file.attribute.FileTime.fromMillis(1_000_000L * (i + 1)));
    }
    assertThat(filters.expire()).isEqualTo(3);
    assertThat(filters.owners(10))
        .extracting(BayesOwner::name)
        .containsExactly(
            "alpha/example.org/3",
            "alpha/example.org/4",
            "alpha/example.org/5",
            "alpha/example.org/6",
            "alpha/example.org/7");
    assertThat(filters.expire()).isZero();
  }

  private Path newest() throws IOException {
    Path newest = folder;
    long last = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        long time = Files.getLastModifiedTime(file).toMillis();
        if (time > last) {
          last = time;
          newest = file;
        }
      }
    }
    return newest;
  }

  @Test
  void a_disk_that_does_not_take_it_leaves_the_filter_as_it_was() throws IOException {
    BayesStore filters = open();
    filters.learn(DOMAIN, true, Texts.unique(1, 20));
    Path log = file(".log");
    Files.delete(log);
    Files.createDirectory(log); // what cannot be written to
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> filters.learn(DOMAIN, true, Texts.unique(2, 20)))
        .isInstanceOf(IOException.class);
    assertThat(filters.status(DOMAIN).orElseThrow().spam()).isEqualTo(1);
    Files.delete(log);

    filters.learn(DOMAIN, true, Texts.unique(3, 20));

    assertThat(open().status(DOMAIN).orElseThrow().tokens()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void learning_and_judging_go_on_side_by_side() throws Exception {
    BayesStore filters = open(new BayesLimits(1, 10_000, 10_000, 10_000, 200_000, 1_000));
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<?>> judging =
          List.of(pool.submit(() -> judge(filters, done)), pool.submit(() -> judge(filters, done)));
      Future<?> one = pool.submit(() -> learn(filters, true));
      Future<?> other = pool.submit(() -> learn(filters, false));
      one.get();
      other.get();
      done.set(true);
      for (Future<?> judge : judging) {
        judge.get();
      }
    }
    BayesStatus status = open().status(DOMAIN).orElseThrow();
    assertThat(status.spam()).isEqualTo(150);
    assertThat(status.ham()).isEqualTo(150);
  }

  private static Void learn(BayesStore filters, boolean spam) throws IOException {
    for (int i = 0; i < 150; i++) {
      filters.learn(DOMAIN, spam, Texts.unique(spam ? i : 1_000 + i, 300));
      BayesOwner user = new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/" + i % 20);
      filters.learn(user, spam, Texts.unique(i, 50));
    }
    return null;
  }

  private static Void judge(BayesStore filters, AtomicBoolean done) {
    BayesTokens tokens = Texts.about("sale", 1);
    for (int i = 0; !done.get() && i < 1_000_000; i++) {
      BayesOwner user = new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/" + i % 20);
      double strength = filters.opinion(tokens, List.of(user, DOMAIN)).strength();
      assertThat(strength).isBetween(-1.0, 1.0);
    }
    return null;
  }

  @Test
  void a_truncated_file_on_a_running_filter_does_not_stop_it() throws IOException {
    BayesStore filters = open();
    filters.learn(DOMAIN, true, Texts.unique(1, 20));
    try (FileChannel channel = FileChannel.open(file(".log"), StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    filters.learn(DOMAIN, true, Texts.unique(2, 20));

    assertThat(filters.status(DOMAIN).orElseThrow().spam()).isEqualTo(2);
    assertThat(open().status(DOMAIN).orElseThrow().spam()).isEqualTo(1);
  }
}
