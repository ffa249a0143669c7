package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.learn.BayesStatus;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.learning.Taught;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.learning.Word;

/// Filters that the operator and users taught, on mail that comes in.
class LearningOverSmtpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SENDER = "ann@sender.example";
  private static final String YAML =
      """
      dns:
        enabled: false
      learning:
        minimum: 5
      """;

  @TempDir Path data;
  @TempDir Path mail;
  private FakeUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  private static String message(String subject, String text) {
    return """
    From: Ann <ann@sender.example>\r
    To: <me@a.example>\r
    Subject: %s\r
    Date: Mon, 2 Nov 2026 10:00:00 +0000\r
    Message-ID: <1@sender.example>\r
    \r
    %s\r
    """
        .formatted(subject, text);
  }

  private static String course(int n) {
    return message(
        "Course " + n,
        "Enrol in our certified forklift course " + n + " and get the early booking discount");
  }

  private static String minutes(int n) {
    return message(
        "Minutes " + n,
        "Attached are the minutes of meeting " + n + ", please send me your corrections by Friday");
  }

  private void teach(String word, boolean course) throws IOException {
    Path folder = Files.createDirectory(mail.resolve(word));
    for (int i = 0; i < 20; i++) {
      Files.writeString(folder.resolve(i + ".eml"), course ? course(i) : minutes(i));
    }
    String said =
        RealGateway.command(
            data, List.of("learn", word, folder.toString(), "--domain", "a.example"));
    assertThat(said).isEqualTo("learnt 20\n");
  }

  private RealGateway taught() throws IOException {
    // One message for both: where nothing is refused by the score it does not matter where it
    // begins.
    String holds = "on-confirmed-spam=hold";
    List<String> domain = RealGateway.domain("a.example", upstream, "suspect-at=1", holds);
    List<String> other = RealGateway.domain("b.example", upstream, "suspect-at=50", holds);
    RealGateway.command(data, List.of("domain", "add", "a.example", "--route", "127.0.0.1:1"));
    teach("spam", true);
    teach("ham", false);
    return RealGateway.start(data, List.of(domain, other), YAML);
  }

  private static BayesStatus filter(RealGateway gateway, String owner) throws IOException {
    return gateway.operations().filters(10).stream()
        .filter(one -> one.owner().toString().equals(owner))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_filter_judges_for_its_own_domain_and_learns_from_the_release() throws IOException {
    try (RealGateway gateway = taught()) {
      String ref = gateway.accepted(SENDER, course(77), "me@a.example", "you@b.example");
      assertThat(gateway.held(1).getFirst()).contains("me@a.example", "SUSPECTED_SPAM");
      assertThat(upstream.await(1).getFirst().rcpts().toString())
          .contains("you@b.example")
          .doesNotContain("me@a.example");
      gateway.explained(
          ref, "BAYES_SPAM", "filter of domain default/a.example", "learnt of 20 spam and 20 ham");
      String wanted = gateway.accepted(SENDER, minutes(77), "me@a.example");
      gateway.explained(wanted, "BAYES_HAM");

      gateway.operations().release(Optional.empty(), ref, Optional.empty());

      await()
          .atMost(PATIENCE)
          .until(
              () -> upstream.received().stream().anyMatch(one -> one.text().contains("Released")));
      assertThat(filter(gateway, "domain default/a.example").ham()).isEqualTo(21);
      assertThat(filter(gateway, "user default/a.example/me").ham()).isEqualTo(1);
    }
  }

  @Test
  void what_users_report_is_learnt_and_there_after_the_next_start() throws IOException {
    try (RealGateway gateway = taught()) {
      byte[] octets = course(99).getBytes(StandardCharsets.UTF_8);
      Teaching teaching = new Teaching("Me@A.example", true, Word.SPAM, Teacher.lesson(octets));
      assertThat(gateway.operations().teach(teaching))
          .extracting(Taught::outcome)
          .containsOnly(Taught.Outcome.LEARNT);
      assertThat(gateway.operations().teach(teaching))
          .extracting(Taught::outcome)
          .containsOnly(Taught.Outcome.KNOWN);
    }
    assertThat(RealGateway.command(data, List.of("learn", "status")))
        .contains("\"filter\":\"domain default/a.example\",\"spam\":21,\"ham\":20")
        .contains("\"filter\":\"user default/a.example/me\",\"spam\":1,\"ham\":0");
  }
}
