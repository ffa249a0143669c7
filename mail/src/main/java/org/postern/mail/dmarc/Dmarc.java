package org.postern.mail.dmarc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.mail.dmarc.DmarcQuery.Check;
import org.postern.mail.dmarc.DmarcQuery.Identifier;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

/// Evaluates a message by RFC 9989.
///
/// Every domain that any reader may take for the author's is judged, and the worst verdict is that
/// of the message: it passes only if all of them do. Thread-safe where the resolver is; how many
/// questions a message may ask altogether is the resolver's matter
/// ([org.postern.mail.dns.Budgeted]).
public final class Dmarc {

  private final Resolver resolver;

  public Dmarc(Resolver resolver) {
    this.resolver = resolver;
  }

  /// Judges a message.
  public DmarcResult evaluate(DmarcQuery query) {
    TreeWalk walk = new TreeWalk(resolver);
    return judge(query, _ -> walk);
  }

  /// @param walks through which each author domain is asked about
  static DmarcResult judge(DmarcQuery query, Function<String, TreeWalk> walks) {
    List<DomainVerdict> verdicts = new ArrayList<>();
    for (String domain : query.author().domains()) {
      verdicts.add(new Case(walks.apply(domain), query, domain).judge());
    }
    Optional<DomainVerdict> worst =
        verdicts.stream().max(Comparator.comparingInt(DomainVerdict::badness));
    AuthorDomains author = query.author();
    boolean judged = worst.isPresent() && author.complete();
    if (judged || worst.map(verdict -> verdict.applied() != Policy.NONE).orElse(false)) {
      DomainVerdict verdict = worst.orElseThrow();
      return new DmarcResult(
          verdict.status(), verdict.applied(), author, worst, verdicts, verdict.reason());
    }
    // RFC 9989 section 5.3.1 leaves a message without an author to the receiver; it never passes.
    return new DmarcResult(
        DmarcStatus.PERMERROR, Policy.NONE, author, worst, verdicts, author.reason());
  }

  /// Asks through the walk what the verdict on one author domain may depend on.
  static void ask(DmarcQuery query, String domain, TreeWalk walk) {
    var _ = new Case(walk, query, domain).judge();
  }

  /// The organizational domain of a name by the tree walk; empty where the DNS gave no answer or
  /// the text is no name.
  public Optional<String> organizationalDomain(String domain) {
    return DomainNames.ascii(domain)
        .map(name -> new TreeWalk(resolver).from(name))
        .filter(trail -> trail.failure().isEmpty())
        .map(TreeWalk.Trail::organization);
  }

  /// The record that governs a name, whosever it is; empty where there is none, it cannot be used,
  /// or the DNS gave no answer.
  public Optional<DmarcRecord> policyOf(String domain) {
    return DomainNames.ascii(domain)
        .flatMap(name -> new TreeWalk(resolver).from(name).governing())
        .filter(place -> place.parsed() instanceof DmarcRecord.Parsed.Ok)
        .map(TreeWalk.Place::record);
  }

  /// Whether `receiver` takes reports about `domain`: needed where its name is not below the
  /// organizational domain of the record that names it (RFC 9990 section 4).
  public ReportConsent consent(String domain, String receiver) {
    String name = domain + "._report._dmarc." + receiver;
    return switch (resolver.lookup(name, RecordType.TXT)) {
      case Answer.Failed _ -> ReportConsent.UNKNOWN;
      case Answer.Empty(), Answer.NoDomain() -> ReportConsent.REFUSED;
      case Answer.Found found -> ReportConsent.of(found.records());
    };
  }

  private enum Aligned {
    YES,
    NO,
    /// The DNS gave no answer on which it depends.
    UNKNOWN
  }

  /// One author domain.
  private static final class Case {

    private final TreeWalk walk;
    private final DmarcQuery query;
    private final String domain;
    private final TreeWalk.Trail trail;
    private final String organization;
    private boolean undecided;

    Case(TreeWalk walk, DmarcQuery query, String domain) {
      this.walk = walk;
      this.query = query;
      this.domain = domain;
      this.trail = walk.from(domain);
      this.organization = trail.organization();
    }

