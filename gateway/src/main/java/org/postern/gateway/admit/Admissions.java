package org.postern.gateway.admit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postern.engine.Case;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Oddity;
import org.postern.mail.smtp.Recipient;

/// Several admissions as one. Each is asked in its order until one refuses; at RCPT a refusal on
/// which the domain does not refuse is passed over. Thread-safe.
public record Admissions(List<Admission> all) implements Admission {

  public Admissions {
    all = List.copyOf(all);
  }

  @Override
  public Visit open(Client client) {
    return new Together(all.stream().map(one -> one.open(client)).toList());
  }

  @Override
  public void judged(Case mail, List<Verdict> verdicts) {
    all.forEach(one -> one.judged(mail, verdicts));
  }

  private record Together(List<Visit> visits) implements Visit {

    private Optional<Refused> first(Function<Visit, Optional<Refused>> question) {
      for (Visit visit : visits) {
        Optional<Refused> refused = question.apply(visit);
        if (refused.isPresent()) {
          return refused;
        }
      }
      return Optional.empty();
    }

    @Override
    public Optional<Refused> connected() {
      return first(Visit::connected);
    }

    @Override
    public Duration quiet() {
      return visits.stream().map(Visit::quiet).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    @Override
    public Optional<Refused> noticed(Oddity oddity) {
      return first(visit -> visit.noticed(oddity));
    }

    @Override
    public Optional<Refused> hello(Hello hello) {
      return first(visit -> visit.hello(hello));
    }

    @Override
    public void encrypted() {
      visits.forEach(Visit::encrypted);
    }

    @Override
    public Optional<Refused> mail(MailFrom from) {
      return first(visit -> visit.mail(from));
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      return first(visit ->
          visit
              .rcpt(from, recipient, domain)
              .filter(refused -> domain.settings().refuseOn().contains(refused.test())));
    }

    @Override
    public void unknown(Recipient recipient, Domain domain) {
      visits.forEach(visit -> visit.unknown(recipient, domain));
    }

    @Override
    public void known(Recipient recipient, Domain domain) {
      visits.forEach(visit -> visit.known(recipient, domain));
    }

    @Override
    public void accepted(MailFrom from, Recipient recipient, Domain domain) {
      visits.forEach(visit -> visit.accepted(from, recipient, domain));
    }

    @Override
    public Optional<Refused> message(Case mail, Report early, Set<GateTest> binding) {
      return first(visit ->
          visit.message(mail, early, binding).filter(refused -> binding.contains(refused.test())));
    }

    @Override
    public List<Observation> learnt() {
      return learnt(Optional.empty());
    }

    @Override
    public List<Observation> learnt(Optional<AuthResults> auth) {
      return visits.stream().flatMap(visit -> visit.learnt(auth).stream()).toList();
    }

    @Override
    public Optional<String> hostName() {
      return visits.stream().flatMap(visit -> visit.hostName().stream()).findFirst();
    }

    // Each gives back what it holds, whatever happens to the others.
    @Override
    public void closed() {
      Optional<RuntimeException> failed = Optional.empty();
      for (Visit visit : visits) {
        try {
          visit.closed();
        } catch (RuntimeException e) {
          failed.ifPresent(e::addSuppressed);
          failed = Optional.of(e);
        }
      }
      if (failed.isPresent()) {
        throw failed.get();
      }
    }
  }
}
