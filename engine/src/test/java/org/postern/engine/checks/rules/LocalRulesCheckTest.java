package org.postern.engine.checks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.pattern.Databases;
import org.postern.engine.rules.Renderings;
import org.postern.engine.rules.RuleSet;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Symbol;

class LocalRulesCheckTest {

  private static final Case MAIL =
      Messages.mail(
          "ann@sender.example",
          "From: ann@sender.example\r\nSubject: Lunch\r\n\r\nA cheap lunch at noon.\r\n"
              .getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  private LocalRulesCheck check() {
    LocalRulesCheck check =
        new LocalRulesCheck(
            folder.resolve("rules"), folder.resolve("compiled"), Set.of("SUBJECT_ALL_CAPS"));
    check.refresh();
    return check;
  }

  private void write(String text, long second) throws IOException {
    Files.createDirectories(folder.resolve("rules"));
    Path file = folder.resolve("rules").resolve("own.cf");
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1_000));
  }

  @Test
  void a_link_that_nobody_sees_does_not_speak_for_who_hides_it() throws IOException {
    write("header OWN_ELSEWHERE eval:links_elsewhere()\nscore OWN_ELSEWHERE 1\n", 1);
    String page =
        "From: ann@sender.example\r\nContent-Type: text/html\r\n\r\n"
            + "<a href='https://evil.example/'>here</a>";
    String hidden = "<div style='display:none'><a href='https://sender.example/'>x</a></div>";
    for (String text : List.of(page, page + hidden)) {
      Case mail = Messages.mail("ann@sender.example", text.getBytes(StandardCharsets.UTF_8));
      assertThat(check().inspect(mail)).as(text).hasSize(1);
    }
    Case seen =
        Messages.mail(
            "ann@sender.example",
            (page + "<a href='https://sender.example/'>x</a>").getBytes(StandardCharsets.UTF_8));
    assertThat(check().inspect(seen)).isEmpty();
  }

  private static List<String> found(LocalRulesCheck check) {
    return check.inspect(MAIL).stream().map(Finding::symbol).map(Symbol::name).toList();
  }

  @Test
  void finds_what_the_folder_says_with_the_text_that_matched() throws IOException {
    write("body CHEAP /cheap \\w+/\nscore CHEAP 1.5\ndescribe CHEAP a cheap thing\n", 1);
    assertThat(check().inspect(MAIL))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.symbol())
              .extracting(Symbol::name, Symbol::points, Symbol::group, Symbol::meaning)
              .containsExactly("CHEAP", 1.5, Group.RULE, "a cheap thing");
          assertThat(finding.evidence()).containsExactly("cheap lunch");
        });
  }

  @Test
  void does_without_a_folder() {
    LocalRulesCheck check = check();
    assertThat(check.symbols()).isEmpty();
    assertThat(found(check)).isEmpty();
  }

  @Test
  void reads_the_folder_again_when_a_file_changes() throws IOException {
    write("body CHEAP /cheap/\n", 1);
    LocalRulesCheck check = check();
    write("body NOON /noon/\n", 2);
    assertThat(found(check)).containsExactly("CHEAP");
    check.refresh();
    assertThat(found(check)).containsExactly("NOON");
  }

  @Test
  void an_error_leaves_the_rules_of_before_and_is_named() throws IOException {
    write("body CHEAP /cheap/\n", 1);
    LocalRulesCheck check = check();
    write("body CHEAP /cheap/\nbody NOON /(noon/\n", 2);
    check.refresh();
    assertThat(found(check)).containsExactly("CHEAP");
    assertThat(check.errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.file()).endsWith("own.cf");
          assertThat(error.line()).isEqualTo(2);
          assertThat(error.text()).contains("NOON").contains("expected");
        });
    write("body NOON /(noon)/\n", 3);
    check.refresh();
    assertThat(check.errors()).isEmpty();
    assertThat(found(check)).containsExactly("NOON");
  }

  @Test
  void a_rule_of_a_name_that_is_taken_gets_another() throws IOException {
    write("body SUBJECT_ALL_CAPS /cheap/\nbody lower_case /cheap/\nbody __PART /cheap/\n", 1);
    assertThat(found(check())).containsExactly("LOCAL_SUBJECT_ALL_CAPS", "LOWER_CASE");
  }

  @Test
  void functions_of_the_engine_can_be_asked() throws IOException {
    write(
        """
        header NO_LINKS  eval:links_at_least('1')
        header SHORT     eval:text_shorter_than('100')
        header NO_FREE   eval:from_freemail()
        header HIDDEN    eval:recipients_hidden()
        header NO_PASS   eval:check_for_spf_pass()
        header UNKNOWN   eval:link_of_kind('nothing')
        """,
        1);
    assertThat(found(check())).containsExactly("SHORT", "HIDDEN");
  }

  @Test
  void shipped_rules_hit_the_same_without_the_native_library() {
    RuleSet one = ShippedRules.read(Databases.inMemory());
    RuleSet other = ShippedRules.read(Databases.pureJava());
    assertThat(one.rules())
        .allSatisfy(rule ->
            assertThat(rule.partial() || !rule.description().isEmpty()).as(rule.name()).isTrue());
    Renderings mail =
        new Renderings(
            MAIL.message(),
            "",
            "Dear friend, my late client left $ 4,500,000. Kindly reply. Your mailbox is full.");
    assertThat(hits(one, mail)).isEqualTo(hits(other, mail)).hasSizeGreaterThan(4);
  }

  private static List<String> hits(RuleSet set, Renderings mail) {
    return set.run(mail, (_, _) -> false).stream()
        .map(hit -> hit.rule().name() + " " + hit.count() + " " + hit.evidence())
        .toList();
  }

  @Test
  void a_rule_that_is_given_up_is_named() throws IOException {
    write("full OWN_DEAR /(?:a|aa)+$/\nscore OWN_DEAR 1\n", 1);
    LocalRulesCheck check = check();
    assertThat(check.inspect(MAIL)).isEmpty();
    Case dear =
        Messages.mail(
            "ann@sender.example",
            ("Subject: x\r\n\r\n" + "a".repeat(60_000) + "!").getBytes(StandardCharsets.UTF_8));
    assertThat(check.inspect(dear))
        .singleElement()
        .satisfies(finding -> {
          assertThat(check.symbols()).contains(finding.symbol());
          assertThat(finding.symbol().name()).isEqualTo("LOCAL_RULES_NOT_EXAMINED");
          assertThat(finding.points()).isZero();
          assertThat(finding.evidence()).containsExactly("OWN_DEAR");
        });
    assertThat(check.inspect(MAIL)).as("it pauses").hasSize(1);
  }
}
