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
import org.postern.gateway.control.Trouble;

/// A gateway examines messages of no sender at its start, so that the first one of somebody finds
/// everything loaded.
class WarmUpTest {

  @TempDir Path data;
  @TempDir Path rules;

  @Test
  void a_rule_that_costs_too_much_is_found_out_before_anybody_sends() throws IOException {
    // each octet of any message takes a hundred frames of the stack
    String deep = "(?:".repeat(100) + "." + "|\\n)".repeat(100);
    Files.writeString(rules.resolve("own.cf"), "full DEAR /^" + deep + "*\\z/\n");
    String yaml = "dns: {enabled: false}\nanalysis: {rules: '%s'}\n".formatted(rules);
    try (RealGateway gateway = RealGateway.start(data, List.of(), yaml)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !gateway.troubles().isEmpty());
      assertThat(gateway.troubles())
          .singleElement()
          .satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.RULE_SWITCHED_OFF);
            assertThat(trouble.what()).isEqualTo("DEAR");
            assertThat(trouble.where()).endsWith("own.cf:1");
          });
    }
  }
}
