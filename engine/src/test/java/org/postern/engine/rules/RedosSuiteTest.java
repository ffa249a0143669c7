package org.postern.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.engine.pattern.Databases;
import org.postern.engine.pattern.PatternException;
import org.postern.engine.pattern.PerlPattern;
import org.postern.engine.pattern.Steps;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// The patterns of the suite REDOS as rules of an administrator, over bodies of 64 KB. Counted in
/// steps, not in time, so that a busy machine changes nothing.
class RedosSuiteTest {

  private static final int BODY = 64 << 10;

  /// A pattern, and a text said to be evil for it; empty where none is known.
  record Evil(String pattern, String text) {
    @Override
    public String toString() {
      return pattern;
    }
  }

  static List<Evil> patterns() throws IOException {
    String folder = System.getenv("POSTERN_SUITES");
    List<Evil> all = new ArrayList<>();
    if (folder == null) {
      all.add(new Evil("(a+)+$", ""));
      all.add(new Evil("^(([a-z])+.)+[A-Z]([a-z])+$", ""));
      all.add(new Evil("(a|a?)+$", ""));
      all.add(new Evil("(.*a){12}$", ""));
      return all;
    }
    for (String line : Files.readAllLines(Path.of(folder, "redos", "patterns.jsonl"))) {
      if (!line.isBlank()) {
        all.add(read(line));
      }
    }
    return all;
  }

  private static Evil read(String line) throws IOException {
    String pattern = "";
    String text = "";
    try (JsonParser json = new JsonFactory().createParser(line)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          pattern = "pattern".equals(json.currentName()) ? json.getText() : pattern;
          text = "evil".equals(json.currentName()) ? json.getText() : text;
        }
      }
    }
    return new Evil(pattern, text);
  }

  private static List<byte[]> bodies(Evil evil) {
    List<String> texts = new ArrayList<>();
    for (String unit : List.of("a", "0", " ", "ab", "\t", "1.", "a@", "x,", "http://a.", "<!--")) {
      texts.add(unit.repeat(BODY / unit.length()) + "!\n");
    }
    if (!evil.text().isEmpty()) {
      texts.add(evil.text().repeat(Math.max(1, BODY / evil.text().length())) + "\u0001");
    }
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void no_pattern_takes_more_steps_than_it_may(Evil evil) {
    PerlPattern pattern;
    try {
      pattern = PerlPattern.of(evil.pattern(), "");
    } catch (PatternException invalid) {
      assertThat(invalid).hasMessageMatching("(?s).+");
      return;
    }
    long most = RuleLimits.STANDARD.steps();
    for (byte[] body : bodies(evil)) {
      Steps steps = new Steps(most, Long.MAX_VALUE / 2, () -> 0);
      PerlPattern.Outcome outcome = pattern.search(body, steps).in(0, body.length);
      assertThat(steps.taken()).isLessThanOrEqualTo(most);
      assertThat(outcome).isNotEqualTo(PerlPattern.Outcome.LATE);
    }
  }

  @Test
  void all_of_them_together_as_rules_end_and_the_good_rule_beside_them_hits() throws IOException {
    Assumptions.assumeTrue(
        System.getenv("POSTERN_SUITES") != null, "SKIPPED: POSTERN_SUITES names no folder");
    Map<String, byte[]> files = new LinkedHashMap<>();
    StringBuilder rules = new StringBuilder("full GOOD /!$/\n");
    int number = 0;
    for (Evil evil : patterns()) {
      String rule =
          "full EVIL_%d m\u0001%s\u0001%n".formatted(number++, evil.pattern().replace("#", "\\#"));
      if (RuleSet.readTexts(
              Map.of("one.cf", rule.getBytes(StandardCharsets.ISO_8859_1)),
              List.of(),
              Databases.pureJava(),
              Set.of(),
              RuleLimits.STANDARD,
              () -> 0)
          instanceof Reading.Loaded) {
        rules.append(rule);
      }
    }
    files.put("evil.cf", rules.toString().getBytes(StandardCharsets.ISO_8859_1));
    Reading reading =
        RuleSet.readTexts(
            files, List.of(), Databases.inMemory(), Set.of(), RuleLimits.STANDARD, () -> 0);
    RuleSet set = ((Reading.Loaded) reading).set();
    for (byte[] body : bodies(new Evil("", ""))) {
      byte[] mail = new byte[body.length + 14];
      System.arraycopy("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, mail, 0, 14);
      System.arraycopy(body, 0, mail, 14, body.length);
      Renderings renderings = new Renderings(new MimeParser(MimeLimits.DEFAULT).parse(mail), "");
      assertThat(set.run(renderings, Facts.NONE).stream().map(hit -> hit.rule().name()))
          .contains("GOOD");
    }
    assertThat(set.switchedOff())
        .isNotEmpty()
        .allSatisfy(off -> {
          assertThat(off.name()).startsWith("EVIL_");
          assertThat(off.file()).isEqualTo("evil.cf");
          assertThat(off.line()).isGreaterThan(1);
          assertThat(off.reason()).contains("too many steps or too deep");
        });
  }
}
