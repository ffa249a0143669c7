package org.postern.gateway.admit;

import java.util.List;
import java.util.Optional;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// Refuses recipients whose local part is an address again, `user%other@served` or
/// `other!user@served`. We would send them nowhere else; but a next hop that trusts us might.
public final class RoutedRecipients implements Admission {

  private static final String ROUTING = "@%!";

  @Override
  public Visit open(Client client) {
    return new Visit() {
      private boolean seen;

      @Override
      public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
        boolean routed = recipient.address().local().chars().anyMatch(c -> ROUTING.indexOf(c) >= 0);
        seen |= routed;
        return routed
            ? Optional.of(
                new Refused(
                    GateTest.ROUTED_RECIPIENT,
                    550,
                    "5.7.1",
                    "Recipients with an address before the @ are not taken here"))
            : Optional.empty();
      }

      @Override
      public List<Observation> learnt() {
        return seen ? List.of(new Observation(GateTest.ROUTED_RECIPIENT, 1, List.of())) : List.of();
      }
    };
  }
}
