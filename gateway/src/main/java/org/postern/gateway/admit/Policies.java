package org.postern.gateway.admit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.Case;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Report;
import org.postern.mail.arc.ArcInstance;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.authres.AuthenticationResults;
import org.postern.mail.authres.MethodResult;
import org.postern.mail.dkim.DomainNames;
import org.postern.mail.dmarc.AuthorDoubt;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.dmarc.Policy;
import org.postern.mail.smtp.Client;
import org.postern.mail.spf.SpfVerdict;

/// Refuses what the owners of domains ask to refuse: by SPF (RFC 7208 section 8.4) and by DMARC
/// (RFC 9989), but for what trusted servers passed on in a whole ARC chain and say that they had it
/// with a DMARC pass. So are messages of more authors than can be asked about. Codes by RFC 7372.
///
/// @param trustedSealers domains whose word counts that a message was good when it came to them, in
///   lower-case A-labels
public record Policies(Set<String> trustedSealers) implements Admission {

  /// Takes the names in any letters.
  ///
  /// @throws IllegalArgumentException where one is no domain name
  public Policies {
    trustedSealers =
        trustedSealers.stream().map(Policies::domain).collect(Collectors.toUnmodifiableSet());
  }

  private static String domain(String text) {
    return DomainNames.ascii(text, 2)
        .orElseThrow(
            () -> new IllegalArgumentException("a trusted sealer that is no domain: " + text));
  }

  @Override
  public Visit open(Client client) {
    return new Visit() {
      @Override
      public Optional<Refused> message(Case mail, Report early, Set<GateTest> binding) {
        return mail.sender().auth().flatMap(results -> refused(results, binding));
      }

      @Override
      public List<Observation> learnt(Optional<AuthResults> auth) {
        return auth.filter(Policies::tooManyAuthors).stream()
            .map(results -> new Observation(GateTest.AUTHORS, 1, authors(results)))
            .toList();
      }
    };
  }

  private Optional<Refused> refused(AuthResults results, Set<GateTest> binding) {
    if (binding.contains(GateTest.DMARC) && byDmarc(results) && !vouched(results)) {
      return Optional.of(
          new Refused(
              GateTest.DMARC,
              550,
              "5.7.26",
              "The domain of the author did not send this, and asks to refuse it"));
    }
    if (binding.contains(GateTest.AUTHORS) && tooManyAuthors(results)) {
      return Optional.of(
          new Refused(GateTest.AUTHORS, 554, "5.7.1", "The message names too many authors"));
    }
    if (binding.contains(GateTest.SPF) && bySpf(results) && !vouched(results)) {
      return Optional.of(
          new Refused(
              GateTest.SPF,
              550,
              "5.7.23",
              "The domain of the sender does not let this client send for it"));
    }
    return Optional.empty();
  }

  private static boolean byDmarc(AuthResults results) {
    return results.dmarc().status() == DmarcStatus.FAIL
        && results.dmarc().policy() == Policy.REJECT;
  }

  // RFC 9989 leaves messages of several authors to the receiver. Of those beyond the bound nobody
  // knows what they ask for, and whoever is forged could be put there. Honest mail has one or two.
  private static boolean tooManyAuthors(AuthResults results) {
    return results.dmarc().author().doubts().contains(AuthorDoubt.TOO_MANY);
  }

  private static List<String> authors(AuthResults results) {
    return results.dmarc().author().domains();
  }

  // A forwarder breaks SPF: whom a signature of the author proves, or another time may prove, is
  // not refused for it.
  private static boolean bySpf(AuthResults results) {
    return results.spf().verdict() == SpfVerdict.FAIL
        && results.dmarc().status() != DmarcStatus.PASS
        && results.dmarc().status() != DmarcStatus.TEMPERROR
        && results.verifiedAuthor().isEmpty();
  }

  // A seal says who passed the message on; whether it was good then stands in what is sealed.
  private boolean vouched(AuthResults results) {
    return results.sealer().filter(trustedSealers::contains).isPresent()
        && results
            .arc()
            .newest()
            .flatMap(ArcInstance::authenticationResults)
            .filter(Policies::passedDmarc)
            .isPresent();
  }

  private static boolean passedDmarc(AuthenticationResults sealed) {
    List<MethodResult> dmarc =
        sealed.results().stream().filter(one -> one.method().equals("dmarc")).toList();
    return !dmarc.isEmpty() && dmarc.stream().allMatch(one -> one.result().equals("pass"));
  }
}
