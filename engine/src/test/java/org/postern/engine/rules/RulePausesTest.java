package org.postern.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.engine.pattern.Databases;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Rules that cost too much.
class RulePausesTest {

  @Test
  void a_rule_that_takes_too_many_steps_is_switched_off_and_named_and_the_others_go_on() {
    Reading reading =
        RuleSet.readTexts(
            Map.of(
                "local.cf",
                "full EVIL /(?:a|aa)+$/\nfull GOOD /aaaa/\n".getBytes(StandardCharsets.UTF_8)),
            List.of(),
            Databases.pureJava(),
            Set.of(),
            RuleLimits.STANDARD,
            () -> 0);
    RuleSet set = ((Reading.Loaded) reading).set();
    byte[] octets =
        ("Subject: x\r\n\r\n" + "a".repeat(60_000) + "!\r\n").getBytes(StandardCharsets.US_ASCII);
    Renderings mail = new Renderings(new MimeParser(MimeLimits.DEFAULT).parse(octets), "");
    assertThat(set.run(mail, Facts.NONE).stream().map(hit -> hit.rule().name()))
        .containsExactly("GOOD");
    assertThat(set.switchedOff())
        .singleElement()
        .satisfies(off -> {
          assertThat(off).extracting("name", "file", "line").containsExactly("EVIL", "local.cf", 1);
          assertThat(off.reason()).startsWith("too many steps or too deep, after ");
        });
    assertThat(set.run(mail, Facts.NONE).stream().map(hit -> hit.rule().name()))
        .containsExactly("GOOD");
  }

  @Test
  void a_dear_message_takes_a_rule_for_a_while_only_and_longer_each_time() {
    Instant[] now = {Instant.parse("2026-03-01T00:00:00Z")};
    RuleSet set = paused(now);
    for (long minutes : List.of(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1_280L, 1_440L, 1_440L)) {
      assertThat(names(set, "aaa")).as("it is there").containsExactly("EVIL");
      assertThat(names(set, DEAR)).isEmpty();
      Duration pause = Duration.ofMinutes(minutes);
      assertThat(set.switchedOff())
          .singleElement()
          .satisfies(off -> assertThat(off.until()).isEqualTo(now[0].plus(pause)));
      now[0] = now[0].plus(pause).minusMillis(1);
      assertThat(names(set, "aaa")).as("it pauses").isEmpty();
      now[0] = now[0].plusMillis(1);
      assertThat(set.switchedOff()).isEmpty();
    }
  }

  @Test
  void after_a_good_day_the_pause_of_a_rule_is_the_first_again() {
    Instant[] now = {Instant.parse("2026-03-01T00:00:00Z")};
    RuleSet set = paused(now);
    names(set, DEAR);
    now[0] = now[0].plus(Duration.ofMinutes(10)).plus(Duration.ofDays(1));
    names(set, DEAR);
    assertThat(set.switchedOff())
        .extracting(SwitchedOff::until)
        .containsExactly(now[0].plus(Duration.ofMinutes(10)));
    now[0] = now[0].plus(Duration.ofMinutes(10)).plus(Duration.ofDays(1)).minusMillis(1);
    names(set, DEAR);
    assertThat(set.switchedOff())
        .extracting(SwitchedOff::until)
        .containsExactly(now[0].plus(Duration.ofMinutes(20)));
  }

  @Test
  void a_rule_that_is_late_now_and_then_over_months_stays() {
    Instant[] now = {Instant.parse("2026-03-01T00:00:00Z")};
    Switches switches = new Switches(1, RuleLimits.STANDARD, () -> now[0]);
    for (int i = 0; i < 10; i++) {
      assertThat(switches.late(0, "late")).isEmpty();
      assertThat(switches.late(0, "late")).isEmpty();
      now[0] = now[0].plus(Duration.ofDays(1));
    }
    assertThat(switches.late(0, "late")).isEmpty();
    assertThat(switches.late(0, "late")).isEmpty();
    assertThat(switches.late(0, "late")).contains(now[0].plus(Switches.PAUSE));
    assertThat(switches.late(0, "late")).as("it is off already").isEmpty();
  }

  private static final String DEAR = "a".repeat(60_000) + "!";

  private static RuleSet paused(Instant[] now) {
    byte[] rules = "full EVIL /(?:a|aa)+$/\n".getBytes(StandardCharsets.UTF_8);
    return ((Reading.Loaded)
            RuleSet.readTexts(
                Map.of("local.cf", rules), Databases.pureJava(), () -> 0, () -> now[0]))
        .set();
  }

  private static List<String> names(RuleSet set, String body) {
    byte[] octets = ("Subject: x\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    Renderings mail = new Renderings(new MimeParser(MimeLimits.DEFAULT).parse(octets), "");
    return set.run(mail, Facts.NONE).stream().map(hit -> hit.rule().name()).toList();
  }

  @Test
  void a_trusted_rule_is_given_up_for_one_message_only() {
    Reading reading =
        RuleSet.readTexts(
            Map.of("ours.cf", "full OURS /(?:a|aa)+$/\n".getBytes(StandardCharsets.UTF_8)),
            List.of(),
            Databases.pureJava(),
            Set.of(),
            RuleLimits.TRUSTED,
            () -> 0);
    RuleSet set = ((Reading.Loaded) reading).set();
    byte[] hostile =
        ("Subject: x\r\n\r\n" + "a".repeat(60_000) + "!\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] usual = "Subject: x\r\n\r\naaa".getBytes(StandardCharsets.US_ASCII);
    MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
    assertThat(set.run(new Renderings(parser.parse(hostile), ""), Facts.NONE)).isEmpty();
    assertThat(set.run(new Renderings(parser.parse(usual), ""), Facts.NONE)).hasSize(1);
    assertThat(set.switchedOff()).isEmpty();
  }

  @Test
  void a_rule_that_is_given_up_or_pauses_is_named_where_something_depended_on_it() {
    Instant[] now = {Instant.parse("2026-03-01T00:00:00Z")};
    byte[] rules =
        """
        full     __EVIL   /(?:a|aa)+$/
        full     __LONG   /(?:aa|a)+$/
        header   __OTHER  exists:X-Other
        meta     EVIL     __EVIL
        meta     NEVER    __LONG && __OTHER
        """
            .getBytes(StandardCharsets.UTF_8);
    RuleSet set =
        ((Reading.Loaded)
                RuleSet.readTexts(
                    Map.of("local.cf", rules), Databases.pureJava(), () -> 0, () -> now[0]))
            .set();
    assertThat(notRun(set, "aaa")).isEmpty();
    assertThat(notRun(set, DEAR)).as("given up").containsExactly("__EVIL");
    assertThat(notRun(set, "aaa")).as("it pauses").containsExactly("__EVIL");
    now[0] = now[0].plus(Duration.ofMinutes(10));
    assertThat(notRun(set, "aaa")).as("it is back").isEmpty();
  }

  private static List<String> notRun(RuleSet set, String body) {
    byte[] octets = ("Subject: x\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    Renderings mail = new Renderings(new MimeParser(MimeLimits.DEFAULT).parse(octets), "");
    return set.scored(mail, Facts.NONE).notRun().stream().map(Rule::name).toList();
  }
}
