package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `postern scan`.
class ScanCommandTest extends TypedCommands {

  private static final String GTUBE =
      """
      From: a@example.org
      Subject: t

      XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X
      """;

  @Test
  void scans_standard_input_as_json() {
    input = GTUBE.getBytes(UTF_8);
    assertThat(
            run(
                "scan",
                "--json",
                "--client-ip",
                "192.0.2.1",
                "--helo",
                "h",
                "--from",
                "<>",
                "--rcpt",
                "b@example.org",
                "-"))
        .isZero();
    assertThat(out())
        .startsWith("{\"file\":\"-\",\"category\":\"CONFIRMED_SPAM\",\"score\":")
        .contains("\"findings\":[{\"symbol\":", "\"symbol\":\"GTUBE\",\"points\":", "\"took_ms\":");
    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void scans_folders_in_the_order_of_their_names() throws Exception {
    Files.createDirectories(data.resolve("m/sub"));
    for (int i = 0; i < 30; i++) {
      Files.writeString(
          data.resolve("m/sub/" + (10 + i) + ".eml"), i == 7 ? GTUBE : "From: a@b.c\n\nx");
    }
    Files.writeString(data.resolve("m/a.eml"), "From: a@b.c\n\nx");
    assertThat(run("scan", data.resolve("m").toString())).isZero();
    List<String> lines = out().lines().toList();
    assertThat(lines).hasSize(31);
    assertThat(lines.getFirst()).startsWith(data.resolve("m/a.eml") + ": ");
    assertThat(lines.get(8)).startsWith(data.resolve("m/sub/17.eml") + ": CONFIRMED_SPAM");
    assertThat(lines).isSorted();
  }

  @Test
  void an_absent_file_is_told_and_ends_with_1() {
    assertThat(run("scan", data.resolve("none").toString())).isEqualTo(1);
    assertThat(err()).isEqualTo("postern: there is no file " + data.resolve("none") + "\n");
  }
}
