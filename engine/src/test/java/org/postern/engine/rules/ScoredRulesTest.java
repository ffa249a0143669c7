package org.postern.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Rules that decide something, and parts that are looked at for them alone.
class ScoredRulesTest {

  /// Whether parts hit is not told to whoever asks for scores, but what they decide is.
  @Test
  void those_with_a_score_are_the_same_whether_all_are_looked_at_or_not() {
    String rules =
        """
        body     __DEAR     /Dear\\s+friend/
        body     __FREE     /free/
        tflags   __FREE     multiple
        body     __NONE     /nobody says this/
        uri      __LINK     /example\\.org/
        header   __ID       exists:Message-ID
        header   __OURS     eval:of_the_engine()
        body     __HTML     eval:html_tag_exists('br')
        meta     __GREETS   __DEAR || __NONE
        meta     __COUNT    __FREE + __LINK + __NONE
        meta     ALL        __GREETS && __COUNT == 4 && !__ID && __OURS && __HTML
        meta     NONE       __NONE && __LINK && __OURS
        meta     EITHER     __NONE || __LINK
        meta     FOUR       __COUNT >= 4
        meta     NEGATED    !__NONE && !(__ID || __NONE)
        meta     RATIO      __FREE / (1 + __NONE) > 2
        meta     ROUND      __ROUND2 || __DEAR
        meta     __ROUND2   ROUND + 0
        body     PLAIN      /free/
        body     NOTHING    /free/
        score    NOTHING    0
        """;
    RuleSet set = ((Reading.Loaded) RuleSetTest.read(rules)).set();
    List<RuleHit> all = set.run(mail(), (_, _) -> true);
    List<RuleHit> scored = set.scored(mail(), (_, _) -> true).hits();
    assertThat(all).extracting(hit -> hit.rule().name()).contains("__FREE", "__GREETS", "NOTHING");
    assertThat(scored)
        .isEqualTo(all.stream().filter(hit -> hit.rule().score() != 0).toList())
        .extracting(hit -> hit.rule().name() + " " + hit.evidence())
        .containsExactly(
            "ALL free … example.org … Dear friend",
            "EITHER example.org",
            "FOUR free … example.org",
            "NEGATED ",
            "RATIO free",
            "ROUND Dear friend",
            "PLAIN free");
  }

  @Test
  void looks_at_nothing_that_decides_nothing() {
    List<String> asked = new ArrayList<>();
    RuleSet set =
        ((Reading.Loaded)
                RuleSetTest.read(
                    """
                    header __OURS eval:of_the_engine()
                    header __NONE exists:X-Nobody-Has-This
                    meta   NEVER  __OURS && __NONE
                    """))
            .set();
    assertThat(set.scored(mail(), (name, _) -> asked.add(name)).hits()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void rules_behind_rules_behind_rules_do_not_overflow() {
    StringBuilder rules = new StringBuilder("header __M0 eval:of_the_engine()\n");
    for (int i = 1; i <= 20_000; i++) {
      rules.append("meta __M").append(i).append(" __M").append(i - 1).append('\n');
    }
    RuleSet set = ((Reading.Loaded) RuleSetTest.read(rules + "meta LAST __M20000\n")).set();
    assertThat(set.scored(mail(), (_, _) -> true).hits())
        .extracting(RuleHit::count)
        .containsExactly(1.0);
  }

  private static Renderings mail() {
    byte[] octets = RuleSetTest.MAIL.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return new Renderings(new MimeParser(MimeLimits.DEFAULT).parse(octets), "bounce@example.com");
  }
}
