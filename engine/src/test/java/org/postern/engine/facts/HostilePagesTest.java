package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Pages made to cost time, and those made to slip through sanitizers.
@Timeout(60)
class HostilePagesTest {

  /// Of this thread, so that a busy machine changes nothing.
  private static long processorTime() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static HtmlFacts within(Duration most, String html) {
    long start = processorTime();
    HtmlFacts facts = HtmlFacts.of(html);
    assertThat(Duration.ofNanos(processorTime() - start)).isLessThan(most);
    return facts;
  }

  @Test
  void two_hundred_thousand_nested_elements() {
    String html = "<div style='color:red'>".repeat(200_000) + "deep";
    assertThat(within(Duration.ofSeconds(5), html).text()).contains("deep");
    within(Duration.ofSeconds(5), "<a href=x>".repeat(200_000));
    within(Duration.ofSeconds(5), "<b><i>".repeat(100_000) + "</b></i>".repeat(100_000));
    within(Duration.ofSeconds(5), "<table><tr><td>".repeat(70_000));
    within(Duration.ofSeconds(5), "<svg><g>".repeat(100_000));
  }

  @Test
  void a_page_of_more_tags_than_anybody_writes_is_cut_and_says_so() {
    HtmlFacts most = within(Duration.ofSeconds(5), "<b><p><!-- < -->".repeat(120_000) + "<p>end");
    assertThat(most.text()).endsWith("end");
    assertThat(most.cut()).isFalse();
    HtmlFacts more = within(Duration.ofSeconds(5), "start" + "<a>".repeat(500_000) + "<p>end");
    assertThat(more.text()).isEqualTo("start");
    assertThat(more.cut()).isTrue();
    assertThat(more.counts().elements()).isLessThan(800_000);
  }

  @Test
  void links_are_counted_up_to_a_limit() {
    HtmlFacts facts =
        within(Duration.ofSeconds(5), "<a href='https://a.example/1'>x</a>".repeat(60_000));
    assertThat(facts.links()).hasSize(1_200);
    assertThat(facts.cut()).isTrue();
    assertThat(facts.counts().linksLeft()).isEqualTo(58_800);
    HtmlFacts pictures =
        within(
            Duration.ofSeconds(5),
            "<img src='https://a.example/1'>".repeat(60_000) + "<a href='https://b.example'>x</a>");
    assertThat(pictures.links()).extracting(Link::host).contains("b.example");
    assertThat(pictures.cut()).isTrue();
  }

  @Test
  void a_thousand_links_hide_no_other_one() {
    String first = "<a href='https://a.example/1'>x</a>".repeat(2_000);
    String evil = "<a href='https://evil.example/'>y</a>";
    String last = "<a href='https://a.example/2'>z</a>".repeat(2_000);
    HtmlFacts facts = HtmlFacts.of(first + evil + last);
    assertThat(facts.links()).extracting(Link::host).contains("evil.example");
    assertThat(facts.links().getLast().target()).isEqualTo("https://a.example/2");
    String hidden = "<div style='display:none'>" + first + "</div>";
    assertThat(HtmlFacts.of(hidden + evil).links())
        .filteredOn(Link::seen)
        .extracting(Link::host)
        .containsExactly("evil.example");
    assertThat(ContentFacts.of(letter(first + evil + last)).links())
        .extracting(Link::host)
        .contains("evil.example");
  }

