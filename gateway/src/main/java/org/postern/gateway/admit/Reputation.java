package org.postern.gateway.admit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.engine.Case;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.store.Counters;
import org.postern.gateway.store.Counters.Kind;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.Recipient;

/// What the networks and names of a sender sent before: clean mail, spam, mail to recipients that
/// do not exist. Gives evidence with a cap, and never refuses. A name in HELO, which anybody may
/// say, counts only within the region (/16, IPv6 /48) it came from.
///
/// Thread-safe: [Counters].
public final class Reputation implements Admission {

  private static final Duration LIFE = Duration.ofDays(30);
  private static final int ROOM = 1 << 15;

  static final Kind CLEAN = new Kind("reputation-clean", LIFE, ROOM);
  static final Kind SPAM = new Kind("reputation-spam", LIFE, ROOM);
  static final Kind UNKNOWN = new Kind("reputation-unknown", LIFE, ROOM);

  /// What is counted.
  public static final List<Kind> KINDS = List.of(CLEAN, SPAM, UNKNOWN);

  // So much must have been seen before anything is said.
  private static final double LEAST = 5;
  // A recipient that does not exist is some part of a spam.
  private static final double UNKNOWN_WEIGHT = 0.25;
  // Odds of 50 to 1 are all that is believed against a sender.
  private static final double FULL = Math.log(50);
  // A good name must not carry spam through: it was stolen more often than earned.
  private static final double BEST = -0.5;
  private static final double NOTHING = 0.05;
  // A message may carry any number of signatures.
  private static final int MOST_DOMAINS = 4;
  private static final String OWN_SYMBOL = GateTest.REPUTATION.symbol().name();

  private final Counters counters;

  public Reputation(Counters counters) {
    this.counters = counters;
  }

  // A key of counts, and how much it says of the sender.
  private record Source(String key, double weight) {}

  // What one source tells: log-odds, drawn towards 0 where little was seen.
  private record Told(String text, double odds, double weight) {}

  @Override
  public Visit open(Client client) {
    Origin origin = Origin.of(client);
    return new Visit() {
      private String helo = "";

      @Override
      public Optional<Refused> hello(Hello hello) {
        helo = hello.name();
        return Optional.empty();
      }

      @Override
      public void unknown(Recipient recipient, Domain domain) {
        sources(origin, helo, Optional.empty())
            .forEach(source -> counters.add(UNKNOWN, source.key, 1));
      }

      @Override
      public List<Observation> learnt(Optional<AuthResults> auth) {
        return observed(sources(origin, helo, auth)).stream().toList();
      }
    };
  }

  private static List<Source> sources(Origin origin, String helo, Optional<AuthResults> auth) {
    List<Source> sources = new ArrayList<>();
    auth.ifPresent(results ->
        results.verifiedDomains().stream()
            .limit(MOST_DOMAINS)
            .forEach(domain -> sources.add(new Source(domain, 2))));
    sources.add(new Source(origin.network(), 1));
    sources.add(new Source(origin.region(), 0.25));
    if (!helo.isEmpty()) {
      sources.add(new Source(helo.toLowerCase(Locale.ROOT) + " in " + origin.region(), 0.5));
    }
    return sources;
  }

  private Optional<Observation> observed(List<Source> sources) {
    List<Told> told = sources.stream().flatMap(source -> told(source).stream()).toList();
    double weights = told.stream().mapToDouble(Told::weight).sum();
    double odds = told.stream().mapToDouble(one -> one.odds * one.weight).sum();
    double strength = weights == 0 ? 0 : Math.clamp(odds / weights / FULL, BEST, 1);
    if (Math.abs(strength) < NOTHING) {
      return Optional.empty();
    }
    return Optional.of(
        new Observation(
            GateTest.REPUTATION,
            strength,
            told.stream()
                .sorted(Comparator.comparingDouble(one -> -Math.abs(one.odds * one.weight)))
                .map(Told::text)
                .toList()));
  }

  private Optional<Told> told(Source source) {
    double clean = counters.count(CLEAN, source.key).value();
    double spam = counters.count(SPAM, source.key).value();
    double unknown = counters.count(UNKNOWN, source.key).value();
    double bad = spam + UNKNOWN_WEIGHT * unknown;
    double seen = clean + bad;
    if (seen < LEAST) {
      return Optional.empty();
    }
    double odds = Math.log((bad + 1) / (clean + 1)) * seen / (seen + 2 * LEAST);
    String text =
        String.format(
            Locale.ROOT,
            "%s: %.0f spam, %.0f clean, %.0f unknown recipients",
            source.key,
            spam,
            clean,
            unknown);
    return Optional.of(new Told(text, odds, source.weight));
  }

  /// Learns from what was judged by looking, not from what followed from an earlier judgement here.
  @Override
  public void judged(Case mail, List<Verdict> verdicts) {
    Verdict worst = verdicts.stream().max(Comparator.comparing(Verdict::category)).orElseThrow();
    double spam = spam(worst);
    if (Double.isNaN(spam)) {
      return;
    }
    Kind kind = spam > 0 ? SPAM : CLEAN;
    double amount = spam > 0 ? spam : 1;
    Envelope envelope = mail.envelope();
    sources(Origin.of(envelope.client()), envelope.hello().name(), mail.sender().auth())
        .forEach(source -> counters.add(kind, source.key, amount));
  }

  // 0 for clean mail, up to 1 for spam; NaN where nothing is learnt.
  private static double spam(Verdict verdict) {
    boolean looked =
        verdict.decidedBy() != Verdict.Step.BLINDNESS
            && !(verdict.disposition() instanceof Disposition.Defer);
    double own =
        verdict.because().stream()
            .filter(one -> one.finding().symbol().name().equals(OWN_SYMBOL))
            .mapToDouble(Verdict.Scored::points)
            .sum();
    boolean suspect = verdict.score() >= Policy.STANDARD.suspectAt();
    boolean suspectWithout = verdict.score() - own >= Policy.STANDARD.suspectAt();
    boolean circular = verdict.decidedBy() == Verdict.Step.SCORE && suspect != suspectWithout;
    if (!looked || circular) {
      return Double.NaN;
    }
    return learnt(verdict.category());
  }

  private static double learnt(Category category) {
    return switch (category) {
      case CLEAN, INFOMAIL, BULK -> 0;
      case SUSPECTED_SPAM -> 0.5;
      case CONFIRMED_SPAM, PHISHING, SUSPECTED_VIRUS, CONFIRMED_VIRUS -> 1;
      case FALSE_BOUNCE, FORBIDDEN_CONTENT -> Double.NaN;
    };
  }
}
