package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Who the author is. In the tricks the victim is `bank.example`, the attacker `evil.example`.
class AuthorDomainsTest {

  static AuthorDomains read(String header) {
    byte[] octets =
        (header + "\r\nTo: <b@example.net>\r\nSubject: s\r\n\r\nx@body.example\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    return AuthorDomains.of(new MimeParser(MimeLimits.DEFAULT).parse(octets));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: a@example.org",
        "FROM:<a@Example.ORG>",
        "Received: from x\r\n\tfrom y\r\nFrom: A <a@example.org>",
        "From: \"A, B\" <a@example.org>",
        "From: =?utf-8?q?=C3=84?= =?utf-8?q?_via_x=40y.example?=\r\n <a@example.org>",
        "From: \"c@lists.example via D\"\r\n <a@example.org>",
        "From: a@example.org <a@example.org>",
        "From: a@example.org (Alice)",
        "From: A B <a@example.org>, C <c@example.org>",
        "DKIM-Signature: v=1; h=To:\r\n\tFrom:Subject; b=x\r\nFrom: a@example.org",
        "Subject: x\r\n from here: all\r\nFrom: a@example.org",
        "From x@y.example Mon Jan  1 10:00:00 2026\r\nFrom: a@example.org",
        "From: a@example.org\r\nResent-From: c@other.example\r\nSender: d@third.example"
      })
  void a_plain_from_has_one_domain_and_no_doubt(String header) {
    AuthorDomains author = read(header);
    assertThat(author.doubts()).isEmpty();
    assertThat(author.domains()).containsExactly("example.org");
  }

  @Test
  void several_addresses_are_several_domains() {
    AuthorDomains author = read("From: <a@evil.example>, B <b@bank.example>");
    assertThat(author.ambiguous()).isFalse();
    assertThat(author.domains()).containsExactly("evil.example", "bank.example");
  }

