package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class DkimVerifierTest {

  private static final InstantSource NOW =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final byte[] MAIL =
      Keys.octets(
          """
          Received: from a.example by b.example; Mon, 1 Jun 2026 10:00:00 +0000
          From: Ann <ann@example.org>
          To: Bob <bob@example.net>
          Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
          \tand more

          First  line\s
          \t second line



          """);
  private static final String TAGS = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; ";

  private static DkimResult verify(byte[] octets, String record, DkimPolicy policy) {
    DkimVerifier verifier = new DkimVerifier(Keys.lookup(record), NOW, DkimLimits.STANDARD, policy);
    List<DkimResult> results = verifier.verify(octets);
    assertThat(results).isNotEmpty();
    assertThat(verifier.verify(new MimeParser(MimeLimits.DEFAULT).parse(octets)))
        .as("the MIME reader's view")
        .isEqualTo(results);
    return results.getFirst();
  }

  private static DkimResult verify(byte[] octets) {
    return verify(octets, Keys.record(Keys.RSA), DkimPolicy.PRODUCT);
  }

  private static byte[] changed(byte[] octets, String from, String to) {
    String text = new String(octets, StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"})
  void passes_in_every_canonicalization(String forms) {
    String tags = "v=1; a=rsa-sha256; c=" + forms + "; d=example.org; s=s1; h=From:To:Subject";
    DkimResult result = verify(Keys.signed(tags, MAIL, Keys.RSA));
    assertThat(result.verdict()).isEqualTo(new DkimVerdict.Pass());
    assertThat(result.domain()).isEqualTo("example.org");
    assertThat(result.identity()).isEqualTo("@example.org");
    assertThat(result.signedFields()).containsExactly("From", "To", "Subject");
    assertThat(result.coversFrom()).isTrue();
    assertThat(result.keyBits()).isEqualTo(2048);
  }

  @Test
  void relaxed_forgives_blanks_and_simple_does_not() {
    byte[] relaxed = Keys.signed(TAGS + "h=From:Subject", MAIL, Keys.RSA);
    assertThat(verify(changed(relaxed, "From: Ann", "FROM:   Ann")).passed()).isTrue();
    assertThat(verify(changed(relaxed, "First  line ", "First line")).passed()).isTrue();
    String simple = "v=1; a=rsa-sha256; c=simple/simple; d=example.org; s=s1; h=From:Subject";
    byte[] strict = Keys.signed(simple, MAIL, Keys.RSA);
    assertThat(verify(changed(strict, "From: Ann", "FROM: Ann")).verdict())
        .isEqualTo(new DkimVerdict.Fail(DkimReason.SIGNATURE));
    assertThat(verify(changed(strict, "First  line ", "First  line")).verdict())
        .isEqualTo(new DkimVerdict.Fail(DkimReason.BODY_HASH));
  }

  @Test
  void edwards_keys_sign_the_hash() {
    String tags = "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org; s=s1; h=From";
    byte[] octets = Keys.signed(tags, MAIL, Keys.EDWARDS);
    assertThat(verify(octets, Keys.record(Keys.EDWARDS), DkimPolicy.PRODUCT).passed()).isTrue();
    assertThat(verify(octets, Keys.record(Keys.RSA), DkimPolicy.PRODUCT).verdict())
        .isEqualTo(new DkimVerdict.PermError(DkimReason.KEY_ALGORITHM));
  }

  @Test
  void historic_signatures_pass_for_test_suites_alone() {
    String sha1 = "v=1; a=rsa-sha1; c=simple/simple; d=example.org; s=s1; h=From";
    byte[] old = Keys.signed(sha1, MAIL, Keys.RSA);
    assertThat(verify(old).verdict()).isEqualTo(new DkimVerdict.PermError(DkimReason.SHA1));
    assertThat(verify(old, Keys.record(Keys.RSA), DkimPolicy.CRYPTO_ONLY).passed()).isTrue();
    byte[] weak = Keys.signed(TAGS + "h=From", MAIL, Keys.SHORT);
    assertThat(verify(weak, Keys.record(Keys.SHORT), DkimPolicy.PRODUCT).verdict())
        .isEqualTo(new DkimVerdict.PermError(DkimReason.KEY_SHORT));
    assertThat(verify(weak, Keys.record(Keys.SHORT), DkimPolicy.CRYPTO_ONLY).passed()).isTrue();
  }

  @Test
  void a_second_from_takes_the_pass_away_unless_it_was_oversigned_and_fails() {
    byte[] added = Keys.octets("From: Boss <boss@example.org>\n");
    byte[] once = Keys.joined(added, Keys.signed(TAGS + "h=From:To", MAIL, Keys.RSA));
    assertThat(verify(once).verdict()).isEqualTo(new DkimVerdict.Policy(DkimReason.FIELD_ADDED));
    assertThat(verify(once).coversFrom()).isFalse();
    byte[] twice = Keys.joined(added, Keys.signed(TAGS + "h=From:From:To", MAIL, Keys.RSA));
    assertThat(verify(twice).verdict()).isEqualTo(new DkimVerdict.Fail(DkimReason.SIGNATURE));
  }

  @Test
  void fields_are_chosen_from_the_bottom() {
    byte[] two = Keys.joined(Keys.octets("X-Trace: upper\n"), MAIL);
    byte[] octets = Keys.signed(TAGS + "h=From:Received:X-Trace:X-Trace", two, Keys.RSA);
    assertThat(verify(octets).passed()).isTrue();
    byte[] more = Keys.joined(Keys.octets("Received: later\n"), octets);
    assertThat(verify(more).passed()).isTrue();
    assertThat(verify(Keys.joined(Keys.octets("X-Trace: again\n"), octets)).passed()).isFalse();
  }

  @Test
  void a_body_longer_than_signed_does_not_pass_and_is_measured() {
    byte[] octets = Keys.signed(TAGS + "h=From; l=10", MAIL, Keys.RSA);
    DkimResult result = verify(octets);
    assertThat(result.verdict()).isEqualTo(new DkimVerdict.Policy(DkimReason.BODY_EXTENDED));
    assertThat(result.bodyLength()).isEqualTo(OptionalLong.of(10));
    assertThat(result.unsignedOctets()).isEqualTo(16);
    assertThat(verify(octets, Keys.record(Keys.RSA), DkimPolicy.CRYPTO_ONLY).passed()).isTrue();
    assertThat(verify(Keys.signed(TAGS + "h=From; l=28", MAIL, Keys.RSA)).verdict())
        .isEqualTo(new DkimVerdict.PermError(DkimReason.BODY_LENGTH));
  }

  @Test
  void times_are_held_against_the_clock() {
    byte[] over = Keys.signed(TAGS + "h=From; t=1799000000; x=1799999999", MAIL, Keys.RSA);
    assertThat(verify(over).verdict()).isEqualTo(new DkimVerdict.PermError(DkimReason.EXPIRED));
    byte[] ahead = Keys.signed(TAGS + "h=From; t=1800090000", MAIL, Keys.RSA);
    assertThat(verify(ahead).verdict()).isEqualTo(new DkimVerdict.Neutral(DkimReason.FUTURE));
    byte[] within = Keys.signed(TAGS + "h=From; t=1800000100; x=1800000200", MAIL, Keys.RSA);
    assertThat(verify(within).passed()).isTrue();
    byte[] backwards = Keys.signed(TAGS + "h=From; t=1800000100; x=1800000100", MAIL, Keys.RSA);
    assertThat(verify(backwards).verdict()).isEqualTo(new DkimVerdict.PermError(DkimReason.SYNTAX));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=2; a=rsa-sha256; d=example.org; s=s1; h=From; bh=AAAA; b=AAAA          | VERSION
          a=rsa-sha256; d=example.org; s=s1; h=From; bh=AAAA; b=AAAA               | MISSING_TAG
          v=1; a=rsa-sha256; d=example.org; s=s1; h=From; b=AAAA                   | MISSING_TAG
          v=1; a=rsa-md5; d=example.org; s=s1; h=From; bh=AAAA; b=AAAA             | ALGORITHM
          v=1; a=rsa-sha256; d=example.org; s=s1; h=To; bh=AAAA; b=AAAA            | FROM_NOT_SIGNED
          v=1; a=rsa-sha256; d=a'b.example; s=s1; h=From; bh=AAAA; b=AAAA          | DOMAIN
          v=1; a=rsa-sha256; d=example.org(x; s=s1; h=From; bh=AAAA; b=AAAA        | DOMAIN
          v=1; a=rsa-sha256; d=org; s=s1; h=From; bh=AAAA; b=AAAA                  | DOMAIN
          v=1; a=rsa-sha256; d=example.org; s=s1..x; h=From; bh=AAAA; b=AAAA       | SELECTOR
          v=1; a=rsa-sha256; d=example.org; i=@other.org; s=s1; h=From; bh=AAAA; b=AAAA | IDENTITY
          v=1; a=rsa-sha256; d=example.org; i=@notexample.org; s=s1; h=From; bh=AAAA; b=AAAA | IDENTITY
          v=1; a=rsa-sha256; d=example.org; d=example.com; s=s1; h=From; bh=AAAA; b=AAAA | SYNTAX
          v=1;; a=rsa-sha256; d=example.org; s=s1; h=From; bh=AAAA; b=AAAA         | SYNTAX
          v=1; a=rsa-sha256; d=example.org; s=s1; h=From; bh=AAAA; b=A*AA          | SYNTAX
          v=1; a=rsa-sha256; d=example.org; s=s1; h=From; l=-1; bh=AAAA; b=AAAA    | SYNTAX
          v=1; a=rsa-sha256; d=example.org; s=s1; h=From; c=loose; bh=AAAA; b=AAAA | CANONICALIZATION
          v=1; a=rsa-sha256; d=example.org; s=s1; h=From; q=http; bh=AAAA; b=AAAA  | QUERY
          v=1; a=rsa-sha256; d=example.org; s=s2; h=From; bh=AAAA; b=AAAA          | NO_KEY
          """)
  void broken_signatures_are_permanent_errors(String tags, DkimReason reason) {
    byte[] octets = Keys.joined(Keys.octets("DKIM-Signature: " + tags + "\n"), MAIL);
    assertThat(verify(octets).verdict()).isEqualTo(new DkimVerdict.PermError(reason));
  }

  @Test
  void a_selector_with_nul_is_never_looked_up() {
    String tags =
        "v=1; a=rsa-sha256; d=example.org; s=s1._domainkey.a.org.\0.x; h=From; bh=AA; b=AA";
    byte[] octets = Keys.joined(Keys.octets("DKIM-Signature: " + tags + "\n"), MAIL);
    KeyLookup none =
        name -> {
          throw new AssertionError(name);
        };
    DkimVerifier verifier = new DkimVerifier(none, NOW, DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    assertThat(verifier.verify(octets).getFirst().verdict())
        .isEqualTo(new DkimVerdict.PermError(DkimReason.SYNTAX));
  }

  @ParameterizedTest
  @CsvSource({
    "v=DKIM1; p=, KEY_REVOKED",
    "v=DKIM2; p=AAAA, VERSION",
    "p=AAAA; v=DKIM1, VERSION",
    "v=DKIM1; p=AAAA, KEY_SYNTAX",
    "v=DKIM1; k=ed25519; p=AAAA, KEY_SYNTAX",
    "v=DKIM1; k=dsa; p=AAAA, KEY_ALGORITHM",
    "v=DKIM1; s=chat; p=AAAA, KEY_SERVICE",
    "v=DKIM1; s=chat:telex; p=AAAA, KEY_SERVICE",
    "v=DKIM1; p=MP8AAAAAAAAA, KEY_SYNTAX",
    "v=DKIM1; p=MA==, KEY_SYNTAX",
    "hello, KEY_SYNTAX"
  })
  void broken_keys_are_permanent_errors(String record, DkimReason reason) {
    byte[] octets = Keys.signed(TAGS + "h=From", MAIL, Keys.RSA);
    assertThat(verify(octets, record, DkimPolicy.PRODUCT).verdict())
        .isEqualTo(new DkimVerdict.PermError(reason));
  }

  @Test
  void an_rsa_key_with_a_huge_exponent_is_not_used() throws Exception {
    java.security.interfaces.RSAPublicKey key =
        (java.security.interfaces.RSAPublicKey) Keys.RSA.getPublic();
    java.math.BigInteger exponent = java.math.BigInteger.ONE.shiftLeft(1_000).setBit(0);
    KeyPair pair =
        new KeyPair(
            java.security.KeyFactory.getInstance("RSA")
                .generatePublic(
                    new java.security.spec.RSAPublicKeySpec(key.getModulus(), exponent)),
            Keys.RSA.getPrivate());
    byte[] octets = Keys.signed(TAGS + "h=From", MAIL, Keys.RSA);
    assertThat(verify(octets, Keys.record(pair), DkimPolicy.PRODUCT).verdict())
        .isEqualTo(new DkimVerdict.PermError(DkimReason.KEY_SYNTAX));
  }

  @Test
  void a_key_without_its_wrapping_is_read_too() {
    byte[] whole = Keys.RSA.getPublic().getEncoded();
    String bare =
        java.util.Base64.getEncoder()
            .encodeToString(java.util.Arrays.copyOfRange(whole, 24, whole.length));
    byte[] octets = Keys.signed(TAGS + "h=From", MAIL, Keys.RSA);
    assertThat(verify(octets, "v=DKIM1; p=" + bare, DkimPolicy.PRODUCT).passed()).isTrue();
  }

  @Test
  void flags_and_hashes_of_the_key_are_kept() {
    String key = Keys.record(Keys.RSA);
    byte[] octets = Keys.signed(TAGS + "h=From; i=@sub.example.org", MAIL, Keys.RSA);
    assertThat(verify(octets, key + "; t=y", DkimPolicy.PRODUCT).testing()).isTrue();
    assertThat(verify(octets, key + "; t=s", DkimPolicy.PRODUCT).verdict())
        .isEqualTo(new DkimVerdict.PermError(DkimReason.KEY_IDENTITY));
    assertThat(verify(octets, key + "; h=sha1", DkimPolicy.PRODUCT).verdict())
        .isEqualTo(new DkimVerdict.PermError(DkimReason.KEY_HASH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"; s=*", "; s=chat : email", "; h=sha1 : sha256", "; n=", "; t=", "; g=*; zz=1"})
  void what_a_key_allows_or_says_besides_does_no_harm(String more) {
    byte[] octets = Keys.signed(TAGS + "h=From; q=x/y:dns/txt; zz=1", MAIL, Keys.RSA);
    assertThat(verify(octets, Keys.record(Keys.RSA) + more, DkimPolicy.PRODUCT).passed()).isTrue();
  }

  @Test
  void a_failed_look_up_is_a_temporary_error() {
    DkimVerifier verifier =
        new DkimVerifier(
            _ -> new KeyLookup.Answer.Failed("timeout"),
            NOW,
            DkimLimits.STANDARD,
            DkimPolicy.PRODUCT);
    assertThat(verifier.verify(Keys.signed(TAGS + "h=From", MAIL, Keys.RSA)).getFirst().verdict())
        .isEqualTo(new DkimVerdict.TempError(DkimReason.KEY_UNAVAILABLE));
  }

  @Test
  void a_flood_of_signatures_is_bounded() {
    byte[] octets = Keys.signed(TAGS + "h=From", MAIL, Keys.RSA);
    for (int i = 0; i < 40; i++) {
      octets = Keys.joined(Keys.octets("DKIM-Signature: v=1\n"), octets);
    }
    DkimVerifier verifier =
        new DkimVerifier(
            Keys.lookup(Keys.record(Keys.RSA)), NOW, DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    List<DkimResult> results = verifier.verify(octets);
    assertThat(results).hasSize(16);
    assertThat(results.getLast().verdict()).isEqualTo(new DkimVerdict.Neutral(DkimReason.LIMIT));
  }

  @Test
  void each_signature_costs_one_question() {
    AtomicInteger asked = new AtomicInteger();
    KeyLookup counting =
        name -> {
          asked.incrementAndGet();
          return Keys.lookup(Keys.record(Keys.RSA)).txt(name);
        };
    byte[] octets = Keys.signed(TAGS + "h=From:To:Subject", MAIL, Keys.RSA);
    for (int i = 1; i < 4; i++) {
      octets = Keys.signed(TAGS + "h=From:To:Subject; t=" + i, octets, Keys.RSA);
    }
    DkimVerifier verifier =
        new DkimVerifier(counting, NOW, DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    for (int i = 1; i < 4; i++) {
      assertThat(verifier.verify(octets)).hasSize(4).allMatch(DkimResult::passed);
      assertThat(asked).hasValue(4 * i);
    }
  }

  @Test
  void a_key_is_parsed_once_for_each_text_of_its_record() {
    PublicKeys keys = new PublicKeys(DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    KeyLookup lookup = Keys.lookup(Keys.record(Keys.RSA));
    assertThat(key(keys, lookup)).isSameAs(key(keys, lookup));
    assertThat(key(keys, Keys.lookup(Keys.record(Keys.RSA) + "; t=y")).testing()).isTrue();
  }

  private static DkimKey key(PublicKeys keys, KeyLookup lookup) {
    return switch (keys.find(lookup, Algorithm.RSA_SHA256, "example.org", "s1")) {
      case PublicKeys.Found.Key(DkimKey key) -> key;
      case PublicKeys.Found.None none -> throw new AssertionError(none);
    };
  }
}
