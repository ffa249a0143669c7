package org.postern.mail.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.mail.authres.AuthenticationResults;
import org.postern.mail.authres.MethodResult;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DkimReason;
import org.postern.mail.dkim.KeyLookup;
import org.postern.mail.dkim.Keys;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class ArcTest {

  private static final InstantSource NOW =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final byte[] MAIL =
      Keys.octets(
          """
          From: Ann <ann@example.net>
          To: list@example.org
          Subject: Hello

          Text
          """);
  private static final AuthenticationResults RESULTS =
      new AuthenticationResults(
          "mx.example.org", List.of(new MethodResult("spf", "pass", List.of())));

  private static KeyLookup keys(KeyPair pair) {
    return Keys.lookup(Keys.record(pair));
  }

  private static ArcVerifier verifier(KeyLookup keys) {
    return new ArcVerifier(keys, NOW, ArcLimits.STANDARD, DkimPolicy.PRODUCT);
  }

  private static ArcResult verify(byte[] octets) {
    ArcResult result = verifier(keys(Keys.RSA)).verify(octets);
    assertThat(verifier(keys(Keys.RSA)).verify(new MimeParser(MimeLimits.DEFAULT).parse(octets)))
        .as("the MIME reader's view")
        .isEqualTo(result);
    return result;
  }

  private static ArcSealer sealer(KeyPair pair) {
    return new ArcSealer(pair.getPrivate(), "example.org", "s1", NOW);
  }

  private static byte[] sealed(byte[] octets, ArcResult received) {
    return switch (sealer(Keys.RSA).seal(octets, received, RESULTS)) {
      case ArcSealer.Outcome.Sealed made -> Keys.joined(made.fields(), octets);
      case ArcSealer.Outcome.Refused(var why) -> throw new AssertionError(why);
    };
  }

  private static byte[] chain(int length) {
    byte[] octets = MAIL;
    for (int i = 0; i < length; i++) {
      octets = sealed(octets, verify(octets));
    }
    return octets;
  }

  private static byte[] changed(byte[] octets, String from, String to) {
    String text = new String(octets, StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  private static ArcFault fault(byte[] octets) {
    ArcResult result = verify(octets);
    assertThat(result.status()).isEqualTo(ArcStatus.FAIL);
    return result.fault().orElseThrow();
  }

  @Test
  void a_message_without_a_chain_has_none() {
    assertThat(verify(MAIL).status()).isEqualTo(ArcStatus.NONE);
    assertThat(verify(new byte[0]).status()).isEqualTo(ArcStatus.NONE);
  }

  @Test
  void a_chain_of_our_own_passes_and_says_what_was_found() {
    ArcResult result = verify(chain(3));
    assertThat(result.passed()).isTrue();
    assertThat(result.chain()).hasSize(3);
    assertThat(result.oldestPass()).isZero();
    assertThat(result.coversMessage()).isTrue();
    ArcInstance newest = result.newest().orElseThrow();
    assertThat(newest.domain()).isEqualTo("example.org");
    assertThat(newest.sealedStatus()).isEqualTo(ArcStatus.PASS);
    assertThat(newest.authenticationResults()).contains(RESULTS);
    assertThat(newest.signs("subject")).isTrue();
  }

  @Test
  void both_kinds_of_key_seal() {
    ArcSealer sealer = sealer(Keys.EDWARDS);
    ArcSealer.Outcome made = sealer.seal(MAIL, ArcResult.none(), RESULTS);
    assertThat(made).isInstanceOf(ArcSealer.Outcome.Sealed.class);
    byte[] octets = Keys.joined(((ArcSealer.Outcome.Sealed) made).fields(), MAIL);
    assertThat(verifier(keys(Keys.EDWARDS)).verify(octets).passed()).isTrue();
    assertThat(verifier(keys(Keys.RSA)).verify(octets).fault())
        .contains(new ArcFault(ArcReason.KEY, 1, Optional.of(DkimReason.KEY_ALGORITHM)));
  }

  @Test
  void lines_of_a_set_stay_short() {
    String text = new String(chain(2), StandardCharsets.UTF_8);
    assertThat(text.split("\r\n", -1)).allMatch(line -> line.length() <= 78);
  }

  @Test
  void a_change_between_two_hosts_is_seen_and_does_not_break_the_chain() {
    byte[] listed = changed(chain(1), "Subject: Hello", "Subject: [list] Hello");
    assertThat(verify(listed).status()).isEqualTo(ArcStatus.FAIL);
    byte[] honest = sealed(listed, verify(chain(1)));
    ArcResult result = verify(honest);
    assertThat(result.passed()).isTrue();
    assertThat(result.oldestPass()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "Subject: Hello, Subject: Help, MESSAGE_SIGNATURE",
    "Text, Test, MESSAGE_SIGNATURE",
    "spf=pass, spf=fail, SEAL",
    "cv=none, cv=pass, CHAIN_STATUS",
    "cv=none, cv=fail, ALREADY_FAILED",
    "cv=none, cv=NONE, CHAIN_STATUS",
    "cv=none;, cv=none; h=From;, SEAL_FIELDS",
    "ARC-Authentication-Results: i=1;, ARC-Authentication-Results: i=1, INSTANCE",
    "ARC-Authentication-Results: i=1;, ARC-Authentication-Results: i=51;, INSTANCE",
    "ARC-Authentication-Results: i=1;, ARC-Authentication-Results: i=2;, INCOMPLETE",
    "ARC-Seal:, X-Seal:, INCOMPLETE",
    "ARC-Seal: a=rsa-sha256, ARC-Seal: a=rsa-sha1, ALGORITHM",
    "c=relaxed/relaxed, c=relaxed/loose, CANONICALIZATION",
    "h=From, h=ARC-Seal:From, SEAL_SIGNED",
    "d=example.org, d=example..org, DOMAIN",
    "s=s1, s=s 1, SELECTOR",
    "t=1800000000, t=soon, SYNTAX",
    "s=s1, s=none, KEY"
  })
  void a_broken_chain_says_why(String from, String to, ArcReason reason) {
    assertThat(fault(changed(chain(1), from, to)).reason()).isEqualTo(reason);
  }

  @Test
  void a_set_said_twice_fails() {
    byte[] octets = chain(1);
    String text = new String(octets, StandardCharsets.UTF_8);
    String results = text.substring(text.indexOf("ARC-Auth"), text.indexOf("From: Ann"));
    assertThat(fault(Keys.joined(results.getBytes(StandardCharsets.UTF_8), octets)))
        .isEqualTo(new ArcFault(ArcReason.DUPLICATE, 1));
  }

  @Test
  void an_older_seal_is_verified_too() {
    byte[] octets = chain(3);
    String text = new String(octets, StandardCharsets.UTF_8);
    int first = text.lastIndexOf("spf=pass");
    String forged = text.substring(0, first) + "spf=fail" + text.substring(first + 8);
    assertThat(fault(forged.getBytes(StandardCharsets.UTF_8)).reason()).isEqualTo(ArcReason.SEAL);
  }

  @Test
  void a_failed_chain_is_sealed_once_and_never_again() {
    byte[] broken = changed(chain(2), "Text", "Test");
    byte[] once = sealed(broken, verify(broken));
    ArcResult result = verify(once);
    assertThat(result.fault()).contains(new ArcFault(ArcReason.ALREADY_FAILED, 3));
    assertThat(result.highest()).isEqualTo(3);
    assertThat(new String(once, StandardCharsets.UTF_8)).contains("cv=fail");
    assertThat(sealer(Keys.RSA).seal(once, result, RESULTS))
        .isEqualTo(new ArcSealer.Outcome.Refused(ArcSealer.Refusal.ALREADY_FAILED));
    byte[] malformed = changed(once, "ARC-Authentication-Results: i=1;", "ARC-Gone: i=1;");
    assertThat(sealer(Keys.RSA).seal(malformed, verify(malformed), RESULTS))
        .as("whatever else is wrong")
        .isEqualTo(new ArcSealer.Outcome.Refused(ArcSealer.Refusal.ALREADY_FAILED));
  }

  @Test
  void a_key_that_cannot_be_had_is_a_temporary_error_and_nothing_is_sealed() {
    byte[] octets = chain(1);
    ArcResult result = verifier(_ -> new KeyLookup.Answer.Failed("timeout")).verify(octets);
    assertThat(result.status()).isEqualTo(ArcStatus.TEMPERROR);
    assertThat(result.chain()).hasSize(1);
    assertThat(sealer(Keys.RSA).seal(octets, result, RESULTS))
        .isEqualTo(new ArcSealer.Outcome.Refused(ArcSealer.Refusal.UNDECIDED));
  }

  @Test
  void a_chain_that_got_lost_on_the_way_is_not_sealed_over() {
    ArcResult received = verify(chain(1));
    assertThat(sealer(Keys.RSA).seal(MAIL, received, RESULTS))
        .isEqualTo(new ArcSealer.Outcome.Refused(ArcSealer.Refusal.CHAIN_CHANGED));
    byte[] twoAuthors = Keys.joined(Keys.octets("From: x@example.com\n"), MAIL);
    assertThat(sealer(Keys.RSA).seal(twoAuthors, ArcResult.none(), RESULTS))
        .isEqualTo(new ArcSealer.Outcome.Refused(ArcSealer.Refusal.UNFIT_MESSAGE));
  }

  @Test
  void fifty_sets_are_verified_with_one_look_up_for_each_key_and_not_sealed_again() {
    byte[] octets = MAIL;
    AtomicInteger asked = new AtomicInteger();
    KeyLookup counting =
        name -> {
          asked.incrementAndGet();
          return keys(Keys.RSA).txt(name);
        };
    ArcVerifier verifier = verifier(counting);
    for (int i = 0; i < 50; i++) {
      octets = sealed(octets, verifier.verify(octets));
    }
    asked.set(0);
    ArcResult result = verifier.verify(octets);
    assertThat(result.passed()).isTrue();
    assertThat(result.chain()).hasSize(50);
    assertThat(asked).hasValue(1);
    assertThat(sealer(Keys.RSA).seal(octets, result, RESULTS))
        .isEqualTo(new ArcSealer.Outcome.Refused(ArcSealer.Refusal.FULL));
  }

  @Test
  void look_ups_and_fields_are_bounded() {
    byte[] octets = chain(2);
    AtomicInteger asked = new AtomicInteger();
    ArcLimits one = new ArcLimits(1, 256 << 10, ArcLimits.STANDARD.signatures());
    byte[] two = changed(octets, "i=1; s=s1", "i=1; s=s2");
    ArcResult result =
        new ArcVerifier(
                name -> {
                  asked.incrementAndGet();
                  return keys(Keys.RSA).txt(name);
                },
                NOW,
                one,
                DkimPolicy.PRODUCT)
            .verify(two);
    assertThat(result.fault()).contains(new ArcFault(ArcReason.LIMIT, 0));
    assertThat(asked).hasValue(0);
    byte[] flood = Keys.joined(Keys.octets("ARC-Seal: i=1\n".repeat(20_000)), MAIL);
    assertThat(fault(flood)).isEqualTo(new ArcFault(ArcReason.TOO_MANY, 0));
    byte[] large = Keys.joined(Keys.octets("ARC-Seal: " + "x".repeat(300_000) + "\n"), MAIL);
    assertThat(fault(large)).isEqualTo(new ArcFault(ArcReason.LIMIT, 0));
  }

  @Test
  void what_others_change_is_never_signed() {
    assertThatThrownBy(() ->
            new ArcSealer(
                Keys.RSA.getPrivate(),
                "example.org",
                "s1",
                List.of("From"),
                List.of("Authentication-Results"),
                NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_from_that_is_not_signed_is_told() {
    ArcSealer careless =
        new ArcSealer(
            Keys.RSA.getPrivate(), "example.org", "s1", List.of(), List.of("Subject"), NOW);
    byte[] octets =
        switch (careless.seal(MAIL, ArcResult.none(), RESULTS)) {
          case ArcSealer.Outcome.Sealed made -> Keys.joined(made.fields(), MAIL);
          case ArcSealer.Outcome.Refused(var why) -> throw new AssertionError(why);
        };
    assertThat(verify(octets).passed()).isTrue();
    assertThat(verify(octets).coversMessage()).isFalse();
  }
}