    DomainVerdict judge() {
      Optional<TreeWalk.Place> governing = trail.governing();
      boolean own = governing.map(place -> place.name().equals(domain)).orElse(false);
      if (trail.failure().isPresent() && !own) {
        return without(DmarcStatus.TEMPERROR, "no answer from the DNS: " + trail.failure().get());
      }
      if (governing.isEmpty()) {
        return without(DmarcStatus.NONE, "no policy record");
      }
      TreeWalk.Place place = governing.get();
      return switch (place.parsed()) {
        case DmarcRecord.Parsed.Unusable(DmarcRecord _, String reason) ->
            without(DmarcStatus.PERMERROR, "record of " + place.name() + ": " + reason);
        case DmarcRecord.Parsed.Foreign() -> without(DmarcStatus.NONE, "no policy record");
        case DmarcRecord.Parsed.Ok(DmarcRecord record) -> judge(record, place.name());
      };
    }

    private DomainVerdict without(DmarcStatus status, String reason) {
      return DomainVerdict.without(domain, organization, status, reason);
    }

    private DomainVerdict judge(DmarcRecord record, String recordDomain) {
      boolean spf = passes(query.spf(), record.spf());
      boolean dkim = false;
      for (Identifier each : query.dkim()) {
        dkim |= passes(each, record.dkim());
      }
      PolicySource source = source(record, recordDomain);
      DmarcStatus status =
          spf || dkim ? DmarcStatus.PASS : undecided ? DmarcStatus.TEMPERROR : DmarcStatus.FAIL;
      return new DomainVerdict(
          domain,
          status,
          policy(record, source),
          source,
          organization,
          Optional.of(record),
          recordDomain,
          spf,
          dkim,
          reason(status));
    }

    private String reason(DmarcStatus status) {
      return switch (status) {
        case PASS -> "an aligned identifier passed";
        case TEMPERROR -> "an identifier that may be aligned could not be checked";
        case NONE, FAIL, PERMERROR -> "no aligned identifier passed";
      };
    }

    /// Notes on the way whether a pass may only be missing for want of an answer (RFC 9989 section
    /// 5.3.4).
    private boolean passes(Identifier identifier, AlignmentMode mode) {
      if (identifier.check() == Check.FAIL) {
        return false;
      }
      Aligned aligned = aligned(identifier.domain(), mode);
      boolean passes = identifier.check() == Check.PASS && aligned == Aligned.YES;
      undecided |= !passes && aligned != Aligned.NO;
      return passes;
    }

    private Aligned aligned(String text, AlignmentMode mode) {
      Optional<String> name = DomainNames.ascii(text);
      if (name.isEmpty()) {
        return Aligned.NO;
      }
      if (name.get().equals(domain)) {
        return Aligned.YES;
      }
      if (mode == AlignmentMode.STRICT) {
        return Aligned.NO;
      }
      if (trail.failure().isPresent()) {
        String top = DomainNames.last(domain, 1);
        return DomainNames.within(name.get(), top) ? Aligned.UNKNOWN : Aligned.NO;
      }
      if (!DomainNames.within(name.get(), organization)) {
        return Aligned.NO; // Its organization can be no other than itself or above it.
      }
      TreeWalk.Trail other = walk.from(name.get());
      if (other.failure().isPresent()) {
        return Aligned.UNKNOWN;
      }
      return other.organization().equals(organization) ? Aligned.YES : Aligned.NO;
    }

    private PolicySource source(DmarcRecord record, String recordDomain) {
      if (recordDomain.equals(domain)) {
        return PolicySource.P;
      }
      if (record.nonexistent().isPresent()) {
        Answer answer = walk.resolver().lookup(domain, RecordType.A);
        Policy existing = record.subdomains().orElse(record.policy());
        // Where nobody can say whether it exists, the stricter one counts.
        boolean unknownAndStricter =
            answer instanceof Answer.Failed && record.nonexistent().get().compareTo(existing) > 0;
        if (answer instanceof Answer.NoDomain || unknownAndStricter) {
          return PolicySource.NP;
        }
      }
      return record.subdomains().isPresent() ? PolicySource.SP : PolicySource.P;
    }

    private Policy policy(DmarcRecord record, PolicySource source) {
      return switch (source) {
        case NOWHERE -> Policy.NONE;
        case P -> record.policy();
        case SP -> record.subdomains().orElse(record.policy());
        case NP -> record.nonexistent().orElse(record.policy());
      };
    }
  }
}
