package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;

/// Links to what a local list blocks, through SMTP.
class BlockedLinkTest {

  private static final String FROM = "ann@sender.example";
  private static final String TO = "bob@a.example";

  @TempDir Path folder;

  private static String mail(String link) {
    return "From: Ann <"
        + FROM
        + ">\r\nTo: "
        + TO
        + "\r\nSubject: the plan\r\n"
        + "Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\n\r\n"
        + "Hello Bob, see "
        + link
        + " for the plan.\r\n";
  }

  @Test
  void a_message_that_leads_to_a_blocked_domain_is_refused_at_the_dot() throws Exception {
    Path list = Files.writeString(folder.resolve("blocked"), "evil.example\n");
    String yaml = "dns:\n  enabled: false\nanalysis:\n  blocked_urls: [\"" + list + "\"]\n";
    try (FakeUpstream upstream = FakeUpstream.start();
        RealGateway gateway =
            RealGateway.start(
                folder.resolve("data"), List.of(RealGateway.domain("a.example", upstream)), yaml)) {
      String refused = gateway.send(FROM, mail("https://www.evil.example/x"), TO);
      assertThat(refused).startsWith("550 5.7.1");
      assertThat(gateway.send(FROM, mail("https://good.example/x"), TO)).startsWith("250");
      gateway.explained(RealGateway.ref(refused), "LINK_BLOCKED", "listed: evil.example");
    }
  }
}
