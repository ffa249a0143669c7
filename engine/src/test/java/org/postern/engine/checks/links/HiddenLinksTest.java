package org.postern.engine.checks.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Messages;
import org.postern.engine.url.UrlLists;
import org.postern.engine.verdict.Finding;

/// Links that nobody can click on silence and dilute nothing.
class HiddenLinksTest {

  @TempDir Path folder;

  private static final String EVIL = "<p>Please <a href='https://evil.example/x'>log in</a></p>";
  private static final String OWN = "<a href='https://www.sender.example/'>home</a>";

  private static Case mail(String html) {
    return letter("Content-Type: text/html\r\n\r\n" + html.replace('\'', '"') + "\r\n");
  }

  private static Case letter(String rest) {
    String text = "From: Ann <ann@sender.example>\r\nSubject: x\r\n" + rest;
    return Messages.mail("ann@sender.example", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> found(Check check, Case mail) throws Exception {
    return check.inspect(mail).stream().map(one -> one.symbol().name()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div style='display:none'>" + OWN + "</div>",
        "<div hidden>" + OWN + "</div>",
        "<div style='font-size:0'>" + OWN + "</div>",
        "<div style='opacity:0'>" + OWN + "</div>",
        "<div style='visibility:hidden'>" + OWN + "</div>",
        "<div style='max-height:0;overflow:hidden'>" + OWN + "</div>",
        "<a href='https://www.sender.example/'></a>",
        "<a href='https://www.sender.example/'>&nbsp;&#8203;</a>",
        "<a href='https://www.sender.example/'><img src='cid:1' width=1 height=1></a>",
        "<div style='display:none'><a href='https://www.sender.example/'><img src='cid:1'></a></div>",
        "<a href='https://www.sender.example/' style='color:#fff'>home</a>",
        "<map name=m><area href='https://www.sender.example/'></map>",
        "<form action='https://www.sender.example/'></form>",
        "<meta http-equiv=refresh content='9;url=https://www.sender.example/'>"
      })
  void a_hidden_link_to_the_author_silences_nothing(String hidden) throws Exception {
    assertThat(found(new LinkRelationCheck(), mail(EVIL))).contains("LINK_SINGLE_FOREIGN");
    assertThat(found(new LinkRelationCheck(), mail(EVIL + hidden))).contains("LINK_SINGLE_FOREIGN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OWN,
        "<a href='https://www.sender.example/'><img src='cid:1' width=80 height=40></a>",
        "<a href='https://www.sender.example/'><img src='cid:1'></a>",
        "<div style='font-size:0'><a href='https://www.sender.example/'><img src='cid:1'></a></div>",
        "<a href='https://www.sender.example/' style='background:url(x);display:block;height:40px'></a>",
        "<img src='cid:1' usemap='#M'><map name=m><area href='https://www.sender.example/'></map>",
        "<form action='https://www.sender.example/'><button>Go</button></form>",
        "<p>or see https://www.sender.example/</p>"
      })
  void one_that_can_be_seen_does(String shown) throws Exception {
    assertThat(found(new LinkRelationCheck(), mail(EVIL + shown))).isEmpty();
  }

  @Test
  void hidden_hosts_dilute_nothing() throws Exception {
    StringBuilder html = new StringBuilder("<a href='https://bit.ly/abc'>log in</a>");
    html.append("<div style='display:none'>");
    for (int i = 0; i < 100; i++) {
      html.append("<a href='https://site").append(i).append(".example/'>x</a>");
    }
    assertThat(found(new LinkHostCheck(), mail(html + "</div>"))).contains("LINKS_SHORTENED");
    String hexed = html.toString().replace("https://bit.ly/abc", "https://203.0.113.5/");
    List<Finding> found = new LinkAddressCheck().inspect(mail(hexed + "</div>"));
    assertThat(found)
        .filteredOn(one -> one.symbol().name().equals("LINK_IP"))
        .singleElement()
        .extracting(Finding::strength)
        .isEqualTo(1.0);
  }

  @Test
  void a_plain_text_for_which_html_stands_is_not_seen() throws Exception {
    String alternative =
        """
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain

        See https://www.sender.example/ and https://evil.example/x
        --b
        Content-Type: text/html

        <p>Please <a href="https://evil.example/x">log in</a></p>
        --b--
        """;
    assertThat(found(new LinkRelationCheck(), letter(alternative.replace("\n", "\r\n"))))
        .contains("LINKS_FEW_FOREIGN");
  }

  @Test
  void a_hidden_link_is_looked_up_and_can_be_odd() throws Exception {
    Path file = Files.writeString(folder.resolve("blocked"), "evil.example\n");
    Case mail = mail(OWN + "<div hidden><a href='https://0x7f.1/'>x</a>" + EVIL + "</div>");
    assertThat(new UrlListCheck(new UrlLists(List.of(file), List.of())).inspect(mail)).hasSize(1);
    assertThat(found(new LinkAddressCheck(), mail)).contains("LINK_ODD_IP");
  }

  @Test
  void where_no_link_is_seen_all_count() throws Exception {
    assertThat(found(new LinkRelationCheck(), mail("<div hidden>" + EVIL + "</div>")))
        .contains("LINK_SINGLE_FOREIGN");
  }
}
