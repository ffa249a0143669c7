package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.facts.HtmlFacts.Form;
import org.postern.engine.facts.HtmlFacts.Origin;
import org.postern.engine.facts.HtmlFacts.Picture;

class HtmlFactsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<div style='display:none'>x</div> | NOT_DISPLAYED",
        "<div style='DISPLAY : NONE !important'>x</div> | NOT_DISPLAYED",
        "<div style='display:block;display:none'>x</div> | NOT_DISPLAYED",
        "<style><!-- i{display:none} --></style><i>x</i> | NOT_DISPLAYED",
        "<style>@import 'a.css'; i{display:none}</style><i>x</i> | NOT_DISPLAYED",
        "<p style='padding:0 10px;height:0;overflow:hidden'>x</p> | NO_SIZE",
        "<div style='visibility:hidden'>x</div> | INVISIBLE",
        "<div style='opacity:0'>x</div> | TRANSPARENT",
        "<div style='opacity: 0.01'>x</div> | TRANSPARENT",
        "<p style='font-size:0'>x</p> | TINY",
        "<p style='font-size:1px'>x</p> | TINY",
        "<p style='font-size:0.1em'>x</p> | TINY",
        "<p style='font:1px/1px Arial'>x</p> | TINY",
        "<p style='color:#fff'>x</p> | COLOUR",
        "<p style='color:#FEFEFE'>x</p> | COLOUR",
        "<p style='color:rgb(255,255,250)'>x</p> | COLOUR",
        "<p style='color:rgba(0,0,0,0)'>x</p> | COLOUR",
        "<font color=white>x</font> | COLOUR",
        "<table bgcolor=#000000><tr><td><font color=black>x</font></td></tr></table> | COLOUR",
        "<body bgcolor='#112233' text='#eeeeee'><font color='#112235'>x</font> | COLOUR",
        "<div style='background:#abc'><p style='color:#abc'>x</p></div> | COLOUR",
        "<p style='text-indent:-9999px'>x</p> | OFF_SCREEN",
        "<p style='position:absolute;left:-5000px'>x</p> | OFF_SCREEN",
        "<div style='height:0;overflow:hidden'>x</div> | NO_SIZE",
        "<div style='max-height:0px; max-width:0px; overflow:hidden'>x</div> | NO_SIZE",
        "<p hidden>x</p> | ATTRIBUTE",
        "<style>.a{display:none}</style><p class='b a'>x</p> | NOT_DISPLAYED",
        "<style>/* c */ p.a, #i {font-size:0px}</style><p id=i>x</p> | TINY",
        "<style>span{color:white}</style><p><span>x</span></p> | COLOUR",
      })
  void tells_how_text_is_hidden(String html, Hiding hiding) {
    HtmlFacts facts = HtmlFacts.of(html + "<p>seen</p>");
    assertThat(facts.hidden()).isEqualTo(Map.of(hiding, "x"));
    assertThat(facts.text()).isEqualTo("seen");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p style='opacity:0.5'>x</p>",
        "<div style='mso-hide:all'>x</div>",
        "<style>p{display:none} p{display:block}</style><p>x</p>",
        "<style>p{display:none}</style><style>p{display:block}</style><p>x</p>",
        "<style>p{display:none}</style><p style='display:block'>x</p>",
        "<style>p{display:block !important}</style><p style='display:none'>x</p>",
        "<style>p{display:none} body p{display:block}</style><p>x</p>",
        "<style>p{display:none} @media all{p{display:block}}</style><p>x</p>",
        "<style>p{display:none} *{display:block}</style><p>x</p>",
        "<style>.a{display:none} .b{display:block}</style><p class='b a'>x</p>",
        "<style>p{display:none; &{display:block}}</style><p>x</p>",
        "<style media=print>p{display:none}</style><p>x</p>",
        "<style type='text/x'>p{display:none}</style><p>x</p>",
        "<style>/* ,p{display:none}*/</style><p>x</p>",
        "<style>b{content:'} p{display:none'}</style><p>x</p>",
        "<style>b{background:url(} p{display:none} )}</style><p>x</p>",
        "<p style='display:block !important;display:none'>x</p>",
        "<p style='color:red;/*;display:none;*/'>x</p>",
        "<p style='display:none !x'>x</p>",
        "<p style='font-family:&quot;;display:none;&quot;'>x</p>",
        "<p hidden style='display:block'>x</p>",
        "<p style='height:0;height:auto;overflow:hidden'>x</p>",
        "<p style='width:0;overflow:hidden;width:300px'>x</p>",
        "<p style='height:0;overflow:hidden;padding-bottom:80px'>x</p>",
        "<p style='height:0;overflow:hidden;min-height:80px'>x</p>",
        "<span style='height:0;overflow:hidden'>x</span>",
        "<table><tr><td style='height:0;overflow:hidden'>x</td></tr></table>",
        "<p style='position:absolute;left:-9999px;left:0'>x</p>",
        "<p style='position:absolute;left:-9999px;margin-left:9999px'>x</p>",
        "<div style='padding-left:9999px'><p style='text-indent:-9999px'>x</p></div>",
        "<p style='text-indent:-9999'>x</p>",
        "<p style='position:absolute;left:-9999px;transform:translate(9999px)'>x</p>",
        "<style>div div{background:#000}</style><div><div style='color:#fff'>x</div></div>",
        "<p style='background:#000 !important;background:#fff;color:#fff'>x</p>",
        "<p style='font-size:0;font-size:medium'>x</p>",
        "<p style='font-size:1'>x</p>",
        "<div style='font-size:160px'><p style='font-size:.1em'>x</p></div>",
        "<p style='opacity:0;opacity:calc(1)'>x</p>",
        "<p style='font-size:0.9em'>x</p>",
        "<p style='line-height:0'>x</p>",
        "<td style='font-size:0'><span style='font-size:14px'>x</span></td>",
        "<div style='visibility:hidden'><p style='visibility:visible'>x</p></div>",
        "<table bgcolor=navy><tr><td style='color:white'>x</td></tr></table>",
        "<div style='background:url(a.png)'><p style='color:white'>x</p></div>",
        "<table><tr><td background='a.png'><font color=white>x</font></td></tr></table>",
        "<div style='background-image:linear-gradient(red,blue);color:#fff'>x</div>",
        "<a href='https://a.example' style='color:#fff;background:#06c'>x</a>",
        "<div style='height:0'>x</div>",
        "<div style='margin-left:-600px'>x</div>",
        "<style>@media (max-width:600px) {.a{display:none} .b{color:red}}</style><p class=a>x</p>",
        "<style>.a .b{display:none}</style><p class=b>x</p>",
        "<style>.a:hover{display:none}</style><p class=a>x</p>",
        "<div style='color:white'><a href='https://a.example'>x</a></div>",
      })
  void what_can_be_read_is_not_hidden(String html) {
    HtmlFacts facts = HtmlFacts.of(html);
    assertThat(facts.hidden()).isEmpty();
    assertThat(facts.text()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".q div{display:block!important}",
        ".q > div{display:block!important}",
        "table .q div, #r div{display:block!important}",
        "div div div{display:block!important}",
        "ul > div{display:block!important}",
        "div.b:hover{display:block!important}",
        ".q div{display:block!important} a{b{c:d}}",
        "@media print{.a div{display:block!important}}",
        "@media only print and (color){.a div{display:block!important}}",
        "@media (max-width:1px){.a div{display:block!important}}",
        "@media screen and (min-width: 99999px) {.a div{display:block!important}}",
        "@media (max-width:600px){.q div{display:block!important}}"
      })
  void a_rule_for_other_elements_shows_nothing(String rule) {
    String html = "<style>" + rule + "</style><div class=a><div style='display:none'>x</div></div>";
    assertThat(HtmlFacts.of(html).text()).isEmpty();
    assertThat(HtmlFacts.of(html).hiddenText()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".a div{display:block!important}",
        ".A > DIV{display:block!important}",
        "body .a div, #r div{display:block!important}",
        "html > body > div div{display:block!important}",
        "div:not(.c){display:block!important}",
        ".q + div{display:block!important}",
        "u + .a div{display:block!important}",
        "[class~=a] div{display:block!important}",
        "div[style*='(']{display:block!important}",
        ".moz-text-html div{display:block!important}",
        ":is(.q,.a) div{display:block!important}",
        ".\\61  div{display:block!important}",
        "div .\\62{display:block!important}",
        "@media print,(max-width:600px){.a div{display:block!important}}",
        "@media not print{.a div{display:block!important}}",
        "@media print{.q{color:red}} .a div{display:block!important}",
        "@supports (display:grid){@media print{p{color:red}} .a div{display:block!important}}",
        "@media (max-width:600px){.a div{display:block!important}}"
      })
  void a_rule_that_may_mean_it_shows_it(String rule) {
    String html =
        "<style>" + rule + "</style><div class=a><div class=b style='display:none'>x</div></div>";
    assertThat(HtmlFacts.of(html).text()).isEqualTo("x");
  }

  @Test
  void links_have_kinds_and_what_is_shown() {
    HtmlFacts facts =
        HtmlFacts.of(
            """
            <a href=" https://a.example/x "><b>Log</b> in</a>
            <map><area href="https://b.example"></map>
            <img src="https://c.example/i.png">
            <form action="https://d.example/post"><input name=q></form>
            <script src="https://e.example/s.js"></script>
            <iframe src="https://f.example"></iframe>
            <table background="https://g.example/b.png"></table>
            <div style="background:url('https://h.example/c.png')"></div>
            <link rel=stylesheet href="https://i.example/s.css">
            See https://j.example/plain for more.
            <a href="www.k.example"><img src="cid:1"></a>
            """);
    assertThat(facts.links())
        .extracting(link -> link.kind() + " " + link.host() + " " + link.shown())
        .containsExactly(
            "ANCHOR a.example Log in",
            "AREA b.example ",
            "IMAGE c.example ",
            "FORM d.example ",
            "SCRIPT e.example ",
            "FRAME f.example ",
            "BACKGROUND g.example ",
            "BACKGROUND h.example ",
            "STYLE i.example ",
            "PLAIN j.example ",
            "IMAGE  ",
            "ANCHOR www.k.example ");
  }

  @Test
  void relative_links_follow_the_base() {
    HtmlFacts facts =
        HtmlFacts.of("<base href='https://a.example/b/'><a href='c'>x</a><a href='#top'>y</a>");
    assertThat(facts.base()).isPresent();
    assertThat(facts.links()).singleElement().extracting(Link::host).isEqualTo("a.example");
  }

  @Test
  void a_page_that_turns_into_another() {
    HtmlFacts facts =
        HtmlFacts.of("<meta http-equiv='Refresh' content=\"0; URL='https://evil.example/'\">");
    assertThat(facts.refresh().orElseThrow().host()).isEqualTo("evil.example");
    assertThat(HtmlFacts.of("<meta http-equiv=refresh content=60>").refresh()).isEmpty();
  }

  @Test
  void forms_and_their_fields() {
    HtmlFacts facts =
        HtmlFacts.of(
            """
            <form action="https://evil.example/p.php" method=post>
            <input type=hidden name=a><input type=email><input type=PASSWORD><button>Go</button>
            </form>
            <input type=password>
            """);
    assertThat(facts.forms())
        .extracting(Form::action, Form::password, Form::entries, Form::submits)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("https://evil.example/p.php", true, 2, true),
            org.assertj.core.groups.Tuple.tuple("", true, 1, false));
    assertThat(HtmlFacts.of("<p>none</p>").forms()).isEmpty();
  }

  @Test
  void scripts_and_what_they_call() {
    HtmlFacts facts =
        HtmlFacts.of(
            "<script>var b=new Blob([atob('"
                + "QUJD".repeat(100)
                + "')]);location.href=URL.createObjectURL(b)</script>"
                + "<body onload=\"eval(x)\">");
    assertThat(facts.scripts()).hasSize(2);
    assertThat(facts.scripts().getFirst().calls())
        .contains("new blob", "atob", "createobjecturl", "location.href");
    assertThat(facts.scripts().getFirst().blob()).isEqualTo(400);
    assertThat(facts.scripts().get(1).calls()).containsExactly("eval");
    assertThat(facts.counts().handlers()).isEqualTo(1);
    assertThat(facts.text()).isEmpty();
  }

  @Test
  void a_script_in_a_picture_of_vectors() {
    HtmlFacts facts =
        HtmlFacts.of(
            "a.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script><![CDATA[location.href=atob('x')]]>"
                + "</script><a xlink:href=\"https://evil.example\"><text>Open</text></a></svg>");
    assertThat(facts.scripts().getFirst().calls()).contains("location.href", "atob");
    assertThat(facts.links()).singleElement().extracting(Link::host).isEqualTo("evil.example");
    assertThat(facts.text()).isEqualTo("Open");
  }

  @Test
  void pictures_with_origin_size_and_link() {
    HtmlFacts facts =
        HtmlFacts.of(
            """
            <a href="https://a.example"><img src="cid:1" width="600" style="height:900px" alt="Bill"></a>
            <img src="https://b.example/o.gif" width=1 height=1>
            <img src="data:image/png;base64,AAAA" width="100%">
            """);
    assertThat(facts.pictures())
        .extracting(Picture::origin)
        .containsExactly(Origin.ATTACHED, Origin.REMOTE, Origin.INLINE);
    Picture first = facts.pictures().getFirst();
    assertThat(first.width()).isEqualTo(600);
    assertThat(first.height()).isEqualTo(900);
    assertThat(first.link().orElseThrow().host()).isEqualTo("a.example");
    assertThat(facts.pictures().get(1).beacon()).isTrue();
    assertThat(facts.pictures().get(2).width()).isEqualTo(-1);
  }

  @Test
  void words_cut_by_comments_and_by_nothing() {
    HtmlFacts facts = HtmlFacts.of("<p>Via<!-- x -->gra and pass\u200bword, <!-- y -->end</p>");
    assertThat(facts.counts().commentsInWords()).isEqualTo(1);
    assertThat(facts.counts().invisible()).isEqualTo(1);
    assertThat(facts.counts().comments()).isEqualTo(6);
    assertThat(facts.text()).startsWith("Viagra");
  }

  @Test
  void what_only_outlook_reads_is_no_comment() {
    HtmlFacts facts = HtmlFacts.of("a<!--[if mso]><table><![endif]-->b");
    assertThat(facts.counts().comments()).isZero();
    assertThat(facts.counts().commentsInWords()).isZero();
  }

  @Test
  void scripts_styles_and_titles_are_no_text() {
    HtmlFacts facts =
        HtmlFacts.of("<title>Bank</title><style>p{}</style><script>x</script><p>Hello</p>");
    assertThat(facts.text()).isEqualTo("Hello");
    assertThat(facts.title()).isEqualTo("Bank");
    assertThat(facts.hidden()).isEmpty();
  }
}
