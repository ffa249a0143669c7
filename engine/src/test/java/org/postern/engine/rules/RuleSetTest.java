package org.postern.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.pattern.Databases;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class RuleSetTest {

  static final String MAIL =
      """
      Received: from mail.example.com (mail.example.com [192.0.2.7])
      \tby mx.example.net with ESMTP id 4711
      From: "Ann Miller" <ann@example.com>
      Reply-To: other@example.org
      To: bob@example.net
      Subject: =?utf-8?q?You_have_won?=
      Content-Type: multipart/alternative; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8

      Dear   friend,
      the money waits.

      Second paragraph: free free free, see www.example.org/x or write to me@example.com.
      --b
      Content-Type: text/html; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable

      <p>caf=E9<br>au lait</p><a href=3D"https://link.example/%61?x">here</a>
      --b--
      """;

  static Reading read(String rules) {
    return RuleSet.readTexts(
        Map.of("local.cf", rules.getBytes(StandardCharsets.UTF_8)),
        List.of(),
        Databases.pureJava(),
        Set.of("of_the_engine"),
        RuleLimits.STANDARD,
        () -> 0);
  }

  static Map<String, Double> hits(String rules, String mail) {
    Reading reading = read(rules);
    assertThat(reading).isInstanceOf(Reading.Loaded.class);
    RuleSet set = ((Reading.Loaded) reading).set();
    byte[] octets = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    Renderings renderings =
        new Renderings(new MimeParser(MimeLimits.DEFAULT).parse(octets), "bounce@example.com");
    Map<String, Double> hits = new TreeMap<>();
    set.run(renderings, (name, _) -> name.equals("of_the_engine"))
        .forEach(hit -> hits.put(hit.rule().name(), hit.count()));
    return hits;
  }

  @Test
  void looks_where_the_rule_says() {
    assertThat(
            hits(
                    """
                    body     BODY_FOLDED    /Dear friend, the money waits\\./
                    body     BODY_SUBJECT   /^You have won$/
                    body     BODY_PARAGRAPH /^Second paragraph/
                    body     BODY_HTML      /caf\\xc3\\xa9 au lait/
                    body     NO_SUBJECT     /You have won/
                    tflags   NO_SUBJECT     nosubject
                    rawbody  RAW_TAG        /<br>au lait/
                    rawbody  RAW_LATIN      /caf\\xe9/
                    full     FULL_RAW       /caf=E9.*--b--/s
                    header   DECODED        Subject =~ /^You have won$/
                    header   RAW            Subject:raw =~ /=\\?utf-8/i
                    header   ADDRESS        From:addr =~ /^ann\\@example\\.com$/
                    header   NAME           From:name =~ /^Ann Miller$/
                    header   ALL_FIELDS     ALL =~ /^Reply-To: other/m
                    header   TO_CC          ToCc =~ /bob/
                    header   ENVELOPE       EnvelopeFrom =~ /^bounce/
                    header   RELAYS         X-Spam-Relays-External =~ /^\\[ ip=192\\.0\\.2\\.7 rdns=mail\\.example\\.com /
                    header   THERE          exists:Reply-To
                    header   NOT_THERE      !exists:Cc
                    header   UNSET          X-Nothing =~ /^UNSET$/ [if-unset: UNSET]
                    header   NEGATIVE       Subject !~ /lost/
                    header   NEGATIVE_NONE  X-Nothing !~ /lost/
                    mimeheader PART         Content-Type =~ /iso-8859-1/
                    uri      LINK           m{^https://link\\.example/}
                    uri      LINK_DECODED   m{/a\\?x}
                    uri      TEXT_LINK      m{^http://www\\.example\\.org/x$}
                    uri      MAILTO         /^mailto:me\\@example\\.com$/
                    header   OURS           eval:of_the_engine('x')
                    body     TAG            eval:html_tag_exists('br')
                    body     ABSENT         /no such text/
                    """,
                    MAIL)
                .keySet())
        .containsExactlyInAnyOrder(
            "BODY_FOLDED",
            "BODY_SUBJECT",
            "BODY_PARAGRAPH",
            "BODY_HTML",
            "RAW_TAG",
            "RAW_LATIN",
            "FULL_RAW",
            "DECODED",
            "RAW",
            "ADDRESS",
            "NAME",
            "ALL_FIELDS",
            "TO_CC",
            "ENVELOPE",
            "RELAYS",
            "THERE",
            "NOT_THERE",
            "UNSET",
            "NEGATIVE",
            "NEGATIVE_NONE",
            "PART",
            "LINK",
            "LINK_DECODED",
            "TEXT_LINK",
            "MAILTO",
            "OURS",
            "TAG");
  }

  @Test
  void counts_what_is_told_to_count() {
    assertThat(
            hits(
                """
                body   FREE     /free/
                body   FREES    /free/
                tflags FREES    multiple
                body   TWO      /free/
                tflags TWO      multiple maxhits=2
                meta   MORE     FREES > TWO && (FREE + TWO * 2) == 5 && !MISSING
                meta   NEVER    MISSING || (FREES / 3 < 1)
                meta   LATER    EARLIER
                meta   EARLIER  FREE
                """,
                MAIL))
        .isEqualTo(
            Map.of(
                "FREE", 1.0, "FREES", 3.0, "TWO", 2.0, "MORE", 1.0, "LATER", 1.0, "EARLIER", 1.0));
  }

  @Test
  void reads_conditions_and_replaced_tags() {
    assertThat(
            hits(
                    """
                    if (version >= 3.004000)
                    body NEW /money/
                    else
                    body OLD /money/
                    endif
                    ifplugin Mail::SpamAssassin::Plugin::ReplaceTags
                    replace_tag O [o0]
                    replace_rules TAGGED
                    body TAGGED /m<O>ney/
                    endif
                    if !plugin(Mail::SpamAssassin::Plugin::AWL) && can(Mail::SpamAssassin::Conf::feature_bug6558_free)
                    body BOTH /money/
                    endif
                    if plugin(Some::Other)
                    body OTHER /money/
                    endif
                    lang de describe NEW nichts
                    """,
                    MAIL)
                .keySet())
        .containsExactlyInAnyOrder("NEW", "TAGGED", "BOTH");
  }

  @Test
  void scores_are_one_or_four_numbers_absolute_or_relative() {
    Reading reading =
        read(
            """
            body A /a/
            score A 2.5
            body B /a/
            score B 1 2 3 4
            body C /a/
            score C 2
            score C (0.5)
            body D /a/
            tflags D nice
            body T_E /a/
            body __F /a/
            describe A What it means \\# here # not this
            """);
    assertThat(((Reading.Loaded) reading).set().rules().stream().map(Rule::score))
        .containsExactly(2.5, 1.0, 2.5, -1.0, 0.01, 0.0);
    assertThat(((Reading.Loaded) reading).set().rules().getFirst().description())
        .isEqualTo("What it means # here");
  }

  @Test
  void names_file_line_and_what_was_expected() {
    Reading reading =
        read(
            """
            body GOOD /fine/
            body BAD /(unclosed/
            header NO_FIELD =~ /x/
            meta HALF A &&
            score GOOD much
            if (version >= 3)
            bo'dy
            """);
    assertThat(((Reading.Refused) reading).errors().stream().map(Remark::toString).toList())
        .satisfiesExactlyInAnyOrder(
            e -> assertThat(e).startsWith("local.cf:2: BAD").contains("without ')'"),
            e -> assertThat(e).startsWith("local.cf:3: NO_FIELD").contains("expected"),
            e -> assertThat(e).startsWith("local.cf:4: HALF").contains("the name of a rule"),
            e -> assertThat(e).startsWith("local.cf:5: a number expected, not 'much'"),
            e -> assertThat(e).startsWith("local.cf:6: 'endif' expected"));
  }

  @Test
  void tells_what_it_passed_over() {
    Reading reading =
        read(
            """
            frobnicate all
            header A eval:check_the_stars('x', 2)
            body   B eval:html_test('html')
            body   C eval:html_test('blinking')
            body   D eval:html_range('boldness', '1', '2')
            body   E eval:check_the_stars()
            """);
    assertThat(((Reading.Loaded) reading).notes())
        .singleElement()
        .satisfies(note ->
            assertThat(note.toString()).startsWith("local.cf:1: 'frobnicate' means nothing here"));
    String expected = " is not known here, one of those in docs/rules.md expected";
    assertThat(((Reading.Loaded) reading).idle().stream().map(Remark::toString).toList())
        .containsExactly(
            "local.cf:2: A never hits: check_the_stars" + expected + "; the same of E",
            "local.cf:5: D never hits: html_range('boldness')" + expected,
            "local.cf:4: C never hits: html_test('blinking')" + expected);
  }

  @Test
  void what_one_rule_captures_another_looks_for() {
    assertThat(
            hits(
                """
                header   __TO       To:addr =~ /(?<TO_ADDR>.*)/
                body     __FREE     /(?<WORD>free) (?<WORD>\\w+)/
                uri      URI_TO     m{/\\#%{TO_ADDR}}i
                uri      URI_NONE   m{/\\#%{NOBODY}}
                uri      URI_NOT    m{/\\#x%{TO_ADDR}}
                body     TO_TWICE   /%{TO_ADDR}.*%{TO_ADDR}/
                header   NOT_IN     Subject !~ /%{TO_ADDR}/
                header   NOT_NONE   Subject !~ /%{NOBODY}/
                header   NO_FIELD   X-None =~ /^%{WORD}$/ [if-unset: free]
                body     PLAIN      /100\\%{WORD}/
                body     SECOND     /%{WORD} (?<NEXT>end)/
                body     THIRD      /the %{NEXT}/
                """,
                MAIL.replace(
                    "see www",
                    "see 100%{WORD} http://a.example/#Bob@Example.net free end, the end www")))
        .containsOnlyKeys(
            "__TO", "__FREE", "URI_TO", "NOT_IN", "NO_FIELD", "PLAIN", "SECOND", "THIRD");
  }

  @Test
  void what_was_captured_means_itself_and_not_an_expression() {
    String odd = "Subject: .*+?[a](b)|\\Q{2}\nFrom: x@a.example\n\n%s\n";
    String rules = "header __S Subject =~ /(?<S>.+)/\nbody HIT /^say %{S}!/\n";
    assertThat(hits(rules, odd.formatted("say .*+?[a](b)|\\Q{2}!"))).containsKey("HIT");
    assertThat(hits(rules, odd.formatted("say anything!"))).doesNotContainKey("HIT");
  }

  @Test
  void a_rule_that_waits_for_what_nobody_captures_is_told() {
    Reading reading = read("body A /x/\nuri B m{%{WHAT}/%{WHO}}\nbody C /(?<WHO>x)/\n");
    assertThat(((Reading.Loaded) reading).idle().stream().map(Remark::toString).toList())
        .containsExactly("local.cf:2: B never hits: no rule captures WHAT");
  }

  @Test
  void reads_files_that_are_included(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.cf"), "include sub/b.cf\nbody A /x/\n");
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/b.cf"), "body B /x/\nbody C /(/\n");
    Reading reading = RuleSet.read(List.of(folder.resolve("a.cf")), Databases.pureJava(), Set.of());
    assertThat(((Reading.Refused) reading).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.line()).isEqualTo(2));
    Files.writeString(folder.resolve("sub/b.cf"), "include ../a.cf\n");
    assertThat(RuleSet.read(List.of(folder.resolve("a.cf")), Databases.pureJava(), Set.of()))
        .isInstanceOf(Reading.Refused.class);
  }

  @Test
  void a_subject_of_a_hundred_thousand_answers_is_read() {
    String rules = "header CAPITALS eval:subject_is_all_caps()\nscore CAPITALS 1\n";
    assertThat(hits(rules, "Subject: Re: Re: BUY IT NOW\n\nx\n")).containsKey("CAPITALS");
    assertThat(hits(rules, "Subject: " + "Re: ".repeat(100_000) + "BUY IT NOW\n\nx\n")).isEmpty();
  }

  @Test
  void recipients_are_found_in_the_subject_as_words_and_not_for_ever() {
    String rules =
        """
        header USER    eval:check_for_to_in_subject('user')
        header ADDRESS eval:check_for_to_in_subject('address')
        """;
    String mail = "To: x@b.example, Bob+a@b.example\nSubject: %s\n\nx\n";
    assertThat(hits(rules, mail.formatted("for bob+A, now"))).containsOnlyKeys("USER");
    assertThat(hits(rules, mail.formatted("bob+as bob+a.x sbob+a bob+a"))).containsKey("USER");
    assertThat(hits(rules, mail.formatted("bob+as bob+a.x sbob+a"))).isEmpty();
    assertThat(hits(rules, mail.formatted("for bob+a@b.example")).keySet())
        .containsExactlyInAnyOrder("USER", "ADDRESS");
    StringBuilder many = new StringBuilder("To: a0000@b.example");
    for (int i = 1; i < 40_000; i++) {
      many.append(",\n a").append(i).append("@b.example");
    }
    String subject = "aaaa ".repeat(30_000) + "a39999";
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(hits(rules, many + "\nSubject: " + subject + "\n\nx\n")).isEmpty());
  }
}
