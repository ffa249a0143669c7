package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.mail.authres.AuthenticationResults;
import org.postern.mail.authres.MethodResult;
import org.postern.mail.authres.Property;

/// How the two packages are used together.
class ExampleTest {

  @Test
  void sign_a_message_verify_it_and_write_down_what_was_found() {
    byte[] message = Keys.octets("From: ann@example.org\nSubject: Hello\n\nHello Bob\n");

    var signer = new DkimSigner(Keys.RSA.getPrivate(), "example.org", "s1", InstantSource.system());
    byte[] sent =
        switch (signer.sign(message)) {
          case DkimSigner.Outcome.Signed signed -> Keys.joined(signed.field(), message);
          case DkimSigner.Outcome.Refused refused -> throw new AssertionError(refused.why());
        };

    KeyLookup keys = Keys.lookup(Keys.record(Keys.RSA));
    var verifier =
        new DkimVerifier(keys, InstantSource.system(), DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    DkimResult result = verifier.verify(sent).getFirst();
    assertThat(result.passed()).isTrue();

    var found =
        new MethodResult(
            "dkim",
            result.verdict().word(),
            List.of(
                new Property("header", "d", result.domain()),
                new Property("header", "s", result.selector())));
    String field = new AuthenticationResults("mx.example.net", List.of(found)).field(false);
    assertThat(field)
        .isEqualTo(
            "Authentication-Results: mx.example.net;\r\n\tdkim=pass header.d=example.org header.s=s1\r\n");
  }
}
