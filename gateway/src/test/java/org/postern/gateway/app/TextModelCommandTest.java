package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A text model in place of that which comes with Postern, made and used by commands.
class TextModelCommandTest extends TypedCommands {

  private int train(String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--only", "text", "--out", at("m")));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  @Test
  void what_was_fitted_judges_in_place_of_what_comes_with_postern() throws IOException {
    SiteMail.write(data.resolve("old"), 0, 110);
    SiteMail.write(data.resolve("new"), 500, 2);
    assertThat(run("scan", at("new/spam"))).isZero();
    assertThat(said()).doesNotContain("TEXT_SPAM");

    assertThat(train("--ham", at("old/ham"), "--spam", at("old/spam"))).as(said()).isZero();
    assertThat(said())
        .contains("later mail: ", "learnt 110 spam and 110 other messages, suspects from ")
        .endsWith("written: " + at("m") + "\n");

    assertThat(run("scan", "--text-model", at("m"), at("new/spam"))).isZero();
    assertThat(said().lines()).hasSize(2).allMatch(line -> line.contains("TEXT_SPAM"));
    assertThat(run("scan", "--text-model", at("m"), at("new/ham"))).isZero();
    assertThat(said()).doesNotContain("TEXT_SPAM");
    assertThat(
            run(
                "evaluate",
                "--text-model",
                at("m"),
                "--ham",
                at("new/ham"),
                "--spam",
                at("new/spam")))
        .isZero();
    assertThat(said()).contains("TEXT_SPAM");
  }

  @Test
  void templates_and_doubted_sources_are_taken() throws IOException {
    SiteMail.write(data.resolve("old"), 0, 110);
    SiteMail.write(data.resolve("archive"), 200, 5);
    Path own = Files.createDirectories(data.resolve("own"));
    Files.writeString(
        own.resolve("words.txt"),
        "first = Ann|Ben\nlast = Abel|Quinn\ncompany = Larkspur|Oakfield\n");
    Files.writeString(
        own.resolve("mail.txt"), "== ham\nSubject: Hello {first}\nSee you at the fair\n");
    assertThat(
            train(
                "--own-mail",
                own.toString(),
                "--ham",
                at("old/ham"),
                at("archive/ham"),
                at("archive/spam"),
                "--spam",
                at("old/spam"),
                "--doubted",
                "archive"))
        .as(said())
        .isZero();
    assertThat(said()).contains("archive: 5 messages left out as spam nobody labelled");
  }

  @Test
  void what_cannot_be_fitted_is_told() throws IOException {
    SiteMail.write(data.resolve("old"), 0, 99);
    assertThat(train("--ham", at("old/ham"), "--spam", at("old/spam"))).isEqualTo(1);
    assertThat(said()).contains("needs 100 messages of each kind", "99 of spam and 99 of other");
    assertThat(data.resolve("m")).doesNotExist();
    assertThat(train("--ham", at("old/ham"), "--doubted", "older")).isEqualTo(2);
    assertThat(said()).contains("there is no source 'older' to doubt, expected one of old");
    assertThat(train("--ham", at("old/ham"), "--own-mail", at("old"))).isEqualTo(1);
    assertThat(said()).contains("there is no file " + at("old/words.txt"));
    assertThat(run("train", "--only", "site", "--own-mail", at("old"), "--out", at("m")))
        .isEqualTo(2);
    assertThat(said()).contains("--own-mail teaches a text model");
  }

  @Test
  void a_file_that_is_no_model_is_refused() throws IOException {
    Files.writeString(data.resolve("text"), "no model");
    assertThat(run("scan", "--text-model", at("text"), at("text"))).isEqualTo(1);
    assertThat(said()).contains("cannot read a text model from " + at("text"));
    assertThat(run("evaluate", "--text-model", at("none"), "--ham", at("text"))).isEqualTo(1);
    assertThat(said()).contains("there is no file " + at("none"));
  }
}
