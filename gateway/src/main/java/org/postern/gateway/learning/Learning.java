package org.postern.gateway.learning;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.postern.engine.Case;
import org.postern.engine.checks.content.BayesCheck;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.learn.BayesStatus;
import org.postern.engine.learn.BayesStore;
import org.postern.engine.learn.Lesson;
import org.postern.engine.verdict.Finding;
import org.postern.gateway.store.Learnt;
import org.postern.gateway.store.Lessons;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Teaches the filters and asks them.
///
/// A message counts once for each filter: said twice it is known, said otherwise it moves. A
/// reporter's word about a wave of like messages counts once in a while. In the filter of a domain
/// a user's word takes back the user's own words alone, the operator's stands over those of users
/// ([Said]), and nobody teaches it much in a day or all alone. A user's own filter follows the last
/// word. Nothing is learnt but by the word of people: never from what the gateway itself thought of
/// a message, least of all from one that it had seen in part only.
///
/// Thread-safe: teaching is done by one thread at a time, asking by many.
public final class Learning implements Filters {

  private static final Logger LOG = LoggerFactory.getLogger(Learning.class);

  /// So many of a reporter's words are compared.
  private static final int MOST_WORDS = 1_000;

  private static final Duration DAY = Duration.ofDays(1);

  private final BayesStore filters;
  private final BayesCheck check;
  private final Lessons lessons;
  private final LearningLimits limits;
  private final Owners owners;
  private final InstantSource clock;
  private final Map<BayesOwner, Boolean> heard = new ConcurrentHashMap<>();
  private final ReentrantLock teaching = new ReentrantLock();

  /// @param rules how a domain, by its name, tells its recipients apart
  public Learning(
      BayesStore filters,
      Lessons lessons,
      LearningLimits limits,
      Function<String, RecipientRules> rules,
      InstantSource clock) {
    this.filters = filters;
    this.check = new BayesCheck(filters);
    this.lessons = lessons;
    this.limits = limits;
    this.owners = new Owners(rules);
    this.clock = clock;
  }

  /// The operator's word, for the filter of everybody.
  public Taught teach(Word word, Lesson lesson) throws IOException {
    return teach(TenantId.PLATFORM, BayesOwner.GLOBAL, "", word, lesson);
  }

  /// The operator's word, for the filter of a domain.
  public Taught teach(TenantId tenant, String domain, Word word, Lesson lesson) throws IOException {
    return teach(tenant, Owners.domain(tenant, domain), "", word, lesson);
  }

  /// The operator's word, for the filter of a user.
  public Taught teach(TenantId tenant, EmailAddress user, Word word, Lesson lesson)
      throws IOException {
    return teach(tenant, owners.user(tenant, user), "", word, lesson);
  }

  /// A user's word about a message of theirs, for the filters of the user and of the domain.
  public List<Taught> report(TenantId tenant, EmailAddress user, Word word, Lesson lesson)
      throws IOException {
    String reporter = owners.reporter(user);
    List<Taught> taught = new ArrayList<>();
    for (BayesOwner owner :
        List.of(owners.user(tenant, user), Owners.domain(tenant, user.domain()))) {
      taught.add(teach(tenant, owner, reporter, word, lesson));
    }
    return taught;
  }

  private Taught teach(TenantId tenant, BayesOwner owner, String reporter, Word word, Lesson lesson)
      throws IOException {
    teaching.lock();
    try {
      Said said = said(tenant, owner, lesson);
      Taught.Outcome outcome =
          switch (word) {
            case SPAM -> learn(tenant, owner, reporter, true, lesson, said);
            case HAM -> learn(tenant, owner, reporter, false, lesson, said);
            case FORGET -> forget(tenant, owner, reporter, lesson, said);
          };
      LOG.info(
          "event=taught owner=\"{}\" word={} outcome={} reporter={}",
          owner.masked(),
          word,
          outcome,
          reporter.isEmpty() ? "operator" : owners.masked(tenant, reporter));
      return new Taught(owner.toString(), outcome);
    } finally {
      heard.remove(owner);
      teaching.unlock();
    }
  }

  // What was written down before the filter began is no longer in it.
  private Said said(TenantId tenant, BayesOwner owner, Lesson lesson) {
    Instant began = began(owner);
    return new Said(
        lessons.find(tenant, owner.toString(), lesson.digest()).stream()
            .filter(one -> !one.time().isBefore(began))
            .toList());
  }

  private Instant began(BayesOwner owner) {
    return filters.began(owner).orElse(Instant.MAX);
  }

  // Whose word takes the place of everybody's: the last one in a user's own filter.
  private static boolean alone(BayesOwner owner) {
    return owner.kind() == BayesOwner.Kind.USER;
  }

