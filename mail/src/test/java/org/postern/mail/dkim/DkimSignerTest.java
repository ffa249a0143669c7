package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimSignerTest {

  private static final InstantSource NOW =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final byte[] MAIL =
      Keys.octets("From: a@example.org\nSubject: Hello\nList-Id: <l.example.org>\n\nText\n");

  private static String field(DkimSigner signer, byte[] octets) {
    return switch (signer.sign(octets)) {
      case DkimSigner.Outcome.Signed signed -> signed.text();
      case DkimSigner.Outcome.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  private static DkimResult verified(String field, byte[] octets, KeyPair pair) {
    byte[] whole = Keys.joined(field.getBytes(java.nio.charset.StandardCharsets.UTF_8), octets);
    return new DkimVerifier(
            Keys.lookup(Keys.record(pair)), NOW, DkimLimits.STANDARD, DkimPolicy.PRODUCT)
        .verify(whole)
        .getFirst();
  }

  @Test
  void signs_with_both_kinds_of_key_so_that_it_verifies() {
    for (KeyPair pair : List.of(Keys.RSA, Keys.EDWARDS)) {
      DkimSigner signer = new DkimSigner(pair.getPrivate(), "Example.org", "s1", NOW);
      String field = field(signer, MAIL);
      DkimResult result = verified(field, MAIL, pair);
      assertThat(result.passed()).as(field).isTrue();
      assertThat(result.signedFields()).contains("Subject", "List-Id", "Date");
      assertThat(result.signedFields().stream().filter("From"::equals)).hasSize(2);
    }
  }

  @Test
  void a_field_added_later_breaks_it() {
    DkimSigner signer = new DkimSigner(Keys.RSA.getPrivate(), "example.org", "s1", NOW);
    String field = field(signer, MAIL);
    for (String added : List.of("From: x@y.org\n", "Subject: x\n", "Date: x\n", "To: x@y.org\n")) {
      byte[] more = Keys.joined(Keys.octets(added), MAIL);
      assertThat(verified(field, more, Keys.RSA).passed()).as(added).isFalse();
    }
  }

  @Test
  void lines_stay_short_and_the_expiry_is_written() {
    DkimSigner signer =
        new DkimSigner(
            Keys.RSA.getPrivate(),
            "example.org",
            "s1",
            List.of(),
            List.of("Subject"),
            Optional.of(Duration.ofDays(7)),
            NOW);
    String field = field(signer, MAIL);
    assertThat(field).contains("h=From:From:Subject;").contains("x=1800604800").endsWith("\r\n");
    assertThat(field.split("\r\n", -1)).allMatch(line -> line.length() <= 78);
    assertThat(verified(field, MAIL, Keys.RSA).passed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: a@example.org\nFrom: b@example.org\n\nx\n",
        "From: a@example.org\nFrom : b@example.org\n\nx\n",
        " From: b@example.org\nFrom: a@example.org\n\nx\n",
        "From: a@example.org\nFrom\n : b@example.org\n\nx\n",
        "From: a@example.org\nno field at all\n\nx\n",
        "Subject: x\n\nx\n"
      })
  void a_message_that_others_may_read_differently_is_not_signed(String text) {
    DkimSigner signer = new DkimSigner(Keys.RSA.getPrivate(), "example.org", "s1", NOW);
    assertThat(signer.sign(Keys.octets(text))).isInstanceOf(DkimSigner.Outcome.Refused.class);
  }

  @Test
  void bare_line_ends_are_not_signed() {
    DkimSigner signer = new DkimSigner(Keys.RSA.getPrivate(), "example.org", "s1", NOW);
    byte[] octets =
        "From: a@example.org\r\n\r\na\nb\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(signer.sign(octets))
        .isEqualTo(new DkimSigner.Outcome.Refused(DkimSigner.Refusal.BARE_LINE_END));
  }

  @Test
  void short_keys_and_odd_domains_are_refused() {
    assertThatThrownBy(() -> new DkimSigner(Keys.SHORT.getPrivate(), "example.org", "s1", NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DkimSigner(Keys.RSA.getPrivate(), "a'b.org", "s1", NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
