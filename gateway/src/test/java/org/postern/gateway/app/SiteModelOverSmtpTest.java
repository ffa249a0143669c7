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

/// The model of a site in the running gateway: read when it comes, kept when it breaks.
class SiteModelOverSmtpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// So often the gateway looks at its files.
  private static final Duration FILES_EVERY = Duration.ofSeconds(3);

  @TempDir Path data;
  @TempDir Path files;

  private static String sent(RealGateway gateway, String text) throws IOException {
    return gateway.explained(
        gateway.accepted("pete@club.example", text, "me@a.example"), "a.example");
  }

  private void train(String where, int from) throws IOException {
    Path mail = files.resolve("mail" + from);
    SiteMail.write(mail, from, 120);
    RealGateway.command(
        data,
        List.of(
            "train",
            "--only",
            "site",
            "--ham",
            mail.resolve("ham").toString(),
            "--spam",
            mail.resolve("spam").toString(),
            "--out",
            where));
  }

  @Test
  void a_model_is_read_when_it_comes_and_kept_when_it_breaks() throws IOException {
    Path model = files.resolve("site.model");
    String yaml =
        """
        dns:
          enabled: false
        analysis:
          preliminary_time: 60s
          site_model: "%s"
        """
            .formatted(model);
    try (FakeUpstream upstream = FakeUpstream.start()) {
      List<String> domain = RealGateway.domain("a.example", upstream, "on-suspected-spam=hold");
      try (RealGateway gateway = RealGateway.start(data, List.of(domain), yaml)) {
        // there is none yet: mail goes on
        assertThat(sent(gateway, SiteMail.unwanted(500))).doesNotContain("SITE_");

        train(model.toString(), 0);
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> sent(gateway, SiteMail.unwanted(501)).contains("SITE_SPAM"));
        assertThat(sent(gateway, SiteMail.wanted(502))).contains("SITE_HAM");

        // a broken one is named in the log, and the last good one stays
        Files.writeString(model, "no model");
        await().during(FILES_EVERY.plusSeconds(1)).atMost(PATIENCE).until(() -> true);
        String explained = sent(gateway, SiteMail.unwanted(503));
        assertThat(explained)
            .contains("SITE_SPAM: the message is like spam that this site was shown", "log-odds ");
      }
    }
  }

  @Test
  void filters_are_taught_with_labelled_mail_too() throws IOException {
    SiteMail.write(files, 0, 60);
    RealGateway.command(data, List.of("domain", "add", "a.example", "--route", "127.0.0.1:25"));
    List<String> train =
        List.of(
            "train",
            "--only",
            "bayes",
            "--domain",
            "a.example",
            "--ham",
            files.resolve("ham").toString(),
            "--spam",
            files.resolve("spam").toString());
    assertThat(RealGateway.command(data, train)).isEqualTo("learnt 120\n");
    assertThat(RealGateway.command(data, train)).isEqualTo("known before 120\n");
    assertThat(RealGateway.command(data, List.of("learn", "status")))
        .contains("default/a.example", "\"spam\":60", "\"ham\":60");
  }
}
