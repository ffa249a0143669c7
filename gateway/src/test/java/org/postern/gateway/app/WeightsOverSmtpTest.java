package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.control.Trouble;

/// An administrator's own weights in the running gateway.
class WeightsOverSmtpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(500);

  @TempDir Path data;
  @TempDir Path files;

  private static String send(RealGateway gateway) throws IOException {
    return gateway.accepted(
        "ann@club.example",
        "From: Ann <ann@club.example>\r\nSubject: Lunch\r\n\r\nAt noon?\r\n",
        "me@a.example");
  }

  private static String score(RealGateway gateway, Path config, String ref) {
    gateway.explained(ref, "a.example");
    return gateway.command("explain", "--config", config.toString(), ref);
  }

  @Test
  void they_count_at_once_and_the_last_good_ones_stay_and_a_report_keeps_those_of_its_time()
      throws IOException {
    Path weights = Files.writeString(files.resolve("weights.tsv"), "MISSING_DATE\t7.25\n");
    String yaml =
        "dns: {enabled: false}\nanalysis: {preliminary_time: 60s, weights: '%s'}\n"
            .formatted(weights);
    Path config = Files.writeString(files.resolve("postern.yaml"), yaml);
    try (FakeUpstream upstream = FakeUpstream.start()) {
      List<String> domain = RealGateway.domain("a.example", upstream, "on-suspected-spam=hold");
      try (RealGateway gateway = RealGateway.start(data, List.of(domain), yaml)) {
        String first = send(gateway);
        assertThat(score(gateway, config, first))
            .contains("    7.25  MISSING_DATE", "SUSPECTED_SPAM, hold")
            .doesNotContain("with those of today");

        Files.writeString(weights, "MISSING_DATE\t0.25\nMISSING_DAT\t1\n");
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> !gateway.troubles().isEmpty());
        assertThat(gateway.troubles())
            .singleElement()
            .satisfies(trouble -> {
              assertThat(trouble.kind()).isEqualTo(Trouble.Kind.FILE_NOT_READ);
              assertThat(trouble.what()).isEqualTo("analysis.weights");
              assertThat(trouble.why())
                  .startsWith(weights + " line 2: there is no symbol 'MISSING_DAT', expected");
            });
        assertThat(score(gateway, config, send(gateway))).contains("    7.25  MISSING_DATE");

        Files.writeString(weights, "MISSING_DATE\t0.25\n");
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> gateway.troubles().isEmpty());
        assertThat(score(gateway, config, send(gateway)))
            .contains("    0.25  MISSING_DATE")
            .contains("recipient  me@a.example: CLEAN, deliver");
        assertThat(score(gateway, config, first))
            .contains("    7.25  MISSING_DATE", "verdict    SUSPECTED_SPAM")
            .containsPattern("with those of today, [0-9a-f]{8}: CLEAN, score ");
      }
    }
  }
}