  private static Message letter(String html) {
    String text = "Subject: x\r\nContent-Type: text/html\r\n\r\n" + html + "\r\n";
    return new MimeParser(MimeLimits.DEFAULT).parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void fifty_thousand_attributes() {
    StringBuilder html = new StringBuilder("<div");
    for (int i = 0; i < 50_000; i++) {
      html.append(" onx").append(i).append("=1");
    }
    assertThat(within(Duration.ofSeconds(5), html + ">x").text()).isEqualTo("x");
  }

  @Test
  void style_sheets_of_any_form() {
    within(Duration.ofSeconds(5), "<style>" + "a{".repeat(200_000) + "</style>x");
    within(Duration.ofSeconds(5), "<style>" + "@media x{".repeat(50_000) + "</style>x");
    within(Duration.ofSeconds(5), "<style>" + "a,".repeat(200_000) + "{color:red}</style>x");
    within(Duration.ofSeconds(5), "<style>" + ".a{color:#fff}".repeat(30_000) + "</style>x");
    within(Duration.ofSeconds(5), "<p style='" + "color:#fff;".repeat(50_000) + "'>x");
    within(Duration.ofSeconds(5), "<p class='" + "a ".repeat(200_000) + "'>x");
  }

  @Test
  void selectors_that_mean_much() {
    String hidden = "<div class=a style='display:none'>".repeat(400) + "x" + "</div>".repeat(400);
    String deep = ".a ".repeat(19) + "> .b div{display:block!important}";
    within(Duration.ofSeconds(20), "<style>" + deep.repeat(500) + "</style>" + hidden.repeat(20));
    within(
        Duration.ofSeconds(20),
        "<style>" + "div:not(".repeat(20_000) + "{display:block}</style>" + hidden);
    within(
        Duration.ofSeconds(20),
        "<style>" + "[" + ".a".repeat(100_000) + "{display:block}</style>" + hidden);
  }

  @Test
  void text_without_end() {
    NormalText.of("a ".repeat(500_000));
    NormalText.of("a.".repeat(500_000));
    NormalText.of("\u200b".repeat(1_000_000));
    NormalText.of("а1".repeat(500_000));
    Contacts.of("1 ".repeat(100_000), List.of());
    Contacts.of("+".repeat(200_000), List.of());
    Contacts.of("a@".repeat(100_000), List.of());
    Contacts.of("$1,111".repeat(30_000), List.of());
    Contacts.of("1".repeat(200_000), List.of());
    Contacts.of("AA11".repeat(50_000), List.of());
    LanguageFacts.of("a ".repeat(500_000));
    PlainLinks.find("http://".repeat(100_000), (_, _) -> {});
    PlainLinks.find("www.".repeat(100_000), (_, _) -> {});
    PlainLinks.find("a.".repeat(500_000), (_, _) -> {});
    PlainLinks.find("a.de/".repeat(200_000), (_, _) -> {});
    PlainLinks.find("abc.de ".repeat(200_000), (_, _) -> {});
    PlainLinks.find("a.http://".repeat(100_000), (_, _) -> {});
    PlainLinks.find("a".repeat(500_000) + ".de/a".repeat(100_000), (_, _) -> {});
  }

  private static List<String> payloads(String path, String field) throws IOException {
    String suites = System.getenv("POSTERN_SUITES");
    Path file = Path.of(suites == null ? "/nowhere" : suites, "html").resolve(path);
    assumeTrue(Files.exists(file), () -> "SKIPPED: POSTERN_SUITES does not lead to html/" + path);
    List<String> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try (JsonParser json = new JsonFactory().createParser(line)) {
        while (json.nextToken() != null) {
          if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals(field)) {
            json.nextToken();
            all.add(json.getText());
          }
        }
      }
    }
    return all;
  }

  @Test
  void payloads_against_sanitizers_are_read_in_bounded_time() throws IOException {
    List<String> all = new ArrayList<>(payloads("dompurify/payloads.jsonl", "payload"));
    all.addAll(payloads("owasp-java-html-sanitizer/vectors.jsonl", "input"));
    // the tables of suffixes and characters are read at the first use
    HtmlFacts.of("<a href=\"https://xn--mnchen-3ya.example/a.b\">x</a><a href=\"a.com\">x</a>");
    int scripted = 0;
    for (String payload : all) {
      HtmlFacts facts = within(Duration.ofSeconds(2), payload);
      scripted += facts.scripts().isEmpty() && facts.counts().handlers() == 0 ? 0 : 1;
    }
    System.out.printf("%d payloads, %d with script or handler%n", all.size(), scripted);
    assertThat(all).hasSizeGreaterThan(370);
  }
}
