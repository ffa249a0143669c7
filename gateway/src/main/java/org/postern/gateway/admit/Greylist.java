package org.postern.gateway.admit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.store.Counters;
import org.postern.gateway.store.Counters.Count;
import org.postern.gateway.store.Counters.Kind;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;

/// Selective greylisting (RFC 6647): a message that looks suspicious, from a sender of whom nothing
/// clean is known, is asked to come again. Asked after the last dot, when its report is there, so
/// that ordinary first mail is never delayed. A sender is the domain that was authenticated, or the
/// network together with the domain of MAIL: large senders come again from another address.
///
/// Thread-safe: [Counters].
public final class Greylist implements Admission {

  // RFC 6647 section 5: retries from one minute to 24 hours, memory of at least a week.
  private static final Duration RETRY = Duration.ofHours(24);
  private static final Duration MEMORY = Duration.ofDays(35);

  static final Kind WAITING = new Kind("greylist-waiting", RETRY, 1 << 15);
  static final Kind PASSED = new Kind("greylist-passed", MEMORY, 1 << 15);
  static final Kind CLEAN = new Kind("clean-senders", MEMORY, 1 << 15);

  /// What is counted.
  public static final List<Kind> KINDS = List.of(WAITING, PASSED, CLEAN);

  // What a single touch has faded to when its life is over.
  private static final double REMEMBERED = Math.exp(-1);

  private static final Set<String> SUSPECT =
      EnumSet.of(GateTest.DNSBL, GateTest.REVERSE_DNS).stream()
          .map(test -> test.symbol().name())
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<Category> WANTED =
      EnumSet.of(Category.CLEAN, Category.INFOMAIL, Category.BULK);
  private static final Set<Category> UNWANTED =
      EnumSet.of(
          Category.CONFIRMED_SPAM,
          Category.PHISHING,
          Category.SUSPECTED_VIRUS,
          Category.CONFIRMED_VIRUS);

  // A message may carry any number of signatures.
  private static final int MOST_DOMAINS = 4;

  private final Settings settings;
  private final Counters counters;
  private final InstantSource clock;

  /// @param from the score from which a message is suspect
  /// @param delay before it, coming again does not count
  public record Settings(double from, Duration delay) {}

  public Greylist(Settings settings, Counters counters, InstantSource clock) {
    this.settings = settings;
    this.counters = counters;
    this.clock = clock;
  }

  @Override
  public Visit open(Client client) {
    return new Visit() {
      @Override
      public Optional<Refused> message(Case mail, Report early, Set<GateTest> binding) {
        boolean asked =
            binding.contains(GateTest.GREYLIST) && !forThoseWhoHelp(mail) && suspect(early);
        return asked ? ask(mail) : Optional.empty();
      }
    };
  }

  private boolean suspect(Report report) {
    List<Finding> findings = report.findings();
    return findings.stream().mapToDouble(Finding::points).sum() >= settings.from
        || findings.stream()
            .anyMatch(
                finding -> finding.strength() > 0 && SUSPECT.contains(finding.symbol().name()));
  }

  // RFC 5321 section 4.5.1 and RFC 2142. All of them: one among others would bring these through.
  private static boolean forThoseWhoHelp(Case mail) {
    return mail.envelope().to().stream()
        .map(recipient -> recipient.address().local().toLowerCase(Locale.ROOT))
        .allMatch(local -> local.equals("postmaster") || local.equals("abuse"));
  }

  private Optional<Refused> ask(Case mail) {
    List<String> senders = senders(mail);
    if (senders.stream().anyMatch(one -> remembered(CLEAN, one))) {
      return Optional.empty();
    }
    Optional<String> passed = senders.stream().filter(one -> remembered(PASSED, one)).findFirst();
    if (passed.isPresent()) {
      touch(PASSED, passed.get());
      return Optional.empty();
    }
    return wait(senders.getFirst());
  }

  private Optional<Refused> wait(String sender) {
    Instant now = clock.instant();
    Count waiting = counters.count(WAITING, sender);
    if (waiting.value() <= 0 || now.isAfter(waiting.since().plus(RETRY))) {
      counters.forget(WAITING, sender);
      counters.add(WAITING, sender, 1);
      return Optional.of(later(settings.delay));
    }
    Duration left = Duration.between(now, waiting.since().plus(settings.delay));
    if (left.isPositive()) {
      return Optional.of(later(left));
    }
    counters.forget(WAITING, sender);
    touch(PASSED, sender);
    return Optional.empty();
  }

  private static Refused later(Duration left) {
    long seconds = Math.max(1, left.plusMillis(999).toSeconds());
    return new Refused(
        GateTest.GREYLIST, 451, "4.7.1", "Not known here yet, try again in " + seconds + " s");
  }

  /// Remembers who sends clean mail, and forgets who sends what is certainly none.
  @Override
  public void judged(Case mail, List<Verdict> verdicts) {
    if (verdicts.stream().anyMatch(one -> UNWANTED.contains(one.category()))) {
      senders(mail).forEach(sender -> counters.forget(CLEAN, sender));
    } else if (verdicts.stream().allMatch(Greylist::clean)) {
      senders(mail).forEach(sender -> touch(CLEAN, sender));
    }
  }

  private static boolean clean(Verdict verdict) {
    return WANTED.contains(verdict.category())
        && verdict.decidedBy() != Verdict.Step.BLINDNESS
        && !(verdict.disposition() instanceof Disposition.Defer);
  }

  // The authenticated domains first, at least one key.
  private List<String> senders(Case mail) {
    Envelope envelope = mail.envelope();
    String domain =
        switch (envelope.from().path()) {
          case ReversePath.Null _ -> "";
          case ReversePath.Sender sender -> sender.address().domain();
        };
    return Stream.concat(
            mail.sender().auth().stream()
                .flatMap(auth -> auth.verifiedDomains().stream())
                .limit(MOST_DOMAINS),
            Stream.of(Origin.of(envelope.client()).network() + " " + domain))
        .toList();
  }

  private boolean remembered(Kind kind, String sender) {
    return counters.count(kind, sender).value() >= REMEMBERED;
  }

  // Not a count: one, each time anew.
  private void touch(Kind kind, String sender) {
    counters.add(kind, sender, 1 - counters.count(kind, sender).value());
  }
}
