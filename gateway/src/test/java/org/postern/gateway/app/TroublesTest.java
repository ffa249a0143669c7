package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.checks.rules.LocalRulesCheck;
import org.postern.engine.checks.rules.RulesCheck;
import org.postern.engine.rules.Facts;
import org.postern.engine.rules.Renderings;
import org.postern.engine.url.UrlLists;
import org.postern.gateway.control.Trouble;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class TroublesTest {

  @TempDir Path folder;

  private List<Trouble> after(String rules, String mail) throws IOException {
    Files.writeString(folder.resolve("own.cf"), rules);
    LocalRulesCheck local = new LocalRulesCheck(folder, folder.resolve("compiled"), Set.of());
    local.refresh();
    Message message = new MimeParser(MimeLimits.DEFAULT).parse(mail.getBytes(UTF_8));
    // a slow machine ends the first searches by their time, and three such switch off as well
    for (int i = 0; i < 3; i++) {
      local.set().run(new Renderings(message, ""), Facts.NONE);
    }
    return new Troubles(new RulesCheck(), Optional.of(local), UrlLists.NONE, List.of())
        .now().stream().filter(one -> one.where().contains("own.cf")).toList();
  }

  @Test
  void a_rule_that_was_switched_off_is_named_with_its_line_and_the_reason() throws IOException {
    String dear = "Subject: x\r\n\r\n" + "a".repeat(2_000) + "!\r\n";
    assertThat(after("body GOOD /a/\n\nbody DEAR /(a+)+\\1$/\n", dear))
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.kind()).isEqualTo(Trouble.Kind.RULE_SWITCHED_OFF);
          assertThat(trouble.what()).isEqualTo("DEAR");
          assertThat(trouble.where()).endsWith("own.cf:3");
          assertThat(trouble.why())
              .matches(
                  "(?:too many steps or too deep|more than 50 ms).*; it comes back 20\\d\\d-\\S+Z");
        });
  }

  @Test
  void rules_that_could_not_be_read_are_named_with_their_line_and_what_was_expected()
      throws IOException {
    assertThat(after("body GOOD /a/\nbody BROKEN /(a/\n", "\r\n\r\n"))
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.kind()).isEqualTo(Trouble.Kind.FILE_NOT_READ);
          assertThat(trouble.what()).isEqualTo("analysis.rules");
          assertThat(trouble.where()).endsWith("own.cf:2");
          assertThat(trouble.why()).contains("BROKEN").contains("expected");
        });
  }

  @Test
  void a_rule_that_asks_for_what_is_not_ours_is_named_with_its_line() throws IOException {
    assertThat(after("body GOOD /a/\nheader IDLE eval:check_the_stars()\n", "\r\n\r\n"))
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.kind()).isEqualTo(Trouble.Kind.RULE_NEVER_HITS);
          assertThat(trouble.where()).endsWith("own.cf:2");
          assertThat(trouble.why()).contains("IDLE never hits: check_the_stars", "expected");
        });
  }

  @Test
  void lists_that_cannot_be_read_are_named_until_they_can() throws IOException {
    Path blocked = Files.writeString(folder.resolve("blocked"), "evil.example\n\nnot one\n");
    Path allowed = folder.resolve("allowed");
    UrlLists urls = new UrlLists(List.of(blocked), List.of(allowed));
    Troubles troubles = new Troubles(new RulesCheck(), Optional.empty(), urls, List.of());
    assertThat(troubles.now())
        .extracting(Trouble::kind, Trouble::where)
        .containsExactly(
            tuple(Trouble.Kind.FILE_NOT_READ, blocked + ":3"),
            tuple(Trouble.Kind.FILE_NOT_READ, allowed.toString()));
    assertThat(troubles.now().getFirst().why()).startsWith("expected a domain");
    assertThat(troubles.now().getLast().why()).isEqualTo("there is no such file");
    Files.writeString(blocked, "evil.example\n");
    Files.writeString(allowed, "good.example\n");
    urls.refresh();
    assertThat(troubles.now()).isEmpty();
  }

  @Test
  void nothing_is_wrong_at_first() throws IOException {
    assertThat(after("body GOOD /a/\n", "\r\n\r\n")).isEmpty();
  }
}
