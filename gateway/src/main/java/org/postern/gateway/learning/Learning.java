package org.postern.gateway.learning;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.engine.Case;
import org.postern.engine.checks.content.BayesCheck;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.learn.BayesStatus;
import org.postern.engine.learn.BayesStore;
import org.postern.engine.learn.Lesson;
import org.postern.engine.verdict.Finding;
import org.postern.gateway.store.Learnt;
import org.postern.gateway.store.Lessons;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Teaches the filters and asks them.
///
/// A message counts once for each filter: said twice it is known, said otherwise it moves. A
/// reporter's word about a wave of like messages counts once in a while. Nothing is learnt but by
/// the word of people: never from what the gateway itself thought of a message, least of all from
/// one that it had seen in part only.
///
/// Thread-safe: teaching is done by one thread at a time, asking by many.
public final class Learning implements Filters {

  private static final Logger LOG = LoggerFactory.getLogger(Learning.class);

  /// So many of a reporter's words are compared.
  private static final int MOST_WORDS = 1_000;

  private final BayesStore filters;
  private final BayesCheck check;
  private final Lessons lessons;
  private final LearningLimits limits;
  private final InstantSource clock;
  private final ReentrantLock teaching = new ReentrantLock();

  public Learning(BayesStore filters, Lessons lessons, LearningLimits limits, InstantSource clock) {
    this.filters = filters;
    this.check = new BayesCheck(filters);
    this.lessons = lessons;
    this.limits = limits;
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
    return teach(tenant, Owners.user(tenant, user), "", word, lesson);
  }

  /// A user's word about a message of theirs, for the filters of the user and of the domain.
  public List<Taught> report(TenantId tenant, EmailAddress user, Word word, Lesson lesson)
      throws IOException {
    String reporter = user.toString().toLowerCase(Locale.ROOT);
    List<Taught> taught = new ArrayList<>();
    for (BayesOwner owner :
        List.of(Owners.user(tenant, user), Owners.domain(tenant, user.domain()))) {
      taught.add(teach(tenant, owner, reporter, word, lesson));
    }
    return taught;
  }

  private Taught teach(TenantId tenant, BayesOwner owner, String reporter, Word word, Lesson lesson)
      throws IOException {
    teaching.lock();
    try {
      Optional<Learnt> before = before(tenant, owner, lesson);
      Taught.Outcome outcome =
          switch (word) {
            case SPAM -> learn(tenant, owner, reporter, true, lesson, before);
            case HAM -> learn(tenant, owner, reporter, false, lesson, before);
            case FORGET -> forget(tenant, owner, lesson, before);
          };
      LOG.info(
          "event=taught owner=\"{}\" word={} outcome={} reporter={}",
          owner,
          word,
          outcome,
          reporter);
      return new Taught(owner.toString(), outcome);
    } finally {
      teaching.unlock();
    }
  }

  // What was written down before the filter began is no longer in it.
  private Optional<Learnt> before(TenantId tenant, BayesOwner owner, Lesson lesson) {
    Instant began = filters.began(owner).orElse(Instant.MAX);
    return lessons
        .find(tenant, owner.toString(), lesson.digest())
        .filter(one -> !one.time().isBefore(began));
  }

  private Taught.Outcome learn(
      TenantId tenant,
      BayesOwner owner,
      String reporter,
      boolean spam,
      Lesson lesson,
      Optional<Learnt> before)
      throws IOException {
    if (before.isPresent() && before.get().spam() == spam) {
      return Taught.Outcome.KNOWN;
    }
    if (!reporter.isEmpty() && saidBefore(tenant, owner, reporter, spam, lesson)) {
      forget(tenant, owner, lesson, before);
      return Taught.Outcome.SAME_WAVE;
    }
    forget(tenant, owner, lesson, before);
    // The filter first: were the entry there alone, forgetting would take away what others taught.
    filters.learn(owner, spam, lesson);
    lessons.put(
        tenant,
        new Learnt(
            tenant,
            owner.toString(),
            lesson.digest(),
            spam,
            reporter,
            lesson.likeness(),
            clock.instant()));
    return before.isPresent() ? Taught.Outcome.MOVED : Taught.Outcome.LEARNT;
  }

  private boolean saidBefore(
      TenantId tenant, BayesOwner owner, String reporter, boolean spam, Lesson lesson) {
    Instant wave = clock.instant().minus(limits.wave());
    Instant began = filters.began(owner).orElse(Instant.MAX);
    Instant since = began.isAfter(wave) ? began : wave;
    long likeness = lesson.likeness();
    return lessons.by(tenant, owner.toString(), reporter, since, MOST_WORDS).stream()
        .anyMatch(one -> one.spam() == spam && Lesson.sameWave(one.likeness(), likeness));
  }

  // The entry first: were the lesson taken back alone, it would be taken back once more.
  private Taught.Outcome forget(
      TenantId tenant, BayesOwner owner, Lesson lesson, Optional<Learnt> before)
      throws IOException {
    if (before.isEmpty() || !lessons.remove(tenant, owner.toString(), lesson.digest())) {
      return Taught.Outcome.UNKNOWN;
    }
    filters.unlearn(owner, before.get().spam(), lesson);
    return Taught.Outcome.FORGOTTEN;
  }

  @Override
  public List<BayesOwner> of(TenantId tenant, EmailAddress recipient) {
    return Owners.asked(tenant, recipient).stream().filter(filters::exists).toList();
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
    return filters.owners(most).stream().flatMap(one -> filters.status(one).stream()).toList();
  }

  /// Deletes what is old or too much; tells how many entries and filters.
  public long expire() throws IOException {
    return lessons.expire(clock.instant().minus(limits.kept()), limits.entries())
        + filters.expire();
  }
}
