package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.json.JsonObject;
import org.w3c.dom.Document;

class EvaluateCommandTest extends TypedCommands {

  // the GTUBE test string, in two halves so that this file is no spam
  private static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

  @BeforeEach
  void writes_mail() throws IOException {
    for (int i = 0; i < 3; i++) {
      write("mine/ham/" + i + ".eml", message(2024 + i, "Shall we meet on Monday at nine?"));
    }
    write("mine/spam/1.eml", message(2025, GTUBE));
    write("mine/spam/2.eml", message(2026, "The minutes of the meeting are attached."));
    write("news/1.eml", message(2026, "Our newsletter of this week. To leave, click here."));
  }

  private static String message(int year, String text) {
    return """
    From: Ann <ann@sender.example>
    To: bob@receiver.example
    Subject: Monday
    Date: 5 Jan %d 10:00:00 +0100
    Message-ID: <1@sender.example>

    %s
    """
        .formatted(year, text);
  }

  private void write(String name, String text) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void says_how_much_was_found_and_what_was_wrong() {
    int code =
        run(
            "evaluate",
            "--ham",
            at("mine/ham"),
            "--spam",
            at("mine/spam"),
            "--infomail",
            at("news"));
    assertThat(code).as(err()).isZero();
    assertThat(out())
        .contains("50.00 (")
        .contains("no ham and no infomail was called spam")
        .contains("GTUBE");
  }

  @Test
  void the_same_as_json() throws IOException {
    assertThat(run("evaluate", "--json", "--ham", at("mine/ham"), "--spam", at("mine/spam")))
        .isZero();
    JsonObject all = JsonObject.parse(out()).object("all").orElseThrow();
    JsonObject recall = all.object("recall").orElseThrow();
    assertThat(recall.number("count")).contains(1L);
    assertThat(recall.number("of")).contains(2L);
    JsonObject wrong = all.object("false_positives").orElseThrow();
    assertThat(wrong.number("count")).contains(0L);
    assertThat(wrong.number("of")).contains(3L);
    assertThat(JsonObject.parse(out()).objects("sources")).hasSize(1);
  }

  @Test
  void a_folder_with_an_index_says_what_it_holds() throws IOException {
    write("mine/index.tsv", "ham\tham/0.eml\nspam\tspam/1.eml\nspam\tspam/9.eml\n");
    assertThat(run("evaluate", "--json", "--index", at("mine"))).isEqualTo(1);
    assertThat(err()).contains("cannot read").contains("9.eml: there is no such file");
    JsonObject evaluation = JsonObject.parse(out());
    assertThat(evaluation.texts("unreadable")).hasSize(1);
    JsonObject recall = evaluation.object("all").orElseThrow().object("recall").orElseThrow();
    assertThat(recall.number("of")).contains(1L);
  }

  @Test
  void judges_with_other_weights() throws IOException {
    write("weights.tsv", "MISSING_RECIPIENTS\t6\n");
    write("spam/1.eml", "From: a@sender.example\nSubject: x\n\nHello, this is mail.\n");
    assertThat(run("evaluate", "--weights", at("weights.tsv"), "--spam", at("spam"))).isZero();
    assertThat(out()).contains("100.00 (").contains("MISSING_RECIPIENTS");
    write("weights.tsv", "# mine\nMISSING_RECIPIENT\t6\n");
    assertThat(run("evaluate", "--weights", at("weights.tsv"), "--spam", at("spam"))).isEqualTo(1);
    assertThat(err())
        .contains("weights.tsv line 2: there is no symbol 'MISSING_RECIPIENT', expected one of");
    assertThat(run("evaluate", "--weights", at("none"), "--spam", at("spam"))).isEqualTo(1);
    assertThat(err()).contains("there is no file");
  }

