package org.postern.mail.spf;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.Budgeted;
import org.postern.mail.dns.DnsName;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;
import org.postern.mail.spf.SpfRecord.Directive;
import org.postern.mail.spf.SpfRecord.Mechanism;
import org.postern.mail.spf.SpfRecord.Prefixes;

/// One run of `check_host()`: RFC 7208 sections 4 to 6. One thread: the one that runs it.
final class Evaluation {

  private final Resolver resolver;
  private final SpfLimits limits;
  private final SpfQuery query;
  private final Macros macros;
  private Optional<ClientNames> names = Optional.empty();
  private int lookups;
  private int voids;

  /// What a policy says, with the explanation that belongs to it.
  private record Outcome(
      SpfVerdict verdict,
      Optional<String> mechanism,
      Optional<MacroString> explanation,
      String domain,
      String problem) {

    static Outcome without(SpfVerdict verdict, String domain, String problem) {
      return new Outcome(verdict, Optional.empty(), Optional.empty(), domain, problem);
    }
  }

  /// Whether a mechanism matches.
  private sealed interface Match {
    record Yes() implements Match {}

    record No() implements Match {}

    record Broken(SpfVerdict verdict, String problem) implements Match {}

    static Match of(boolean matches) {
      return matches ? new Yes() : new No();
    }
  }

  Evaluation(Resolver resolver, SpfLimits limits, SpfQuery query, String receiver, long now) {
    this.resolver = resolver;
    this.limits = limits;
    this.query = query;
    this.macros = new Macros(query, receiver, now, domain -> clientNames().best(domain));
  }

  SpfResult run() {
    Outcome outcome = evaluate(query.domain());
    Optional<String> explanation =
        outcome.verdict() == SpfVerdict.FAIL
            ? outcome.explanation().flatMap(exp -> explanation(exp, outcome.domain()))
            : Optional.empty();
    return new SpfResult(
        outcome.verdict(), query.domain(), outcome.mechanism(), explanation, outcome.problem());
  }

  private Outcome evaluate(String domain) {
    // Section 4.3: no name of several labels, no policy. Address literals are none either.
    boolean asks =
        DnsName.isValid(domain) && DnsName.canonical(domain).contains(".") && !domain.contains("[");
    if (!asks) {
      return Outcome.without(SpfVerdict.NONE, domain, "");
    }
    return switch (resolver.lookup(domain, RecordType.TXT)) {
      case Answer.Found(var records, _, _) -> selected(records, DnsName.canonical(domain));
      case Answer.Empty _, Answer.NoDomain _ -> Outcome.without(SpfVerdict.NONE, domain, "");
      case Answer.Failed(var why) ->
          Outcome.without(SpfVerdict.TEMPERROR, domain, "TXT lookup failed: " + why);
    };
  }

  // Section 4.5: exactly one record may be a policy.
  private Outcome selected(List<DnsRecord> records, String domain) {
    List<String> policies =
        records.stream()
            .filter(DnsRecord.Txt.class::isInstance)
            .map(record -> ((DnsRecord.Txt) record).text())
            .filter(RecordParser::isPolicy)
            .toList();
    if (policies.size() > 1) {
      return Outcome.without(SpfVerdict.PERMERROR, domain, "more than one policy");
    }
    if (policies.isEmpty()) {
      return Outcome.without(SpfVerdict.NONE, domain, "");
    }
    return switch (RecordParser.parse(policies.getFirst())) {
      case RecordParser.Outcome.Wrong(String why) ->
          Outcome.without(SpfVerdict.PERMERROR, domain, why);
      case RecordParser.Outcome.Read(SpfRecord policy) -> judged(policy, domain);
    };
  }

  private Outcome judged(SpfRecord policy, String domain) {
    for (Directive directive : policy.directives()) {
      switch (match(directive.mechanism(), domain)) {
        case Match.Yes _ -> {
          return new Outcome(
              directive.verdict(), Optional.of(directive.text()), policy.explanation(), domain, "");
        }
        case Match.Broken(var verdict, String problem) -> {
          return Outcome.without(verdict, domain, problem);
        }
        case Match.No _ -> {
          if (voids > limits.voids()) {
            return Outcome.without(SpfVerdict.PERMERROR, domain, "too many void lookups");
          }
        }
      }
    }
    return policy
        .redirect()
        .map(redirect -> redirected(redirect, domain))
        .orElseGet(() -> Outcome.without(SpfVerdict.NEUTRAL, domain, ""));
  }

  // Section 6.1
  private Outcome redirected(MacroString redirect, String domain) {
    if (lookups >= limits.lookups()) {
      return Outcome.without(SpfVerdict.PERMERROR, domain, "too many DNS lookups");
    }
    Outcome outcome = evaluate(target(redirect, domain));
    return outcome.verdict() == SpfVerdict.NONE
        ? Outcome.without(SpfVerdict.PERMERROR, domain, "redirect to a domain without a policy")
        : outcome;
  }

