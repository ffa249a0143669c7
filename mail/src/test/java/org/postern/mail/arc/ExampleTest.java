package org.postern.mail.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.mail.authres.AuthenticationResults;
import org.postern.mail.authres.MethodResult;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.KeyLookup;
import org.postern.mail.dkim.Keys;

/// How the package is used.
class ExampleTest {

  @Test
  void verify_as_received_change_and_seal() {
    byte[] received = Keys.octets("From: ann@example.net\nSubject: Hello\n\nHello Bob\n");
    KeyLookup keys = Keys.lookup(Keys.record(Keys.RSA));
    var verifier =
        new ArcVerifier(keys, InstantSource.system(), ArcLimits.STANDARD, DkimPolicy.PRODUCT);
    ArcResult chain = verifier.verify(received);

    var results =
        new AuthenticationResults(
            "mx.example.org",
            List.of(
                new MethodResult("arc", chain.status().word(), List.of()),
                new MethodResult("spf", "pass", List.of())));
    byte[] changed = Keys.joined(Keys.octets("List-Id: <all.example.org>\n"), received);
    var sealer = new ArcSealer(Keys.RSA.getPrivate(), "example.org", "s1", InstantSource.system());
    byte[] sent =
        switch (sealer.seal(changed, chain, results)) {
          case ArcSealer.Outcome.Sealed made -> Keys.joined(made.fields(), changed);
          case ArcSealer.Outcome.Refused refused -> throw new AssertionError(refused.why());
        };

    ArcResult next = verifier.verify(sent);
    assertThat(next.passed()).isTrue();
    assertThat(next.newest().orElseThrow().results())
        .isEqualTo("mx.example.org;\r\n\tarc=none;\r\n\tspf=pass");
  }
}
