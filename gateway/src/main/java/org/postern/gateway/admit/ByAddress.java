package org.postern.gateway.admit;

import java.util.List;
import java.util.Optional;
import org.postern.engine.Case;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Verdict;
import org.postern.mail.smtp.Client;

/// The address lists, and behind them all other tests: a blocked client is refused before any of
/// them begins, a trusted one is asked nothing, and nothing is remembered of either. Thread-safe.
public final class ByAddress implements Admission {

  private static final Visit TRUSTED = new Visit() {};
  private static final Visit BLOCKED =
      new Visit() {
        @Override
        public Optional<Refused> connected() {
          return Optional.of(
              new Refused(GateTest.ADDRESS, 554, "5.7.1", "Your address is blocked here"));
        }
      };

  private final AddressLists lists;
  private final Admission others;

  public ByAddress(AddressLists lists, Admission others) {
    this.lists = lists;
    this.others = others;
  }

  @Override
  public Visit open(Client client) {
    return switch (lists.of(client.address().getAddress())) {
      case BLOCKED -> BLOCKED;
      case TRUSTED -> TRUSTED;
      case ORDINARY -> others.open(client);
    };
  }

  @Override
  public void judged(Case mail, List<Verdict> verdicts) {
    switch (lists.of(mail.envelope().client().address().getAddress())) {
      case ORDINARY -> others.judged(mail, verdicts);
      case BLOCKED, TRUSTED -> {}
    }
  }
}