  private Taught.Outcome learn(
      TenantId tenant, BayesOwner owner, String reporter, boolean spam, Lesson lesson, Said said)
      throws IOException {
    Optional<Learnt> own = said.of(reporter);
    if (own.filter(one -> one.spam() == spam).isPresent()
        || (alone(owner) && said.spam().equals(Optional.of(spam)))) {
      return said.spam().equals(Optional.of(spam)) ? Taught.Outcome.KNOWN : Taught.Outcome.STANDS;
    }
    if (!reporter.isEmpty() && saidBefore(tenant, owner, reporter, spam, lesson)) {
      change(tenant, owner, lesson, said, takenBack(owner, reporter, said));
      return Taught.Outcome.SAME_WAVE;
    }
    if (!reporter.isEmpty()
        && !alone(owner)
        && own.isEmpty()
        && saidEnough(tenant, owner, reporter)) {
      return Taught.Outcome.ENOUGH;
    }
    Learnt word =
        new Learnt(
            tenant,
            owner.toString(),
            lesson.digest(),
            spam,
            reporter,
            lesson.likeness(),
            clock.instant());
    Said then = (alone(owner) ? new Said(List.of()) : said).with(word);
    change(tenant, owner, lesson, said, then);
    if (!then.spam().equals(Optional.of(spam))) {
      return Taught.Outcome.STANDS;
    }
    if (said.spam().equals(then.spam())) {
      return Taught.Outcome.KNOWN;
    }
    return said.spam().isPresent() ? Taught.Outcome.MOVED : Taught.Outcome.LEARNT;
  }

  private boolean saidBefore(
      TenantId tenant, BayesOwner owner, String reporter, boolean spam, Lesson lesson) {
    Instant wave = clock.instant().minus(limits.wave());
    Instant began = began(owner);
    Instant since = began.isAfter(wave) ? began : wave;
    long likeness = lesson.likeness();
    return lessons.by(tenant, owner.toString(), reporter, since, MOST_WORDS).stream()
        .anyMatch(one -> one.spam() == spam && Lesson.sameWave(one.likeness(), likeness));
  }

  private boolean saidEnough(TenantId tenant, BayesOwner owner, String reporter) {
    Instant since = clock.instant().minus(DAY);
    int most = limits.reports();
    return most == 0 || lessons.by(tenant, owner.toString(), reporter, since, most).size() >= most;
  }

  private Taught.Outcome forget(
      TenantId tenant, BayesOwner owner, String reporter, Lesson lesson, Said said)
      throws IOException {
    if (said.words().isEmpty()) {
      return Taught.Outcome.UNKNOWN;
    }
    Said then = takenBack(owner, reporter, said);
    change(tenant, owner, lesson, said, then);
    return then.words().isEmpty() ? Taught.Outcome.FORGOTTEN : Taught.Outcome.STANDS;
  }

  // The operator takes back what anybody said, and everybody does in a filter of their own.
  private static Said takenBack(BayesOwner owner, String reporter, Said said) {
    return reporter.isEmpty() || alone(owner) ? new Said(List.of()) : said.without(reporter);
  }

  // Entries that go, go before the lesson is taken back: else it would be taken back once more.
  // Those
  // that come, come after it was learnt: were one there alone, forgetting would take away what
  // others
  // taught.
  private void change(TenantId tenant, BayesOwner owner, Lesson lesson, Said from, Said to)
      throws IOException {
    for (Learnt word : from.words()) {
      if (!to.words().contains(word)) {
        lessons.remove(tenant, owner.toString(), lesson.digest(), word.reporter());
      }
    }
    Optional<Boolean> before = from.spam();
    Optional<Boolean> after = to.spam();
    if (before.isPresent() && !before.equals(after)) {
      filters.unlearn(owner, before.get(), lesson);
    }
    if (after.isPresent() && !after.equals(before)) {
      filters.learn(owner, after.get(), lesson);
    }
    for (Learnt word : to.words()) {
      if (!from.words().contains(word)) {
        // The first lesson begins the filter, and no word about it may be older.
        lessons.put(tenant, word.at(clock.instant()));
      }
    }
  }

  @Override
  public List<BayesOwner> of(TenantId tenant, EmailAddress recipient) {
    return owners.asked(tenant, recipient).stream()
        .filter(owner -> filters.exists(owner) && heard(owner))
        .toList();
  }

  // Whether enough people taught the filter of a domain. Not two at once for one filter: an answer
  // from before somebody taught it must not outlive that.
  private boolean heard(BayesOwner owner) {
    if (owner.kind() != BayesOwner.Kind.DOMAIN) {
      return true;
    }
    try {
      return heard.computeIfAbsent(owner, this::enoughTaught);
    } catch (RuntimeException e) { // an edge: without this filter a message is judged all the same
      LOG.error("event=filter-unheard owner=\"{}\"", owner.masked(), e);
      return false;
    }
  }

  private boolean enoughTaught(BayesOwner owner) {
    List<String> people =
        lessons.reporters(Owners.tenant(owner), owner.toString(), began(owner), limits.reporters());
    return people.contains("") || people.size() >= limits.reporters();
  }

  @Override
  public List<Finding> findings(Case mail, List<BayesOwner> owners) {
    try {
      return check.findings(mail, owners);
    } catch (RuntimeException e) { // an edge: without filters a message is judged all the same
      LOG.error("id={} event=filters-failed", mail.envelope().ref(), e);
      return List.of();
    }
  }

  /// How the filters stand: that of everybody, then those of domains, then those of users.
  public List<BayesStatus> status(int most) throws IOException {
    return filters.owners(most).stream()
        .flatMap(one -> filters.status(one).stream())
        .map(one -> one.speaks() && !heard(one.owner()) ? one.silent() : one)
        .toList();
  }

  /// Deletes what is old or too much; tells how many entries and filters.
  public long expire() throws IOException {
    long gone =
        lessons.expire(clock.instant().minus(limits.kept()), limits.entries()) + filters.expire();
    heard.clear();
    return gone;
  }
}
