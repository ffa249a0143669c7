package org.postern.gateway.admit;

import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Report;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.dmarc.Policy;
import org.postern.mail.smtp.Client;
import org.postern.mail.spf.SpfVerdict;

/// Refuses what the owners of domains ask to refuse: by SPF (RFC 7208 section 8.4) and by DMARC
/// (RFC 9989), but for what trusted servers passed on in a whole ARC chain. Codes by RFC 7372.
///
/// @param trustedSealers domains whose word counts that a message was good when it came to them
public record Policies(Set<String> trustedSealers) implements Admission {

  public Policies {
    trustedSealers = Set.copyOf(trustedSealers);
  }

  @Override
  public Visit open(Client client) {
    return new Visit() {
      @Override
      public Optional<Refused> message(Case mail, Report early, Set<GateTest> binding) {
        return mail.sender().auth().flatMap(results -> refused(results, binding));
      }
    };
  }

  private Optional<Refused> refused(AuthResults results, Set<GateTest> binding) {
    boolean vouched = results.sealer().filter(trustedSealers::contains).isPresent();
    boolean dmarc =
        results.dmarc().status() == DmarcStatus.FAIL && results.dmarc().policy() == Policy.REJECT;
    if (binding.contains(GateTest.DMARC) && dmarc && !vouched) {
      return Optional.of(
          new Refused(
              GateTest.DMARC,
              550,
              "5.7.26",
              "The domain of the author did not send this, and asks to refuse it"));
    }
    if (binding.contains(GateTest.SPF)
        && results.spf().verdict() == SpfVerdict.FAIL
        && results.dmarc().status() != DmarcStatus.PASS
        && !vouched) {
      return Optional.of(
          new Refused(
              GateTest.SPF,
              550,
              "5.7.23",
              "The domain of the sender does not let this client send for it"));
    }
    return Optional.empty();
  }
}
