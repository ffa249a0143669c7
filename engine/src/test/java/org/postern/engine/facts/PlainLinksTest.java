package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.Case;
import org.postern.engine.Messages;

class PlainLinksTest {

  private static List<String> found(String text) {
    List<String> found = new ArrayList<>();
    PlainLinks.find(text, (target, kind) -> found.add(kind + " " + target));
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Log in at evil.com/login now | evil.com/login",
        "evil.example.com/login | evil.example.com/login",
        "go to (evil.xyz/a?b=1). | evil.xyz/a?b=1",
        "at bit.ly/2abc, today | bit.ly/2abc",
        "Web:evil.com:8080/x | evil.com:8080/x",
        "evil.com?user=1 | evil.com?user=1",
        "see evil-shop.top. | evil-shop.top",
        "see pharmacy.com | pharmacy.com",
        "see Pharmacy.com. | Pharmacy.com",
        "see pharmacy.co.uk/ today | pharmacy.co.uk",
        "請到evil.com/login登入 | evil.com/login登入",
        "“evil.com/x” | evil.com/x”",
        "see münze.de/x | münze.de/x",
        "a first.com second | first.com"
      })
  void a_host_in_text_is_a_link(String text, String target) {
    assertThat(found(text)).containsExactly("BARE " + target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read readme.md and foo.py, main.rs or build.sh",
        "e.g. this, i.e. that, U.S. and a.m.",
        "This is the end.It goes on.So be it.In the end.",
        "This is the end.Click here, or there.Work.World",
        "call foo.info() or foo.name(1) or self.id = bar.name",
        "write to ann@evil.com or ann.lee@evil.com.",
        "path/to/evil.com/x and ./foo.com/y and C:\\a\\foo.com",
        "a _foo.com x foo.com_bar foo.com=1",
        "version 1.2.3 of 10.0.0.1, 12.30, 5.de",
        "java.lang.String and org.example.app.Main",
        "a... b..com ..com .com com. -.com a-.com",
        "sa-mail.cf and logs2.zip",
        "docs.zip/a and lib.so/b",
        "net.core.somaxconn=1 and node.js"
      })
  void what_is_no_host_is_none(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void addresses_with_a_scheme_stay_what_they_are() {
    assertThat(
            found(
                "End.http://evil.com/a shop.www.evil.com/b a.b.www.evil.com/c http://a.com/b.com/c"))
        .containsExactly(
            "PLAIN http://evil.com/a",
            "PLAIN www.evil.com/b",
            "PLAIN www.evil.com/c",
            "PLAIN http://a.com/b.com/c");
  }

  private static Case mail(String type, String body) {
    String text = "From: ann@sender.example\r\nContent-Type: " + type + "\r\n\r\n" + body + "\r\n";
    return Messages.mail("ann@sender.example", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void they_are_links_for_checks_and_none_for_rules_and_models() throws Exception {
    Case mail = mail("text/plain", "Log in at evil.com/login. Yours, bakery.com");
    assertThat(mail.content().links()).isEmpty();
    assertThat(mail.links()).extracting(Link::host).containsExactly("evil.com", "bakery.com");
    // the name alone says nothing of where the reader is led
    assertThat(mail.targets().all())
        .extracting(one -> one.destination().host())
        .containsExactly("evil.com");
    assertThat(mail.targets().hidden()).isEmpty();
  }

  @Test
  void in_html_they_count_outside_of_links_where_they_can_be_seen() throws Exception {
    Case mail =
        mail(
            "text/html",
            "<p>evil.com/a</p><a href=\"https://b.example/\">shop.com/b</a>"
                + "<p hidden>evil.com/c</p>");
    assertThat(mail.links())
        .extracting(Link::target)
        .containsExactly("https://b.example/", "evil.com/a");
  }
}
