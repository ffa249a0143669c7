package org.postern.gateway.admit;

import java.net.InetAddress;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.verdict.Verdict;
import org.postern.mail.smtp.Client;

/// Tests that are not made of clients on this machine itself: what they count would count everybody
/// behind a local program as one. Thread-safe.
public record Strangers(Admission tests) implements Admission {

  @Override
  public Visit open(Client client) {
    return isHere(client) ? new Visit() {} : tests.open(client);
  }

  @Override
  public void judged(Case mail, List<Verdict> verdicts) {
    if (!isHere(mail.envelope().client())) {
      tests.judged(mail, verdicts);
    }
  }

  // Who connects to an address of this machine without leaving it comes from the same address.
  private static boolean isHere(Client client) {
    InetAddress address = client.address().getAddress();
    return address.isLoopbackAddress() || address.equals(client.listener().getAddress());
  }
}
