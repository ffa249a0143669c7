package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.engine.Messages;
import org.postern.engine.checks.identity.BrandContentCheck;
import org.postern.engine.url.Trick;
import org.postern.engine.url.WebAddress;

/// Twice as much text costs twice as much, whatever the text is.
@Timeout(240)
class LinearCostTest {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final com.sun.management.ThreadMXBean OCTETS =
      (com.sun.management.ThreadMXBean) THREADS;

  /// What the machine may add.
  private static final Duration NOISE = Duration.ofMillis(100);

  /// Measures processor time, the least of three.
  private static Duration cost(IntConsumer work, int size) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      work.accept(size);
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
    }
    return Duration.ofNanos(least);
  }

  /// Octets that the work asked for: what was read left some, however busy the machine was.
  private static long octets(IntConsumer work, int size) {
    long start = OCTETS.getCurrentThreadAllocatedBytes();
    work.accept(size);
    return OCTETS.getCurrentThreadAllocatedBytes() - start;
  }

  private static void linear(int size, IntConsumer work) {
    work.accept(size / 16);
    Duration once = cost(work, size);
    Duration twice = cost(work, 2 * size);
    assertThat(twice).isLessThan(once.multipliedBy(5).dividedBy(2).plus(NOISE));
  }

  private static void links(String text) {
    PlainLinks.find(text, (_, _) -> {});
  }

  @Test
  void dots_behind_an_address() {
    linear(150_000, size -> links("http://a" + ".".repeat(size)));
    linear(150_000, size -> links("http://a" + ".)".repeat(size / 2)));
    linear(500_000, size -> links("http://a/" + "b".repeat(size)));
  }

  @Test
  void marks_above_a_letter() {
    linear(60_000, size -> NormalText.of("\uff41" + "\u0315\u0300".repeat(size / 2)));
    linear(60_000, size -> NormalText.of("\uff41\u0315\u0300".repeat(size / 3)));
    linear(60_000, size -> NormalText.of("\uff41" + "\ufdfa".repeat(size)));
  }

  @Test
  void declarations_of_styles_without_a_name() {
    linear(150_000, size -> HtmlFacts.of("<p style='" + ";".repeat(size) + "'>x</p>"));
    linear(150_000, size -> HtmlFacts.of("<p style='" + "a;".repeat(size / 2) + "'>x</p>"));
  }

  @Test
  void addresses_without_a_domain() {
    linear(200_000, size -> Contacts.of("", List.of(link("mailto:x?" + "a@b;".repeat(size / 4)))));
    linear(
        200_000,
        size -> {
          List<Link> many = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            many.add(link("mailto:" + "a@b;".repeat(size / 80)));
          }
          Contacts.of("", many);
        });
    linear(100_000, size -> Contacts.of("a@b ".repeat(size / 4), List.of()));
  }

  private static Link link(String target) {
    return Link.of(target, "", Link.Kind.ANCHOR);
  }

  @Test
  void a_base_without_end() {
    linear(
        200_000,
        size ->
            HtmlFacts.of(
                "<base href='http://a.example/"
                    + "b/".repeat(size / 2)
                    + "'>"
                    + "<a href=q>x</a>".repeat(size / 400)));
  }

  @Test
  void links_beyond_those_that_are_kept_cost_no_reading() {
    String address = "https://" + "%61".repeat(60) + ".example/" + "\u00e4".repeat(200);
    IntConsumer read = size -> HtmlFacts.of(("<a href='" + address + "'>x</a>").repeat(size));
    read.accept(1_000);
    long kept = octets(read, 1_000);
    long beyond = octets(read, 4_000) - octets(read, 2_000);
    assertThat(beyond).isLessThan(kept / 2);
  }

  @Test
  void blanks_behind_a_word_that_begins_a_signature() {
    for (String text : List.of("\nthe%sab.", "\n(c)%s,.", "\n(c) %s|x")) {
      linear(
          9_900,
          size -> {
            for (String blank : List.of(" ", ",", " ,")) {
              String body =
                  "http://a.example/\n" + text.formatted(blank.repeat(size / blank.length()));
              String mail = "From: A <a@b.example>\nSubject: x\n\n" + body;
              inspect(mail);
            }
          });
    }
  }

  private static void inspect(String mail) {
    try {
      new BrandContentCheck().inspect(Messages.mail("", mail.getBytes(StandardCharsets.UTF_8)));
    } catch (InterruptedException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void no_host_is_longer_than_the_dns_allows() {
    for (String host :
        List.of(
            "a.".repeat(1_000) + "example",
            "xn--" + "a9".repeat(1_900) + ".example",
            "\u00e4\u4e00".repeat(900) + ".example",
            "\ufdfa".repeat(400) + ".example",
            "%C3%A4".repeat(600) + ".example",
            "\u4e00".repeat(250) + ".".repeat(5) + "\u00e4".repeat(250))) {
      for (String scheme : List.of("http://", "https://user@", "ftp://", "//")) {
        Link link = link(scheme + host + "/x");
        assertThat(link.host()).hasSizeLessThanOrEqualTo(512);
        link.address().ifPresent(address -> assertThat(address.unicodeHost()).isNotEmpty());
      }
    }
    WebAddress other = WebAddress.parse("x://xn--" + "a9".repeat(1_900) + ".example").orElseThrow();
    assertThat(other.tricks()).contains(Trick.PUNYCODE);
    assertThat(link("http://" + "a".repeat(63) + ".example/").host()).endsWith(".example");
  }

  @Test
  void of_an_address_without_end_the_beginning_is_kept() {
    String start = "https://user@www.example.org/a";
    Link link = link(start + "b".repeat(1_000_000));
    assertThat(link.target()).hasSize(8_192).startsWith(start);
    assertThat(link.host()).isEqualTo("www.example.org");
    assertThat(link.address().orElseThrow().tricks()).contains(Trick.USERINFO, Trick.LONG);
    assertThat(link.address().orElseThrow().path()).hasSizeLessThan(8_192);
    // who comes behind so much before the host is not known
    assertThat(link("https://" + "a".repeat(10_000) + "@www.example.org/").address()).isEmpty();
    assertThat(WebAddress.parse("a".repeat(10_000), link.address().orElseThrow())).isEmpty();
  }

  @Test
  void a_base_without_end_is_none() {
    String link = "<a href=q>x</a>";
    String end = "b".repeat(2_100) + "/'>" + link;
    assertThat(HtmlFacts.of("<base href='http://a.example/b/'>" + link).links())
        .extracting(Link::host)
        .containsExactly("a.example");
    assertThat(HtmlFacts.of("<base href='http://a.example/" + end).links())
        .extracting(Link::host)
        .containsExactly("");
  }

  @Test
  void a_plain_address_is_read_up_to_a_length_and_without_what_closes_a_sentence() {
    List<Link> found = new ArrayList<>();
    PlainLinks.find(
        "(see http://a.example/b). http://c.example/" + "d".repeat(9_000) + " www.e.example.",
        (one, kind) -> found.add(Link.of(one, "", kind)));
    assertThat(found)
        .extracting(Link::host)
        .containsExactly("a.example", "c.example", "www.e.example");
    assertThat(found.get(0).target()).isEqualTo("http://a.example/b");
    assertThat(found.get(1).target()).hasSize(4_096);
  }

  @Test
  void words_without_end_are_still_read_as_they_were_meant() {
    String fancy = "\uff50\uff41\uff59".repeat(500);
    assertThat(NormalText.of(fancy).text()).isEqualTo("pay".repeat(500));
    String surrogates = "\ud835\udc1a".repeat(333);
    assertThat(NormalText.of("x" + surrogates).text()).isEqualTo("x" + "a".repeat(333));
    assertThat(NormalText.of("\uff41" + "\u0301".repeat(100)).text()).hasSizeLessThan(20);
  }
}
