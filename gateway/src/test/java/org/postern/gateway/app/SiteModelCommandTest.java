package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.learn.SiteModelFile;
import org.postern.gateway.json.JsonObject;

/// The model of a site, made and used by commands.
class SiteModelCommandTest extends TypedCommands {

  private void mail(String below, int from, int count) throws IOException {
    SiteMail.write(data.resolve(below), from, count);
  }

  @Test
  void what_a_site_taught_finds_what_nothing_else_finds() throws IOException {
    mail("old", 0, 120);
    mail("new", 500, 20);
    String[] evaluate = {"evaluate", "--json", "--ham", at("new/ham"), "--spam", at("new/spam")};
    assertThat(run(evaluate)).as(said()).isZero();
    assertThat(recall()).isZero();

    int code =
        run(
            "train",
            "--only",
            "site",
            "--ham",
            at("old/ham"),
            "--spam",
            at("old/spam"),
            "--out",
            at("site.model"));
    assertThat(code).as(said()).isZero();
    assertThat(out())
        .contains("learnt 120 spam and 120 other messages", "written: " + at("site.model"));
    assertThat(data.resolve("site.model.new")).doesNotExist();

    List<String> with = new ArrayList<>(List.of(evaluate));
    with.addAll(List.of("--site", at("site.model"), "--findings", at("findings")));
    assertThat(run(with.toArray(String[]::new))).as(said()).isZero();
    assertThat(recall()).isEqualTo(20);
    assertThat(falsePositives()).isZero();

    assertThat(run("evaluate", "--json", "--findings", at("findings"), "--symbols", "SITE_SPAM"))
        .as(said())
        .isZero();
    assertThat(recall()).isEqualTo(20);
    JsonObject evaluation = JsonObject.parse(out());
    assertThat(evaluation.objects("symbols")).hasSize(1);
    assertThat(run("evaluate", "--json", "--findings", at("findings"), "--without", "SITE_SPAM"))
        .as(said())
        .isZero();
    assertThat(recall()).isZero();
    assertThat(said()).contains("SITE_HAM").doesNotContain("SITE_SPAM");
    assertThat(run("evaluate", "--findings", at("findings"), "--symbols", "SITE_SPAN"))
        .isEqualTo(2);
    assertThat(said()).contains("there is no symbol 'SITE_SPAN'");
  }

  private long recall() throws IOException {
    return count("recall");
  }

  private long falsePositives() throws IOException {
    return count("false_positives");
  }

  private long count(String share) throws IOException {
    JsonObject all = JsonObject.parse(out()).object("all").orElseThrow();
    return all.object(share).orElseThrow().number("count").orElseThrow().longValue();
  }

  @Test
  void scan_asks_the_model_too() throws IOException {
    mail("old", 0, 110);
    mail("new", 500, 1);
    String[] train = {
      "train", "--only", "site", "--ham", at("old/ham"), "--spam", at("old/spam"), "--out", at("m")
    };
    assertThat(run(train)).as(said()).isZero();
    assertThat(run("scan", at("new"))).isZero();
    assertThat(said()).doesNotContain("SITE_");
    assertThat(run("scan", "--site", at("m"), at("new"))).isZero();
    assertThat(said()).contains("SITE_SPAM", "SITE_HAM");
  }

  @Test
  void the_order_of_an_index_is_kept_and_files_are_put_in_the_order_of_time() throws IOException {
    mail("old", 0, 120);
    StringBuilder forwards = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      forwards.append("spam\tspam/%03d.eml\nham\tham/%03d.eml\n".formatted(i, i));
    }
    Files.writeString(data.resolve("old/index.tsv"), forwards);
    assertThat(run("train", "--only", "site", "--index", at("old"), "--out", at("index")))
        .as(said())
        .isZero();
    // the same mail, named so that the names tell nothing about the time
    for (String kind : List.of("ham", "spam")) {
      Path turned = Files.createDirectories(data.resolve("turned/" + kind));
      for (int i = 0; i < 120; i++) {
        Files.copy(
            data.resolve("old/%s/%03d.eml".formatted(kind, i)),
            turned.resolve("%03d.eml".formatted(119 - i)));
      }
    }
    assertThat(
            run(
                "train",
                "--only",
                "site",
                "--spam",
                at("turned/spam"),
                "--ham",
                at("turned/ham"),
                "--out",
                at("time")))
        .as(said())
        .isZero();
    assertThat(data.resolve("time")).hasSameBinaryContentAs(data.resolve("index"));
  }

  @Test
  void too_little_mail_is_refused_and_writes_nothing() throws IOException {
    mail("old", 0, 99);
    String[] train = {
      "train", "--only", "site", "--ham", at("old/ham"), "--spam", at("old/spam"), "--out", at("m")
    };
    assertThat(run(train)).isEqualTo(1);
    assertThat(said())
        .contains("needs 100 messages of each kind", "there are 99 of spam and 99 of other mail");
    assertThat(data.resolve("m")).doesNotExist();
    assertThat(run("train", "--only", "site", "--ham", at("old/ham"))).isEqualTo(2);
    assertThat(said()).contains("--out FILE");
    assertThat(run("train", "--only", "site", "--out", at("m"), "--findings", at("f")))
        .isEqualTo(2);
    assertThat(said()).contains("--findings keeps no mail");
    assertThat(run("train", "--only", "site", "--out", at("m"), "--ham", at("none"))).isEqualTo(1);
    assertThat(said()).contains("there is no file or folder");
  }

  @Test
  void a_file_that_is_no_model_is_refused() throws IOException {
    mail("old", 0, 110);
    String[] train = {
      "train", "--only", "site", "--ham", at("old/ham"), "--spam", at("old/spam"), "--out", at("m")
    };
    assertThat(run(train)).isZero();
    byte[] whole = Files.readAllBytes(data.resolve("m"));
    assertThat(SiteModelFile.read(data.resolve("m")).ready()).isTrue();

    Files.write(data.resolve("cut"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(run("evaluate", "--site", at("cut"), "--ham", at("old/ham"))).isEqualTo(1);
    assertThat(said()).contains(at("cut") + " is cut off");

    byte[] bent = whole.clone();
    bent[bent.length - 6] ^= 1; // in the checksum of all
    Files.write(data.resolve("bent"), bent);
    assertThat(run("scan", "--site", at("bent"), at("old/ham"))).isEqualTo(1);
    assertThat(said()).contains("cannot read a model of a site from " + at("bent"));

    Files.writeString(data.resolve("text"), "no model");
    assertThat(run("scan", "--site", at("text"), at("old/ham"))).isEqualTo(1);
    assertThat(said()).contains("cannot read a model of a site from " + at("text"));
    assertThat(run("scan", "--site", at("none"), at("old/ham"))).isEqualTo(1);
    assertThat(said()).contains("there is no file " + at("none"));
  }
}
