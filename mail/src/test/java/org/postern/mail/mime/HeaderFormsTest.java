package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFormsTest {

  private static List<String> boxes(String value) {
    return AddressList.parse(value).mailboxes().stream()
        .map(box -> box.name() + " <" + box.address() + ">")
        .toList();
  }

  @Test
  void reads_names_comments_groups_and_routes() {
    AddressList list =
        AddressList.parse(
            "\"Doe, Jo\" <jo@example.org>, x@example.org (Mr X), team: =?utf-8?q?J=C3=B6?="
                + " <j@example.org>;, Al <@a.example:al@example.org>");
    assertThat(list.malformed()).isFalse();
    assertThat(list.groups()).containsExactly("team");
    assertThat(list.mailboxes())
        .containsExactly(
            new Mailbox("Doe, Jo", "jo@example.org"),
            new Mailbox("Mr X", "x@example.org"),
            new Mailbox("Jö", "j@example.org"),
            new Mailbox("Al", "al@example.org"));
  }

  @Test
  void an_encoded_comma_makes_no_address() {
    AddressList list = AddressList.parse("=?utf-8?q?a=40b=2Ec=2C?= <x@example.org>");
    assertThat(list.mailboxes()).containsExactly(new Mailbox("a@b.c,", "x@example.org"));
    assertThat(list.malformed()).isFalse();
  }

  @Test
  void every_address_of_a_trick_is_given_and_the_field_is_malformed() {
    for (String trick :
        List.of(
            "<any@attack.example>admin@legit.example",
            "admin@legit.example <any@attack.example>",
            "<admin@legit.example>\\,<any@attack.example>",
            "<admin@legit.example><any@attack.example>",
            "admin@legit.example:<any@attack.example>",
            "any@attack.example@admin@legit.example <x@attack.example>",
            "admin@legit.example <<any@attack.example>",
            "Admin admin@legit.example <any@attack.example>",
            "<any@attack.example",
            "ad min@legit.example")) {
      assertThat(AddressList.parse(trick).malformed()).as(trick).isTrue();
    }
    assertThat(boxes("<any@attack.example>admin@legit.example"))
        .containsExactly("admin@legit.example <any@attack.example>", " <admin@legit.example>");
    assertThat(AddressList.parse("a@example.org <A@example.org>").malformed()).isFalse();
  }

  @Test
  void a_quoted_local_part_loses_its_quotes_on_request() {
    Mailbox box = AddressList.parse("\"a \\\"b\\\"\"@example.org").mailboxes().getFirst();
    assertThat(box.local()).isEqualTo("a \"b\"");
    assertThat(box.domain()).isEqualTo("example.org");
    assertThat(new Mailbox("", "local").domain()).isEmpty();
    assertThat(new Mailbox("", "Ann@Example.ORG").domain()).isEqualTo("example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.org",
        "ann@EXAMPLE",
        "ann@[192.0.2.1]",
        "ann@my_host.example",
        "jö@bücher.example",
        "reply+0123456789012345678901234567890123456789012345678901234567890123456789@example.org"
      })
  void takes_for_an_address_what_could_be_one(String address) {
    assertThat(new Mailbox("", address).plausible()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ann", "@example.org", "ann@", "ann@.example", "ann@a b", "ann@[192.0.2.1"})
  void does_not_take_for_an_address_what_is_none(String address) {
    assertThat(new Mailbox("", address).plausible()).isFalse();
  }

  private static OffsetDateTime time(String value) {
    return DateTime.parse(value).orElseThrow().time();
  }

  @Test
  void reads_dates_as_they_come() {
    OffsetDateTime wanted = OffsetDateTime.parse("2003-07-01T10:52:37+02:00");
    assertThat(time("Tue, 1 Jul 2003 10:52:37 +0200")).isEqualTo(wanted);
    assertThat(time("1 Jul 03 10:52:37 +0200 (CEST)")).isEqualTo(wanted);
    assertThat(time("Tuesday, July 1, 2003 10:52:37 AM +0200")).isEqualTo(wanted);
    assertThat(time("2003-07-01 10:52:37+02:00")).isEqualTo(wanted);
    assertThat(time("Tue Jul  1 08:52:37 GMT 2003")).isEqualTo(wanted);
    assertThat(DateTime.parse("Tue, 1 Jul 2003 10:52:37 +0200").orElseThrow().malformed())
        .isFalse();
    assertThat(DateTime.parse("Tue, 1 Jul 2003 10:52:37").orElseThrow().malformed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Tue, 3 Jul 2001 02:04:29 +0100 (IST) | 2001-07-03T02:04:29+01:00
          3 Jul 2001 02:04 -0530               | 2001-07-03T02:04:00-05:30
          Tue,  3 jul 01 02:04:29 EST          | 2001-07-03T02:04:29-05:00
          Tue, 31 December 1999 23:59:60 +0000 | 1999-12-31T23:59:59Z
          03-Jul-99 02:04:29                   | 1999-07-03T02:04:29Z
          3 Jul 2001 2:04:29 PM                | 2001-07-03T14:04:29Z
          """)
  void reads_old_and_broken_dates(String text, String wanted) {
    assertThat(time(text)).isEqualTo(OffsetDateTime.parse(wanted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "31 Feb 2003 10:00:00 +0000",
        "Tue, 3 Jul",
        "Tue, 3 Jul 2001",
        "3 Jul 2001 26:00",
        "3 Jul 2001 pm"
      })
  void says_what_is_not_a_date(String text) {
    assertThat(DateTime.parse(text)).isEmpty();
  }

  @Test
  void reads_message_ids() {
    assertThat(MessageIds.parse("<a@b> (x)\t<c@d><>")).containsExactly("a@b", "c@d");
    assertThat(MessageIds.parse("a@b c@d")).containsExactly("a@b", "c@d");
    assertThat(MessageIds.parse("")).isEmpty();
  }

  @Test
  void decodes_words_with_split_characters_and_unknown_charsets() {
    assertThat(EncodedWords.decode("=?utf-8?b?w7w=?= =?utf-8?q?=C3?= =?utf-8?q?=BC?="))
        .isEqualTo("üü");
    assertThat(EncodedWords.decode("a =?x-none?q?=fc?= b")).isEqualTo("a ü b");
    assertThat(EncodedWords.decode("=?iso-8859-1?q?a_b?= c =?iso-8859-1*de?q?d?="))
        .isEqualTo("a b c d");
    assertThat(EncodedWords.decode("=?utf-8?q?open")).isEqualTo("=?utf-8?q?open");
  }

  @Test
  void reads_content_types_as_they_come() {
    ContentType type = ContentType.parse("(c) Text / HTML ; CharSet = \"utf-8\" (d); x");
    assertThat(type.name()).isEqualTo("text/html");
    assertThat(type.parameters()).containsEntry("charset", "utf-8");
    assertThat(ContentType.parse("").type()).isEmpty();
    assertThat(ContentDisposition.parse("Attachment; filename=a").type()).isEqualTo("attachment");
  }
}
