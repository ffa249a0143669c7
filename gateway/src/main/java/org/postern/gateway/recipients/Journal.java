package org.postern.gateway.recipients;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.gateway.recipients.Questions.Question;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.RecipientRules.WhenDown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the administrators are told of next hops: down and back once each, a next hop that refuses
/// to answer every ten minutes at most. Thread-safe.
final class Journal {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private record Refusing(List<NextHop> hops, Meaning meaning) {}

  private final InstantSource clock;
  // As many as there are routes; entries go when the next hop is back, or no other is down.
  private final ConcurrentHashMap<List<NextHop>, Instant> down = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Refusing, Instant> told = new ConcurrentHashMap<>();

  Journal(InstantSource clock) {
    this.clock = clock;
  }

  /// Nobody answered.
  void silent(Question question, Word word, WhenDown mode) {
    Instant before = down.putIfAbsent(question.route().hops(), clock.instant());
    if (before == null) {
      LOG.warn(
          "event=next-hop-down hop={} domain={} when-down={} said=\"{}\"",
          Questions.name(question),
          question.key().domain(),
          mode.name().toLowerCase(Locale.ROOT),
          word.reply().summary());
    }
  }

  /// Somebody answered.
  void spoke(Question question) {
    if (down.isEmpty()) {
      return;
    }
    Instant since = down.remove(question.route().hops());
    if (since != null) {
      LOG.info(
          "event=next-hop-back hop={} down-for={}s",
          Questions.name(question),
          Duration.between(since, clock.instant()).toSeconds());
    }
  }

  /// It answered, and what it said is not about the recipient.
  void refuses(Question question, Word word) {
    Instant now = clock.instant();
    Refusing what = new Refusing(question.route().hops(), word.meaning());
    Instant last = told.get(what);
    if (last == null || last.plus(PAUSE).isBefore(now)) {
      told.put(what, now);
      LOG.warn(
          "event=recipient-check-refused hop={} rcpt={} said=\"{}\": senders get 451; exempt this"
              + " gateway from the next hop's tests of clients and senders, or change probe-sender"
              + " of {}",
          word.host(),
          question.address(),
          word.reply().summary(),
          question.key().domain());
    }
  }

  /// The next hop takes everybody.
  void takesAll(Question question) {
    LOG.info(
        "event=next-hop-takes-all hop={} domain={}: it accepts a recipient that does not exist, so"
            + " it is not asked for a day",
        Questions.name(question),
        question.key().domain());
  }

  void close() {
    down.clear();
    told.clear();
  }
}
