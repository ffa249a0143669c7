package org.postern.engine.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {

  private static WebAddress read(String text) {
    return WebAddress.parseLoosely(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "https://Bank.Example./a?b#c, bank.example",
    "https://bank.example@evil.example/, evil.example",
    "http:\\\\evil.example\\login, evil.example",
    "http:evil.example, evil.example",
    "https://0x7f.1/, 127.0.0.1",
    "https://2130706433/, 127.0.0.1",
    "http://0177.0.0.01, 127.0.0.1",
    "http://[::ffff:7f00:1]/, ::ffff:7f00:1",
    "http://%65vil.example/, evil.example",
    "http://ｅｖｉｌ。example/, evil.example",
    "www.evil.example/path, www.evil.example",
    "evil.com/path?q, evil.com",
    "evil.com:8080/, evil.com",
    "//evil.example/x, evil.example",
    "mailto:ann@home.example, ''",
    "javascript:alert(1), ''"
  })
  void tells_the_host_a_browser_would_go_to(String text, String host) {
    assertThat(read(text).host()).isEqualTo(host);
  }

  @Test
  void what_is_no_address_is_empty() {
    assertThat(WebAddress.parseLoosely("Click here")).isEmpty();
    assertThat(WebAddress.parseLoosely("")).isEmpty();
    assertThat(WebAddress.parseLoosely("minutes.txt")).isEmpty();
    assertThat(WebAddress.parseLoosely("#top")).isEmpty();
    assertThat(WebAddress.parse("http://[::1")).isEmpty();
    assertThat(WebAddress.parse("http://a b/")).isEmpty();
  }

  @Test
  void names_the_tricks() {
    assertThat(read("https://bank.example@evil.example/").tricks()).containsExactly(Trick.USERINFO);
    assertThat(read("https://0x7f.1/").tricks()).containsExactly(Trick.IP, Trick.ODD_IP);
    assertThat(read("https://127.0.0.1/").tricks()).containsExactly(Trick.IP);
    assertThat(read("http:\\\\evil.example").tricks()).containsExactly(Trick.BACKSLASH);
    assertThat(read("https:evil.example").tricks()).containsExactly(Trick.SLASHES);
    assertThat(read("ht\ntps://evil.example").tricks()).containsExactly(Trick.LINE_BREAK);
    assertThat(read("https://%65vil.example").tricks()).containsExactly(Trick.ENCODED_HOST);
    assertThat(read("https://münchen.example").tricks()).containsExactly(Trick.PUNYCODE);
    assertThat(read("https://pаypal.example").tricks())
        .containsExactly(Trick.PUNYCODE, Trick.MIXED_SCRIPT);
    assertThat(read("https://evil.example:8443/").tricks()).containsExactly(Trick.PORT);
    assertThat(read("https://bank.example.login.secure.www.a.evil.com/").tricks())
        .containsExactly(Trick.MANY_SUBDOMAINS);
    assertThat(read("https://a.example/?u=https%3A%2F%2Fevil.example").tricks())
        .containsExactly(Trick.EMBEDDED_ADDRESS);
    assertThat(read("https://www.example.org/a/b.html?c=d&e=f#g").tricks()).isEmpty();
    assertThat(read("https://例え.テスト/").tricks()).doesNotContain(Trick.MIXED_SCRIPT);
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.google.com/url?q=https://evil.example/x&sa=D, https://evil.example/x",
    "https://www.google.co.uk/amp/s/evil.example/x, https://evil.example/x",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Fa&data=05,"
        + " https://shop.example/a",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__shop.example_a-2Db&d=DwM,"
        + " https://shop.example/a-b",
    "https://urldefense.com/v3/__https://shop.example/a?b=c__;!!x!y, https://shop.example/a?b=c",
    "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9ldmlsLmV4YW1wbGUv&ntb=1,"
        + " https://evil.example/",
    "https://adclick.g.doubleclick.net/pcs/click?xai=1&adurl=https://evil.example/,"
        + " https://evil.example/",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example%2F&h=AT, https://evil.example/",
    "https://www.youtube.com/redirect?q=https%3A%2F%2Fevil.example, https://evil.example/",
  })
  void reads_where_known_redirectors_lead(String text, String target) {
    assertThat(read(text).redirectsTo().map(WebAddress::toString)).contains(target);
  }

  @Test
  void follows_redirectors_to_the_end() {
    String inner = "https://www.google.com/url?q=https%253A%252F%252Fevil.example%252F";
    String outer =
        "https://eur01.safelinks.protection.outlook.com/?url="
            + "https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fevil.example%252F";
    assertThat(read(outer).destination().host()).isEqualTo("evil.example");
    assertThat(read(inner).host()).isEqualTo("www.google.com");
  }

  @Test
  void an_ordinary_host_leads_nowhere_else() {
    assertThat(read("https://shop.example/?url=https://other.example").redirectsTo()).isEmpty();
    assertThat(read("https://www.google.com/search?q=https").redirectsTo()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.co.uk, example.co.uk, example.co.uk",
    "www.ann.github.io, ann.github.io, github.io",
    "github.io, github.io, github.io",
    "a.b.example.com, example.com, example.com",
    "localhost, '', ''",
    "192.0.2.1, '', ''",
    "host.unlisted, host.unlisted, host.unlisted",
    "co.uk, '', ''"
  })
  void finds_the_registrable_domain(String host, String domain, String owner) {
    assertThat(RegistrableDomain.of(host)).isEqualTo(domain);
    assertThat(RegistrableDomain.owner(host)).isEqualTo(owner);
  }

  @Test
  void knows_kinds_of_hosts() {
    assertThat(HostKind.of("bit.ly")).isEqualTo(Set.of(HostKind.SHORTENER));
    assertThat(HostKind.of("login-bank.pages.dev")).isEqualTo(Set.of(HostKind.FREE_HOSTING));
    assertThat(HostKind.of("x.s3.eu-west-1.amazonaws.com")).contains(HostKind.FREE_HOSTING);
    assertThat(HostKind.of("amazonaws.com")).isEmpty();
    assertThat(HostKind.of("u1.ct.sendgrid.net")).isEqualTo(Set.of(HostKind.SENDING_PLATFORM));
    assertThat(HostKind.of("gmx.net")).isEqualTo(Set.of(HostKind.FREE_MAIL));
    assertThat(HostKind.of("hotmail.co.uk")).isEqualTo(Set.of(HostKind.FREE_MAIL));
    assertThat(HostKind.of("home.duckdns.org")).isEqualTo(Set.of(HostKind.DYNAMIC));
    assertThat(HostKind.of("www.example.org")).isEmpty();
    assertThat(HostKind.of("notbit.ly")).isEmpty();
  }

  @Test
  void knows_abused_top_level_domains() {
    assertThat(TopLevelDomains.abused("win-a-prize.top")).isTrue();
    assertThat(TopLevelDomains.abused("example.org")).isFalse();
  }

  @Test
  void reads_parameters() {
    WebAddress address = read("https://a.example/?x=1&email=ann%40home.example&emai=2");
    assertThat(address.parameter("email")).isEqualTo(Optional.of("ann@home.example"));
    assertThat(address.parameter("mail")).isEmpty();
  }
}