  private Match match(Mechanism mechanism, String domain) {
    return switch (mechanism) {
      case Mechanism.All _ -> new Match.Yes();
      case Mechanism.Ip ip -> Match.of(ip.holds(query.client()));
      case Mechanism.Include _, Mechanism.A _, Mechanism.Mx _, Mechanism.Ptr _, Mechanism.Exists _
          when lookups >= limits.lookups() ->
          new Match.Broken(SpfVerdict.PERMERROR, "too many DNS lookups");
      case Mechanism.Include(var target) -> included(target(target, domain));
      case Mechanism.A(var target, var prefixes) -> addresses(target(target, domain), prefixes);
      case Mechanism.Mx(var target, var prefixes) -> exchangers(target(target, domain), prefixes);
      case Mechanism.Ptr(var target) -> named(target(target, domain));
      case Mechanism.Exists(var target) -> exists(target(target, domain));
    };
  }

  // The target of a term that asks the DNS, which counts.
  private String target(MacroString text, String domain) {
    lookups++;
    return macros.expandName(text, domain);
  }

  // Section 5.2
  private Match included(String target) {
    Outcome outcome = evaluate(target);
    return switch (outcome.verdict()) {
      case PASS -> new Match.Yes();
      case FAIL, SOFTFAIL, NEUTRAL -> new Match.No();
      case TEMPERROR, PERMERROR -> new Match.Broken(outcome.verdict(), outcome.problem());
      case NONE -> new Match.Broken(SpfVerdict.PERMERROR, "include of a domain without a policy");
    };
  }

  // Section 5.3
  private Match addresses(String target, Prefixes prefixes) {
    return holds(ask(target, addressType()), prefixes);
  }

  // Section 5.4
  private Match exchangers(String target, Prefixes prefixes) {
    Answer answer = ask(target, RecordType.MX);
    if (!(answer instanceof Answer.Found(var records, _, _))) {
      return holds(answer, prefixes);
    }
    int hosts = 0;
    for (DnsRecord record : records) {
      // Section 4.6.4: more than ten hosts are an error, not something to pass over.
      if (++hosts > limits.hosts()) {
        return new Match.Broken(SpfVerdict.PERMERROR, "too many MX hosts");
      }
      if (record instanceof DnsRecord.Mx(_, String host)) {
        Match match = holds(resolver.lookup(host, addressType()), prefixes);
        if (!(match instanceof Match.No)) {
          return match;
        }
      }
    }
    return new Match.No();
  }

  private Match holds(Answer answer, Prefixes prefixes) {
    return switch (answer) {
      case Answer.Found(var records, _, _) ->
          Match.of(records.stream().anyMatch(record -> agrees(record, prefixes)));
      case Answer.Empty _, Answer.NoDomain _ -> new Match.No();
      case Answer.Failed(var why) ->
          new Match.Broken(SpfVerdict.TEMPERROR, "lookup of a host failed: " + why);
    };
  }

  private boolean agrees(DnsRecord record, Prefixes prefixes) {
    return record instanceof DnsRecord.Address(InetAddress network)
        && prefixes.agree(network, query.client());
  }

  // Section 5.5
  private Match named(String target) {
    ClientNames found = clientNames();
    voids += found.isVoid() ? 1 : 0;
    return Match.of(found.within(target));
  }

  // Section 5.7: an A record, whatever the client's address is.
  private Match exists(String target) {
    return switch (ask(target, RecordType.A)) {
      case Answer.Found _ -> new Match.Yes();
      case Answer.Empty _, Answer.NoDomain _ -> new Match.No();
      case Answer.Failed(var why) ->
          new Match.Broken(SpfVerdict.TEMPERROR, "lookup for exists failed: " + why);
    };
  }

  private Answer ask(String name, RecordType type) {
    Answer answer = resolver.lookup(name, type);
    if (answer instanceof Answer.Empty || answer instanceof Answer.NoDomain) {
      voids++;
    }
    return answer;
  }

  private RecordType addressType() {
    return query.client().getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
  }

  private ClientNames clientNames() {
    ClientNames found =
        names.orElseGet(() -> ClientNames.of(query.client(), share(), limits.hosts()));
    names = Optional.of(found);
    return found;
  }

  // Section 5.5: errors here are names that do not match. Whoever owns the reverse zone of the
  // client must not be able to turn the answer of the rest into an error by being slow.
  private Resolver share() {
    return new Budgeted(resolver, 1 + limits.hosts(), limits.aside());
  }

  // Section 6.2: whatever is wrong, there is no explanation then.
  private Optional<String> explanation(MacroString target, String domain) {
    String name = macros.expandName(target, domain);
    return resolver.lookup(name, RecordType.TXT, limits.aside())
                instanceof Answer.Found(var records, _, _)
            && records.size() == 1
            && records.getFirst() instanceof DnsRecord.Txt txt
        ? MacroString.parseExplanation(txt.text())
            .map(text -> macros.expand(text, domain))
            .filter(text -> text.chars().allMatch(c -> c >= ' ' && c <= '~'))
        : Optional.empty();
  }
}
