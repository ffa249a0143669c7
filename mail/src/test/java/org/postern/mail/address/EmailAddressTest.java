package org.postern.mail.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  /// The example of the package: read an address, look at its parts, write it back.
  @Test
  void an_address_is_read_and_written() {
    EmailAddress address = EmailAddress.parse("\"John Doe\"@Example.ORG").orElseThrow();
    assertThat(address.local()).isEqualTo("John Doe");
    assertThat(address.domain()).isEqualTo("example.org");
    assertThat(address).hasToString("\"John Doe\"@example.org");
    assertThat(EmailAddress.parse("no address")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b",
        "a.b@example.org",
        "!#$%&'*+-/=?^_`{|}~@example.org",
        "a@under_score.example",
        "a@[192.0.2.255]",
        "a@[ipv6:::]",
        "a@[ipv6:2001:db8::192.0.2.1]",
        "a@[tag:some!thing]",
        "\"\"@example.org",
        "\"a b\"@example.org",
        "\"a\\\"b\\\\c\"@example.org",
        "用户@例子.example",
        "a@xn--fsqu00a.example"
      })
  void valid_addresses_come_back_as_they_were(String text) {
    assertThat(EmailAddress.parse(text).map(EmailAddress::toString)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "a@",
        "@b",
        "a b@c",
        " a@b",
        "a@b ",
        "<a@b>",
        ".a@b",
        "a.@b",
        "a..b@c",
        "a@b.",
        "a@.b",
        "a@b..c",
        "a@-b",
        "a@b-",
        "a@b@c",
        "a@b(c",
        "a@b'@c",
        "\"a@b",
        "\"a\"b@c",
        "\"a\u0001b\"@c",
        "\"a\\\u0001b\"@c",
        "a@[192.0.2.256]",
        "a@[192.0.2]",
        "a@[IPv6:1::2::3]",
        "a@[IPv6:1:2:3:4:5:6:7]",
        "a@[IPv6:1:2:3:4:5:6:7:8:9]",
        "a@[IPv6:12345::]",
        "a@[IPv6::1]",
        "a@[tag:]",
        "a@[tag-:x]",
        "a@[tag:x",
        "a\u202eb@c",
        "a\u0085b@c",
        "a@b\u2028c",
        "a\u0000@b",
        "a@b\u0000"
      })
  void what_is_no_address_is_empty(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  void lengths_are_counted_in_octets() {
    assertThat(EmailAddress.parse("a".repeat(64) + "@b")).isPresent();
    assertThat(EmailAddress.parse("a".repeat(65) + "@b")).isEmpty();
    assertThat(EmailAddress.parse("ü".repeat(33) + "@b")).isEmpty();
    String label = "d".repeat(61) + ".";
    assertThat(EmailAddress.parse("a@" + label.repeat(4) + "dddd")).isPresent();
    assertThat(EmailAddress.parse("a@" + label.repeat(4) + "ddddd")).isEmpty();
    assertThat(EmailAddress.parse("a@" + "d".repeat(64))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "<a@b>,            a@b",
    "'<@x,@y.z:a@b> SIZE=1', a@b",
    "'a@b SIZE=1',     a@b",
    "'<\"a>b\"@c>',    '\"a>b\"@c'"
  })
  void a_path_is_read_up_to_its_end(String text, String address) {
    PathParser.Outcome outcome = PathParser.read(text, 0);
    assertThat(outcome).isInstanceOf(PathParser.Outcome.Read.class);
    PathParser.Outcome.Read read = (PathParser.Outcome.Read) outcome;
    assertThat(Optional.of(new Path.Mailbox(EmailAddress.parse(address).orElseThrow())))
        .contains((Path.Mailbox) read.path());
    assertThat(text.substring(read.end())).isIn("", " SIZE=1");
  }

  @Test
  void null_and_postmaster_are_paths_of_their_own() {
    assertThat(PathParser.read("<>", 0)).isEqualTo(new PathParser.Outcome.Read(new Path.Null(), 2));
    assertThat(PathParser.read("<PostMaster>", 0))
        .isEqualTo(new PathParser.Outcome.Read(new Path.Postmaster(), 12));
    assertThat(PathParser.read("<po\u017ftmaster>", 0))
        .isInstanceOf(PathParser.Outcome.Wrong.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<(a@b.example>",
        "<a@b.example(c.d>",
        "<@:a@b>",
        "<@a a@b>",
        "<a@b",
        "<a@b>>x",
        "<@x>"
      })
  void tricks_with_paths_are_refused(String text) {
    assertThat(PathParser.read(text, 0)).isInstanceOf(PathParser.Outcome.Wrong.class);
  }

  @Test
  void utf8_is_told_from_ascii() {
    assertThat(EmailAddress.parse("grüße@example.org").orElseThrow().needsUtf8()).isTrue();
    assertThat(EmailAddress.parse("a@xn--fsqu00a.example").orElseThrow().needsUtf8()).isFalse();
  }
}
