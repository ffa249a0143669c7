package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Any octets are judged, those of a key record too, and no name is asked for that is none.
class DkimVerifierFuzzTest {

  private static final InstantSource NOW =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final byte[] SIGNED =
      Keys.signed(
          "v=1; a=rsa-sha256; c=relaxed/simple; d=example.org; s=s1; i=a=20b@example.org; h=From:To",
          Keys.octets("From: a@example.org\nTo: b@example.net\n\ntext \n\n"),
          Keys.RSA);

  @FuzzTest(maxDuration = "2m")
  void any_octets_are_judged(byte[] octets) {
    judge(octets);
  }

  @Test
  void seeds_are_judged() {
    judge(SIGNED);
    for (int i = 0; i < SIGNED.length; i++) {
      byte[] changed = SIGNED.clone();
      changed[i] = "\0\r\n;=".getBytes(StandardCharsets.US_ASCII)[i % 5];
      judge(changed);
    }
    assertThat(results(SIGNED, Keys.record(Keys.RSA)).getFirst().passed()).isTrue();
  }

  private static List<DkimResult> results(byte[] octets, String record) {
    KeyLookup keys =
        name -> {
          assertThat(name).matches("[a-z0-9._-]{1,500}").doesNotContain("..");
          return new KeyLookup.Answer.Found(List.of(record));
        };
    DkimVerifier verifier = new DkimVerifier(keys, NOW, DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    List<DkimResult> results = verifier.verify(octets);
    verifier.verify(new MimeParser(MimeLimits.DEFAULT).parse(octets));
    return results;
  }

  private static void judge(byte[] octets) {
    List<DkimResult> results = results(octets, Keys.record(Keys.RSA));
    assertThat(results).hasSizeLessThanOrEqualTo(2 * DkimLimits.STANDARD.signatures());
    for (DkimResult result : results) {
      assertThat(result.unsignedOctets()).isBetween(0L, (long) octets.length + 2);
      assertThat(result.notes())
          .hasSizeLessThan(50)
          .allSatisfy(note -> assertThat(note.text()).matches("[ -~]+"));
    }
    results(octets, new String(octets, StandardCharsets.ISO_8859_1));
    DkimSigner signer = new DkimSigner(Keys.EDWARDS.getPrivate(), "example.org", "s1", NOW);
    if (signer.sign(octets) instanceof DkimSigner.Outcome.Signed signed) {
      byte[] whole = Keys.joined(signed.field(), octets);
      assertThat(results(whole, Keys.record(Keys.EDWARDS)).getFirst().passed()).isTrue();
    }
  }
}
