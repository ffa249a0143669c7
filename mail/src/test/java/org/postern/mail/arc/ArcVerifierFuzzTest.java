package org.postern.mail.arc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.mail.authres.AuthenticationResults;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.KeyLookup;
import org.postern.mail.dkim.Keys;

/// Any octets are judged with bounded questions, and a chain that we add to is as whole as before.
class ArcVerifierFuzzTest {

  private static final InstantSource NOW =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final ArcSealer SEALER =
      new ArcSealer(Keys.EDWARDS.getPrivate(), "example.org", "s1", NOW);
  private static final AuthenticationResults RESULTS =
      new AuthenticationResults("mx.example.org", List.of());

  @FuzzTest(maxDuration = "2m")
  void any_octets_are_judged(byte[] octets) {
    judge(octets);
  }

  @Test
  void seeds_are_judged() {
    byte[] octets = Keys.octets("From: a@example.org\nTo: b@example.net\n\ntext\n");
    for (int i = 0; i < 2; i++) {
      octets = judge(octets);
    }
    assertThat(verify(octets).passed()).isTrue();
    for (int i = 0; i < octets.length; i++) {
      byte[] changed = octets.clone();
      changed[i] = "\0\r\n;=1".getBytes(StandardCharsets.US_ASCII)[i % 6];
      judge(changed);
    }
  }

  private static ArcResult verify(byte[] octets) {
    Set<String> asked = new HashSet<>();
    KeyLookup keys =
        name -> {
          assertThat(name).matches("[a-z0-9._-]{1,500}").doesNotContain("..");
          assertThat(asked.add(name)).as("asked twice").isTrue();
          return new KeyLookup.Answer.Found(List.of(Keys.record(Keys.EDWARDS)));
        };
    ArcResult result =
        new ArcVerifier(keys, NOW, ArcLimits.STANDARD, DkimPolicy.PRODUCT).verify(octets);
    assertThat(asked).hasSizeLessThanOrEqualTo(ArcLimits.STANDARD.lookups());
    assertThat(result.highest()).isBetween(0, 50);
    assertThat(result.fault().isPresent())
        .isEqualTo(result.status() == ArcStatus.FAIL || result.status() == ArcStatus.TEMPERROR);
    result.fault().ifPresent(fault -> assertThat(fault.text()).matches("[a-zA-Z0-9=, -]+"));
    return result;
  }

  /// The message with one set more, or as it was.
  private static byte[] judge(byte[] octets) {
    ArcResult received = verify(octets);
    if (!(SEALER.seal(octets, received, RESULTS) instanceof ArcSealer.Outcome.Sealed made)) {
      return octets;
    }
    byte[] whole = Keys.joined(made.fields(), octets);
    ArcResult after = verify(whole);
    assertThat(after.passed()).isEqualTo(received.status() != ArcStatus.FAIL);
    assertThat(after.highest()).isEqualTo(received.highest() + 1);
    return whole;
  }
}
