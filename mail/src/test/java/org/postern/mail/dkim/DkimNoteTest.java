package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Each note is there where it belongs, and not elsewhere.
class DkimNoteTest {

  private static final long RECEIVED = 1_780_308_000; // Mon, 1 Jun 2026 10:00:00 +0000
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final String TOP =
      "Received: from a.example by b.example; Mon, 1 Jun 2026 10:00:00 +0000\n";
  private static final String MAIL =
      """
      From: Ann <ann@example.org>
      To: Bob <bob@example.net>
      Subject: Hello

      Hello Bob
      """;
  private static final String TAGS = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; ";
  private static final String ALL = "h=From:To:Subject";

  private static DkimResult verify(byte[] octets, String record) {
    DkimVerifier verifier =
        new DkimVerifier(Keys.lookup(record), NOW, DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    DkimResult result = verifier.verify(octets).getFirst();
    assertThat(verifier.verify(new MimeParser(MimeLimits.DEFAULT).parse(octets)))
        .as("the MIME reader's view")
        .containsExactly(result);
    return result;
  }

  private static DkimResult verify(String tags, String mail) {
    return verify(Keys.signed(TAGS + tags, Keys.octets(mail), Keys.RSA), Keys.record(Keys.RSA));
  }

  private static DkimResult under(String fields, String tags) {
    byte[] signed = Keys.signed(TAGS + tags, Keys.octets(MAIL), Keys.RSA);
    return verify(Keys.joined(Keys.octets(fields), signed), Keys.record(Keys.RSA));
  }

  @Test
  void a_sound_signature_has_none() {
    DkimResult result = verify(ALL + "; t=1799000000; x=1800000001", MAIL);
    assertThat(result.passed()).isTrue();
    assertThat(result.time()).isEqualTo(OptionalLong.of(1_799_000_000));
    assertThat(result.expiry()).isEqualTo(OptionalLong.of(1_800_000_001));
    assertThat(result.notes()).isEmpty();
    assertThat(verify(ALL, MAIL).time()).isEmpty();
    assertThat(verify(ALL, MAIL).expiry()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ann@example.com", "ann@notexample.org", "ann@org", "Ann <x@EXAMPLE.org.example>"})
  void an_author_of_another_domain_is_named(String author) {
    DkimResult result = verify(ALL, MAIL.replace("Ann <ann@example.org>", author));
    assertThat(result.passed()).as("DMARC judges that").isTrue();
    String domain =
        author.substring(author.indexOf('@') + 1).replace(">", "").replace("EXAMPLE", "example");
    assertThat(result.notes()).containsExactly(new DkimNote.AuthorElsewhere(domain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann@example.org", "ann@sub.Example.ORG", "\"a@b.example\"@example.org"})
  void an_author_in_the_signing_domain_or_below_is_not(String author) {
    assertThat(verify(ALL, MAIL.replace("Ann <ann@example.org>", author)).notes()).isEmpty();
  }

  @Test
  void a_field_that_is_not_signed_weighs_by_what_the_rfc_advises() {
    assertThat(verify("h=From", MAIL).notes())
        .containsExactly(
            new DkimNote.FieldUnsigned("Subject", true), new DkimNote.FieldUnsigned("To", true));
    assertThat(under("Content-Type: text/html\nX-Other: x\nMessage-ID: <a@b>\n", ALL).notes())
        .containsExactly(
            new DkimNote.FieldUnsigned("Message-ID", false),
            new DkimNote.FieldUnsigned("Content-Type", false));
    assertThat(under("List-Id: <a.example>\n", ALL).notes())
        .containsExactly(new DkimNote.FieldUnsigned("List-Id", true));
  }

  @Test
  void an_answer_that_goes_elsewhere_weighs_more() {
    assertThat(under("Reply-To: x@sub.example.org\n", ALL).notes())
        .containsExactly(new DkimNote.FieldUnsigned("Reply-To", false));
    for (String other : List.of("x@other.example", "nobody", "x@example.org, y@other.example")) {
      assertThat(under("Reply-To: " + other + "\n", ALL).notes())
          .as(other)
          .containsExactly(new DkimNote.FieldUnsigned("Reply-To", true));
    }
  }

  @Test
  void a_field_beside_the_signed_one_is_named() {
    DkimResult result = under("Subject: Goodbye\nTo: all@example.org\n", ALL);
    assertThat(result.verdict()).isEqualTo(new DkimVerdict.Policy(DkimReason.FIELD_ADDED));
    assertThat(result.notes())
        .containsExactly(new DkimNote.FieldAdded("Subject"), new DkimNote.FieldAdded("To"));
    assertThat(under("From: ann@example.org\n", ALL).notes())
        .containsExactly(new DkimNote.FieldAdded("From"));
  }

  @Test
  void a_body_of_which_a_part_is_signed_is_measured_and_its_type_matters() {
    assertThat(verify(ALL + "; l=11", MAIL).notes()).containsExactly(new DkimNote.BodyLimited(0));
    DkimResult some = verify(ALL + "; l=4", MAIL);
    assertThat(some.verdict()).isEqualTo(new DkimVerdict.Policy(DkimReason.BODY_EXTENDED));
    assertThat(some.notes()).containsExactly(new DkimNote.BodyLimited(7));
    assertThat(under("Content-Type: text/html\n", ALL + "; l=4").notes())
        .containsExactly(
            new DkimNote.BodyLimited(7), new DkimNote.FieldUnsigned("Content-Type", true));
  }

  @Test
  void a_signature_younger_than_the_newest_received_is_ahead() {
    String late = ALL + "; t=" + (RECEIVED + 901);
    assertThat(verify(late, TOP + MAIL).notes())
        .containsExactly(new DkimNote.SignedAhead(Duration.ofSeconds(901)));
    assertThat(verify(late, TOP + MAIL).passed()).isTrue();
    assertThat(verify(ALL + "; t=" + (RECEIVED + 900), TOP + MAIL).notes()).isEmpty();
    assertThat(verify(late, "Received: no date here; never\n" + MAIL).notes()).isEmpty();
    assertThat(verify(late, "Received: x;" + " ".repeat(9_000) + "y\n" + TOP + MAIL).notes())
        .as("one too long to be read")
        .isEmpty();
  }

  @Test
  void a_signature_ahead_of_our_clock_is_told_before_it_is_refused() {
    DkimResult soon = verify(ALL + "; t=1800001000", MAIL);
    assertThat(soon.passed()).isTrue();
    assertThat(soon.notes()).containsExactly(new DkimNote.SignedAhead(Duration.ofSeconds(1_000)));
    DkimResult late = verify(ALL + "; t=1800090000", MAIL);
    assertThat(late.verdict()).isEqualTo(new DkimVerdict.Neutral(DkimReason.FUTURE));
    assertThat(late.notes()).containsExactly(new DkimNote.SignedAhead(Duration.ofHours(25)));
  }

  @Test
  void keys_for_tests_and_weak_ones_are_told() throws Exception {
    byte[] signed = Keys.signed(TAGS + ALL, Keys.octets(MAIL), Keys.RSA);
    assertThat(verify(signed, Keys.record(Keys.RSA) + "; t=s:y").notes())
        .containsExactly(new DkimNote.TestKey());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1_024);
    KeyPair weak = generator.generateKeyPair();
    DkimResult result = verify(Keys.signed(TAGS + ALL, Keys.octets(MAIL), weak), Keys.record(weak));
    assertThat(result.passed()).isTrue();
    assertThat(result.notes()).containsExactly(new DkimNote.WeakKey(1_024));
    String edwards = "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org; s=s1; " + ALL;
    byte[] short32 = Keys.signed(edwards, Keys.octets(MAIL), Keys.EDWARDS);
    assertThat(verify(short32, Keys.record(Keys.EDWARDS)).notes()).isEmpty();
  }

  @Test
  void a_signature_that_fails_has_its_notes_and_one_that_cannot_be_read_its_times() {
    DkimResult expired = verify("h=From:To; t=1799000000; x=1799999999", MAIL);
    assertThat(expired.verdict()).isEqualTo(new DkimVerdict.PermError(DkimReason.EXPIRED));
    assertThat(expired.notes()).containsExactly(new DkimNote.FieldUnsigned("Subject", true));
    DkimResult backwards = verify(ALL + "; t=1799000000; x=1798999999", MAIL);
    assertThat(backwards.verdict()).isEqualTo(new DkimVerdict.PermError(DkimReason.SYNTAX));
    assertThat(backwards.time()).hasValue(1_799_000_000);
    assertThat(backwards.expiry()).hasValue(1_798_999_999);
    assertThat(backwards.notes()).isEmpty();
  }

  @Test
  void what_notes_say_is_plain_text_whatever_a_sender_wrote() {
    String hostile = "From: <a@b\u001b[31m.example>, <a@" + "x".repeat(300) + ">, (\u202e) x@y;z\n";
    DkimResult result = verify(ALL, hostile + MAIL.substring(MAIL.indexOf("To:")));
    assertThat(result.notes()).allSatisfy(note -> assertThat(note.text()).matches("[ -~]{3,300}"));
    List<DkimNote> all =
        List.of(
            new DkimNote.AuthorElsewhere("a.example"),
            new DkimNote.FieldAdded("To"),
            new DkimNote.FieldUnsigned("Cc", true),
            new DkimNote.BodyLimited(7),
            new DkimNote.SignedAhead(Duration.ofHours(1)),
            new DkimNote.TestKey(),
            new DkimNote.WeakKey(1_024));
    assertThat(all)
        .extracting(DkimNote::text)
        .containsExactly(
            "author of another domain, a.example",
            "a To field beside the signed one",
            "Cc not signed",
            "l=, with 7 octets behind it",
            "signed 60 minutes after its receipt",
            "key for tests",
            "key of 1024 bits");
  }
}
