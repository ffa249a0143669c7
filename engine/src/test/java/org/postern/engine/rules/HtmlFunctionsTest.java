package org.postern.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.engine.pattern.Databases;
import org.postern.engine.time.ProcessorTime;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class HtmlFunctionsTest {

  private static Reading read(String rules) {
    return RuleSet.readTexts(
        Map.of("local.cf", rules.getBytes(StandardCharsets.UTF_8)),
        List.of(),
        Databases.pureJava(),
        Set.of(),
        RuleLimits.STANDARD,
        () -> 0);
  }

  private static Set<String> hits(String rules, String html) {
    RuleSet set = ((Reading.Loaded) read(rules)).set();
    String mail = "Subject: Hello\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html;
    Renderings renderings =
        new Renderings(
            new MimeParser(MimeLimits.DEFAULT).parse(mail.getBytes(StandardCharsets.UTF_8)), "");
    Set<String> hits = new TreeSet<>();
    set.run(renderings, Facts.NONE).forEach(hit -> hits.add(hit.rule().name()));
    return hits;
  }

  @Test
  void tags_that_are_there_and_that_were_never_closed() {
    String rules =
        """
        body CENTER     eval:html_tag_exists('center')
        body HEAD       eval:html_tag_exists('head')
        body OPEN       eval:html_tag_balance('div', '> 1')
        body OPEN_3     eval:html_tag_balance('div', '== 3')
        body CLOSED     eval:html_tag_balance('center', '!= 0')
        body NO_TAG     eval:html_tag_balance('head', '<= 9')
        body WRONG      eval:html_tag_balance('div', '> 0; die')
        """;
    assertThat(hits(rules, "<div><DIV><center>x</center></center></div><div>"))
        .containsExactly("CENTER", "OPEN");
  }

  @Test
  void measures_lie_above_the_first_bound_and_not_above_the_second() {
    String rules =
        """
        body SHORT      eval:html_range('length', '0', '40')
        body LONG       eval:html_range('length', '40', 'inf')
        body EVAL       eval:html_eval('length', '< 40')
        body LARGE      eval:html_range('max_size', '5', '6')
        body HUGE       eval:html_range('max_size', '6', 'inf')
        body CLOSE      eval:html_range('closed_extra_ratio', '0.09', 'inf')
        body BAD_TAGS   eval:html_range('bad_tag_ratio', '0.40', '0.50')
        body BAD_NAMES  eval:html_range('non_element_ratio', '0.60', '0.70')
        body CUT        eval:html_range('obfuscation_ratio', '.4', '.5')
        body NONE       eval:html_range('luck', '0', 'inf')
        """;
    assertThat(hits(rules, "<b>x</b>")).containsExactly("EVAL", "SHORT");
    assertThat(hits(rules, "<font size='+3'>x</font>".repeat(2))).containsExactly("LARGE", "LONG");
    assertThat(hits(rules, "<font size=7>x</font></p></p>"))
        .containsExactly("CLOSE", "EVAL", "HUGE", "SHORT");
    // one name of three is an element, four tags of eight are none
    assertThat(hits(rules, "<b>x</b><xyz>y</xyz><b>x</b><uvw>z</uvw>"))
        .contains("BAD_TAGS", "BAD_NAMES");
    assertThat(hits(rules, "via<i></i>gra")).contains("CUT");
  }

  @Test
  void pictures_and_how_much_text_stands_beside_them() {
    String rules =
        """
        body ONLY_04    eval:html_image_only('0000', '0400')
        body ONLY_08    eval:html_image_only('0400', '0800')
        body RATIO_02   eval:html_image_ratio('0.000', '0.002')
        body RATIO_04   eval:html_image_ratio('0.002', '0.004')
        body LINKED     eval:html_text_match('anchor', '<img>')
        """;
    assertThat(hits(rules, "twenty letters of text: <img src=a width=100 height=80>"))
        .containsExactly("ONLY_04", "RATIO_04");
    assertThat(hits(rules, "<a href=x><img src=a width='50%' height='100%'></a> some text"))
        .containsExactly("LINKED", "ONLY_04", "RATIO_02");
    assertThat(hits(rules, "<img src=a>" + "x".repeat(500))).containsExactly("ONLY_08");
    assertThat(hits(rules, "no picture")).isEmpty();
  }

  @Test
  void comments_titles_and_scripts_are_searched() {
    String rules =
        """
        body SAVED      eval:html_text_match('comment', '<!-- saved from url=\\(\\d{4}\\)')
        body SHORT      eval:html_text_match('comment', '<!(?!-).{0,6}>')
        body TITLE      eval:html_text_match('title', '^.{10}$')
        body SCRIPT     eval:html_text_match('script', 'eval')
        body NOT        eval:html_text_not_match('title', '^Hello')
        body RATIO      eval:html_title_subject_ratio('3.5')
        body FAR        eval:html_charset_faraway()
        """;
    assertThat(
            hits(
                rules,
                "<!-- saved from url=(0022)http://a.example/ --><title>0123456789</title>"
                    + "<script>eval(1)</script>"))
        .containsExactly("NOT", "SAVED", "SCRIPT", "TITLE");
    assertThat(hits(rules, "<!x><title>Hello, it is a title of many letters</title>"))
        .containsExactly("RATIO", "SHORT");
  }

  @Test
  void other_signs() {
    String rules =
        """
        body HTML       eval:html_test('html')
        body EMBEDS     eval:html_test('embeds')
        body ACTION     eval:html_test('form_action_mailto')
        body FACE       eval:html_test('font_face_bad')
        """;
    assertThat(hits(rules, "<font face='Arial, \"Times New Roman\"'>x")).containsExactly("HTML");
    assertThat(
            hits(rules, "<font face='&&&'>x<object><Form method=post action='MAILTO:a@b.example'>"))
        .containsExactly("ACTION", "EMBEDS", "FACE", "HTML");
    assertThat(hits(rules, "x < form <a href='mailto:a@b.example'>y</a> <<fo"))
        .containsExactly("HTML");
  }

  @Test
  void colours_of_text_are_followed() {
    String rules =
        """
        body FAINT   eval:html_test('font_low_contrast')
        body INVALID eval:html_test('font_invalid_color')
        """;
    for (String faint :
        List.of(
            "<font color=white>x",
            "<font color='#FFF'>x",
            "<span style='color: #fefefe !important'>x",
            "<div style='font-size:9px;background:url(\"a,b.png\") #000 no-repeat'>x",
            "<p style='color:transparent'>x",
            "<td style='background-color:rgb(10, 0,0)'>x",
            "<body text=white><p>x",
            "<table><tr><td style='color:white'><font color=black>y<td>y</table><a style='color:white'>x",
            "<div style='color:white'>&nbsp;<div style='background:#f0f0f0'>x</div></div>")) {
      assertThat(hits(rules, faint)).as(faint).containsExactly("FAINT");
    }
    for (String good :
        List.of(
            "<font color=white> \n</font>x",
            "<font color=red>x<b></font>y",
            "<div style='background-color:black;color:#ff0'>x<span style='color:inherit'>y",
            "<td style='color:white'><td>x",
            "<span style='color:white'><div></span>x",
            "</font></div>x<p style='background-color:transparent'>y")) {
      assertThat(hits(rules, good)).as(good).isEmpty();
    }
    for (String invalid :
        List.of(
            "<font color=whiteish>x",
            "<font color=ff0000>x",
            "<span style='color:var(--x)'>x",
            "<font color=''>x")) {
      assertThat(hits(rules, invalid)).as(invalid).containsExactly("INVALID");
    }
  }

  @Test
  void colours_of_a_hundred_thousand_tags_cost_little() {
    String rules = "body FAINT eval:html_test('font_low_contrast')\n";
    String deep = "<div style='color:red'>x</font></span></p></td>".repeat(30_000);
    String styles = ("<p style='" + "color: " + " ".repeat(8_000) + "'>x").repeat(200);
    long start = ProcessorTime.nanos().getAsLong();
    assertThat(hits(rules, deep)).isEmpty();
    assertThat(hits(rules, styles)).isEmpty();
    assertThat(ProcessorTime.nanos().getAsLong() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void an_expression_that_costs_too_much_is_switched_off_and_one_that_is_none_is_told() {
    RuleSet set =
        ((Reading.Loaded) read("body EVIL eval:html_text_match('title', '(?:a|aa)+$')\n")).set();
    String mail = "Content-Type: text/html\r\n\r\n<title>" + "a".repeat(1_900) + "!</title>\r\n";
    Renderings renderings =
        new Renderings(
            new MimeParser(MimeLimits.DEFAULT).parse(mail.getBytes(StandardCharsets.UTF_8)), "");
    assertThat(set.run(renderings, Facts.NONE)).isEmpty();
    assertThat(set.switchedOff()).extracting(SwitchedOff::name).containsExactly("EVIL");

    assertThat(((Reading.Refused) read("body X eval:html_text_match('title', '(')\n")).errors())
        .singleElement()
        .satisfies(error ->
            assertThat(error.toString()).startsWith("local.cf:1: X: an expression expected"));
    assertThat(((Reading.Refused) read("body X eval:html_text_match('title')\n")).errors())
        .singleElement()
        .satisfies(error ->
            assertThat(error.text()).contains("a kind of text and an expression expected"));
  }
}
