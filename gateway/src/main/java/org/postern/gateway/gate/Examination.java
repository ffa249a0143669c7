package org.postern.gateway.gate;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.Engine;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.learning.Filters;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.auth.Authenticator;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.MessageReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reading, examining and judging one message, and keeping the evidence. Thread-safe.
final class Examination {

  private static final Verdict NOT_EXAMINED =
      new Verdict(Category.CLEAN, 0, new Disposition.Deliver(), Verdict.Step.SCORE, List.of());
  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

  private final Reading reading;
  private final Engine engine;
  private final Admission admission;
  private final Optional<Authenticator> authenticator;
  private final Filters filters;
  private final MailTrack track;
  private final Clock clock;

  Examination(
      Reading reading,
      Engine engine,
      Admission admission,
      Optional<Authenticator> authenticator,
      Filters filters,
      MailTrack track,
      Clock clock) {
    this.reading = reading;
    this.engine = engine;
    this.admission = admission;
    this.authenticator = authenticator;
    this.filters = filters;
    this.track = track;
    this.clock = clock;
  }

  /// Waits for what the DNS says of a message's sender and client: seconds, where somebody made
  /// their zone slow. So it has no room in flight meanwhile, which others need; its octets are
  /// where the session left them, and a message that lies in a file is in memory for the questions
  /// only.
  ///
  /// @return false when there was no room to read it
  boolean ask(
      MessageData data,
      Visit visit,
      Optional<Authenticator.Pending> auth,
      ByteBudget inFlight,
      Duration patience)
      throws IOException, InterruptedException {
    if (auth.isPresent()) {
      long room = data.inMemory() ? 0 : data.size();
      if (room > 0 && !inFlight.acquire(room, patience)) {
        return false;
      }
      try {
        reading.ask(data.bytes(), auth.get());
      } finally {
        inFlight.release(room);
      }
      auth.get().await();
    }
    var _ = visit.learnt(); // Waits for what the session began to look up.
    return true;
  }

  /// Reads a message of a session; the sender is authenticated where that began.
  Examined read(
      Envelope envelope, byte[] octets, Visit visit, Optional<Authenticator.Pending> auth) {
    return reading.read(envelope, octets, visit, auth);
  }

  /// Reads a message whose session is over: what the gate had learnt of the sender is gone with it.
  Examined reread(Envelope envelope, byte[] octets, boolean wanted) {
    return reading.read(
        envelope,
        octets,
        new Visit() {},
        wanted ? authenticator.map(one -> begin(one, envelope)) : Optional.empty());
  }

  private static Authenticator.Pending begin(Authenticator authenticator, Envelope envelope) {
    return authenticator.begin(
        envelope.client().address().getAddress(), envelope.hello().name(), envelope.from().path());
  }

  /// Whether any of these domains wants analysis; one transaction holds domains of one kind only.
  boolean wanted(List<Addressee> addressees) {
    for (Addressee one : addressees) {
      if (one.settings().analysis()) {
        return true;
      }
    }
    return false;
  }

  /// The message with what this stage found added to what was known.
  Examined examine(Examined mail, Stage stage) {
    Examined examined = mail.with(mail.report().and(engine.examine(mail.mail(), stage)));
    return switch (stage) {
      case PRELIMINARY -> examined;
      case ACTIVE -> examined.asking(new Opinions(filters, mail.mail()));
    };
  }

  /// The same for the stage after the reply. Whose domain does not want its links followed has them
  /// left alone, whoever else gets the message: a visit cannot be taken back.
  Examined examineFully(Examined mail, List<Addressee> addressees) {
    if (addressees.stream().anyMatch(one -> !one.settings().followLinks())) {
      mail.mail().leaveLinks();
    }
    return examine(mail, Stage.ACTIVE);
  }

  /// Logs those who were refused, and gives their verdicts.
  List<Judged> refuse(Examined mail, Sorting sorting) {
    List<Judged> refused = new ArrayList<>();
    if (sorting.refused().isEmpty()) {
      return refused;
    }
    for (Judged one : Judged.all(mail, List.copyOf(sorting.refused().keySet()))) {
      Sorting.No no = java.util.Objects.requireNonNull(sorting.refused().get(one.addressee()));
      String word = no.reply().temporary() ? "defer" : "reject";
      track.log(
          Rows.judged(clock.instant(), "data", mail, one, word, no.reply().summary(), no.symbol()));
      refused.add(one);
    }
    return refused;
  }

  /// A verdict for each recipient: that of its policy where its domain wants analysis.
  List<Judged> judge(Examined mail, List<Addressee> addressees) {
    return Judged.all(mail, addressees).stream()
        .map(one ->
            one.addressee().settings().analysis() ? one : new Judged(one.addressee(), NOT_EXAMINED))
        .map(one -> one.addressee().route().isEmpty() ? kept(one) : one)
        .toList();
  }

  // There is no way on.
  private static Judged kept(Judged one) {
    Verdict verdict = one.verdict();
    return new Judged(
        one.addressee(),
        new Verdict(
            verdict.category(),
            verdict.score(),
            new Disposition.Hold(),
            verdict.decidedBy(),
            verdict.because()),
        one.listed(),
        one.own());
  }

  /// Lets admission know what the message turned out to be. To be called once for a message, when
  /// nothing of what becomes of it can fail any more: whatever breaks here is the log's alone.
  void learn(Examined mail, List<Judged> judged) {
    if (!wanted(judged.stream().map(Judged::addressee).toList())) {
      return;
    }
    try {
      admission.judged(
          mail.mail(), judged.stream().map(one -> one.unlisted(mail.report())).toList());
    } catch (RuntimeException e) { // an edge: the message must not be disposed of twice for this
      LOG.error("id={} event=learning-failed", mail.envelope().ref(), e);
    }
  }

  /// The same of a message that was answered: of what is undecided there is nothing to learn, and
  /// what was refused for the time being comes again.
  void learn(Examined mail, List<Judged> judged, Sorting sorting, MessageReply answer) {
    if (!sorting.undecided() && !answer.last().temporary()) {
      learn(mail, judged);
    }
  }

  /// Keeps the evidence for each tenant, so that every verdict can be explained later. Where
  /// nothing was examined there is none.
  void keep(Examined mail, List<Judged> judged) {
    Map<TenantId, List<Judged>> byTenant = new LinkedHashMap<>();
    for (Judged one : judged) {
      if (!one.addressee().settings().analysis()) {
        continue;
      }
      byTenant
          .computeIfAbsent(one.addressee().tenant(), _ -> new java.util.ArrayList<>(1))
          .add(one);
    }
    byTenant.forEach((tenant, recipients) ->
        track.explain(
            new Explanations.Stored(
                tenant,
                mail.envelope().ref().value(),
                clock.instant(),
                Evidence.write(mail, recipients))));
  }
}