  @Test
  void unicode_domains_are_compared_as_a_labels() {
    String utf8 =
        new String("\u00fc.example".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(read("From: a@" + utf8).domains()).containsExactly("xn--tda.example");
    assertThat(read("From: a@" + utf8).ambiguous()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: <a@evil.example>\r\nFrom: <a@bank.example>",
        " From: <a@evil.example>\r\nFrom: <a@bank.example>",
        "Received: x\r\n From: <a@evil.example>\r\nFrom: <a@bank.example>",
        "From: <a@evil.example>\r\nFrom : <a@bank.example>",
        "From\r\n : <a@evil.example>\r\nFrom: <a@bank.example>",
        "From\t: <a@evil.example>\r\nfrom: <a@bank.example>",
        "From\0: <a@evil.example>\r\nFrom: <a@bank.example>",
        "\u00ffFrom: <a@evil.example>\r\nFrom: <a@bank.example>",
        "From: <a@evil.example>\r\nSubject: x\rFrom: <a@bank.example>",
        "From: <a@evil.example>\r\nX-A: b\nFrom: <a@bank.example>",
        "From\r\n : <a@evil.example>\r\nnSender: x\r\nSender: <a@bank.example>",
        "From\r\n : <a@evil.example>\r\nResent-From: <a@bank.example>",
        "From : <a@evil.example>\r\nSender: <a@bank.example>",
        "From:PGFAYmFuay5leGFtcGxlPg==,<b@evil.example>",
        "From: <@evil.example,@other.example:a@bank.example>",
        "From: <a@bank.example>\\,<b@evil.example>",
        "From: a@bank.example,<b@evil.example>, c",
        "From: a@bank.example <b@evil.example>",
        "From: <b@evil.example>a@bank.example",
        "From: <a@bank.example <b@evil.example>",
        "From: <a@bank.example>\0<b@evil.example>",
        "From: a@bank.example(b@evil.example)",
        "From: \"<a@bank.example>\" <b@evil.example>",
        "From: \"a@bank.example\"@evil.example",
        "From: a@bank.example'@evil.example",
        "From: a@bank.example(.evil.example <c@evil.example>",
        "From: =?utf-8?b?PGFAYmFuay5leGFtcGxlPg==?= <b@evil.example>",
        "From: =?utf-8?q?a=40bank.example?=, b@evil.example",
        "From: <=?utf-8?q?a=40bank.example?=>, b@evil.example",
        "From: x: a@bank.example; <b@evil.example>",
        "From: a@bank.example\r\n\u000b<b@evil.example>",
        "From: A (\r\n) <a@bank.example>, b@evil.example\r\nnot a field <c@evil.example>"
      })
  void a_trick_leaves_a_doubt_and_shows_every_domain(String header) {
    AuthorDomains author = read(header);
    assertThat(author.ambiguous()).as(author.toString()).isTrue();
    assertThat(author.domains()).contains("bank.example", "evil.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: a@bank.example.", "From: a@bank.example ;x", "From: <a@bank.example!x>",
        "From: a b@bank.example", "From: <a@bank .example.com>", "From : a@bank.example"
      })
  void a_doubt_about_one_address_is_a_doubt_too(String header) {
    assertThat(read(header).ambiguous()).isTrue();
    assertThat(read(header).domains()).anyMatch(domain -> domain.startsWith("bank"));
  }

  @Test
  void without_from_there_is_no_author() {
    AuthorDomains author = read("Sender: <a@bank.example>");
    assertThat(author.doubts()).contains(AuthorDoubt.NO_FROM);
    assertThat(author.domains()).containsExactly("bank.example");
    assertThat(author.complete()).isFalse();
    assertThat(read("From: ").doubts()).contains(AuthorDoubt.NO_ADDRESS);
    assertThat(read("From: <>").complete()).isFalse();
    assertThat(read("From: undisclosed:;").complete()).isFalse();
  }

  @Test
  void from_in_the_body_is_none_of_the_header() {
    AuthorDomains author =
        AuthorDomains.of(
            new MimeParser(MimeLimits.DEFAULT)
                .parse(
                    "From: a@example.org\n\nFrom: b@other.example\n"
                        .getBytes(StandardCharsets.UTF_8)));
    assertThat(author.domains()).containsExactly("example.org");
    assertThat(author.ambiguous()).isFalse();
  }

  @Test
  void too_many_addresses_are_no_author() {
    StringBuilder from = new StringBuilder("From: a@a.example");
    for (int i = 0; i < 20; i++) {
      from.append(", b@d").append(i).append(".example");
    }
    AuthorDomains author = read(from.toString());
    assertThat(author.domains()).hasSize(AuthorDomains.MOST);
    assertThat(author.doubts()).contains(AuthorDoubt.TOO_MANY);
    assertThat(author.complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Sender: <a@evil.example>\r\n", "From: <a@evil.example>\r\n", "X-A: b\r\n"})
  void a_field_behind_many_others_is_not_lost(String other) {
    AuthorDomains author =
        read(other.repeat(60) + "From: <a@evil.example>\r\n" + "From: <a@bank.example>");
    assertThat(author.doubts()).contains(AuthorDoubt.SEVERAL_FROM);
    assertThat(author.domains().contains("bank.example") || !author.complete()).isTrue();
  }

  @Test
  void an_address_behind_a_long_value_is_not_lost() {
    AuthorDomains author =
        read("From: <a@evil.example>,\r\n" + " (x)\r\n".repeat(20_000) + " <a@bank.example>");
    assertThat(author.complete()).isFalse();
  }

  @FuzzTest
  void any_header_has_authors_or_a_doubt(byte[] octets) {
    AuthorDomains author = AuthorDomains.of(new MimeParser(MimeLimits.DEFAULT).parse(octets));
    assertThat(author.ambiguous() || !author.domains().isEmpty()).isTrue();
    assertThat(author.domains()).hasSizeLessThanOrEqualTo(AuthorDomains.MOST);
    for (String domain : author.domains()) {
      assertThat(DomainNames.ascii(domain)).contains(domain);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_header_of_only_from_fields_costs_little() {
    String many = "From: a@b.example\r\n".repeat(50_000);
    AuthorDomains author =
        read(
            many
                + "From: "
                + "=?".repeat(100_000)
                + Base64.getEncoder().encodeToString(new byte[1 << 18]));
    assertThat(author.doubts()).contains(AuthorDoubt.SEVERAL_FROM);
    assertThat(author.domains()).hasSizeLessThanOrEqualTo(AuthorDomains.MOST);
  }
}