  @Test
  void draws_what_it_found() throws Exception {
    assertThat(
            run(
                "evaluate",
                "--svg",
                at("charts"),
                "--png",
                at("charts"),
                "--ham",
                at("mine/ham"),
                "--spam",
                at("mine/spam")))
        .as(err())
        .isZero();
    for (String name : List.of("roc", "scores")) {
      Document svg =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(data.resolve("charts/" + name + ".svg").toFile());
      assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(svg.getElementsByTagName("text").getLength()).isGreaterThan(8);
      BufferedImage png = ImageIO.read(data.resolve("charts/" + name + ".png").toFile());
      assertThat(png.getWidth()).isEqualTo(1280);
      // something of the spam's colour was drawn
      int[] pixels = png.getRGB(0, 0, png.getWidth(), png.getHeight(), null, 0, png.getWidth());
      assertThat(Arrays.stream(pixels).filter(pixel -> pixel == 0xffd55e00).count()).isPositive();
    }
    assertThat(Files.readString(data.resolve("charts/roc.svg"))).contains("1-ROCA ");
  }

  @Test
  void keeps_what_was_found_and_judges_it_again() throws IOException {
    assertThat(
            run(
                "evaluate",
                "--findings",
                at("findings"),
                "--ham",
                at("mine/ham"),
                "--spam",
                at("mine/spam")))
        .isZero();
    assertThat(run("evaluate", "--json", "--findings", at("findings"))).isZero();
    JsonObject all = JsonObject.parse(out()).object("all").orElseThrow();
    assertThat(all.object("recall").orElseThrow().number("count")).contains(1L);
    assertThat(run("evaluate", "--findings", at("none"))).isEqualTo(1);
    assertThat(err()).contains("there is no file");
  }

  @Test
  void weights_are_fitted_and_judged_with() throws IOException {
    for (int i = 0; i < 12; i++) {
      write("a/spam/" + i + ".eml", "From: a@sender.example\nSubject: CASH FOR ALL OF YOU\n\nx\n");
      write("b/spam/" + i + ".eml", "From: b@sender.example\nSubject: GOLD FOR ALL OF YOU\n\ny\n");
    }
    String[] fit = {
      "train",
      "--only",
      "weights",
      "--out",
      at("fitted.tsv"),
      "--findings",
      at("findings"),
      "--ham",
      at("mine/ham"),
      "--spam",
      at("a/spam"),
      at("b/spam")
    };
    assertThat(run(fit)).as(err()).isZero();
    assertThat(out()).contains("every source in turn left out").contains("  b: spam 12");
    String first = Files.readString(data.resolve("fitted.tsv"));
    assertThat(first)
        .contains("# The weights of the built-in symbols, fitted on ", " --out fitted.tsv ")
        .doesNotContain(data.toString());
    assertThat(run(fit)).isZero();
    assertThat(Files.readString(data.resolve("fitted.tsv"))).isEqualTo(first);
    assertThat(
            run("evaluate", "--weights", at("fitted.tsv"), "--findings", at("findings"), "--json"))
        .as(err())
        .isZero();
  }

  @Test
  void training_says_what_it_lacks() {
    assertThat(run("train", "--out", at("fitted.tsv"), "--spam", at("mine/spam"))).isEqualTo(1);
    assertThat(err()).contains("spam and other mail are needed");
    assertThat(run("train", "--spam", at("mine/spam"))).isEqualTo(2);
    assertThat(err()).contains("--out");
    assertThat(
            run(
                "train",
                "--out",
                at("fitted.tsv"),
                "--doubted",
                "yours",
                "--spam",
                at("mine/spam")))
        .isEqualTo(2);
    assertThat(err()).contains("there is no source 'yours' to doubt");
  }

  @Test
  void says_what_is_missing() {
    assertThat(run("evaluate")).isEqualTo(2);
    assertThat(err()).contains("--ham PATH --spam PATH");
    assertThat(run("evaluate", "--ham", at("nowhere"))).isEqualTo(1);
    assertThat(err()).contains("there is no file or folder");
  }
}
