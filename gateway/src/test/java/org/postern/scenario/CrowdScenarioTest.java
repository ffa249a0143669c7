package org.postern.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;

/// Ten thousand connections at once to the program in a process of its own with 256 MB of heap.
/// Minutes are scaled to seconds.
@Timeout(300)
final class CrowdScenarioTest {

  private static final int CROWD = 10_000;
  private static final int LIMIT_SECONDS = 30;
  private static final int MAILS = 20;
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Crowd.Manner SILENT = new Crowd.Manner(List.of(), 0);
  private static final Crowd.Manner SLOW_COMMAND =
      new Crowd.Manner(List.of("EHLO slow.example"), 'N');
  private static final Crowd.Manner SLOW_MESSAGE =
      new Crowd.Manner(
          List.of(
              "EHLO slow.example",
              "MAIL FROM:<a@slow.example>",
              "RCPT TO:<user@served.example>",
              "DATA"),
          'x');

  @TempDir Path folder;
  private final FakeUpstream upstream = FakeUpstream.start();

  @BeforeEach
  void domain() throws IOException {
    ExternalTools.needFiles(CROWD + 1_000);
    PosternProcess.command(
        "domain",
        "add",
        "served.example",
        "--route",
        "127.0.0.1:" + upstream.port(),
        "--data",
        data().toString());
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void ten_thousand_silent_clients_are_held_until_their_time_is_up_and_mail_passes_beside_them()
      throws Exception {
    try (PosternProcess gateway = start(LIMIT_SECONDS, "");
        Crowd crowd = Crowd.gather(gateway.smtp(), CROWD, _ -> SILENT, PAUSE)) {
      outlast(gateway, crowd);
      assertThat(crowd.lastWords()).containsExactly("421 4.4.2 waited too long for a command");
      endsWell(gateway);
    }
  }

  @Test
  void ten_thousand_clients_of_one_octet_at_a_time_are_held_no_longer_than_their_time()
      throws Exception {
    try (PosternProcess gateway = start(LIMIT_SECONDS, "");
        Crowd crowd =
            Crowd.gather(
                gateway.smtp(), CROWD, i -> i % 4 == 0 ? SLOW_COMMAND : SLOW_MESSAGE, PAUSE)) {
      outlast(gateway, crowd);
      assertThat(crowd.lastWords())
          .allMatch(words -> words.startsWith("421 4.4.2 waited too long for "))
          .hasSizeGreaterThan(1);
      endsWell(gateway);
    }
  }

  @Test
  void of_ten_thousand_clients_those_beyond_the_limit_of_the_node_are_told_so_at_once()
      throws Exception {
    int limit = 1_000;
    try (PosternProcess gateway = start(10, "  connections: " + limit + "\n");
        Crowd crowd = Crowd.gather(gateway.smtp(), CROWD, _ -> SILENT, PAUSE)) {
      await().atMost(LONG).until(() -> crowd.settled() + crowd.ended() >= CROWD);
      System.out.println("limit: " + crowd.settled() + " held, " + crowd.ended() + " refused");
      assertThat(crowd.ended()).isGreaterThanOrEqualTo(CROWD - limit);
      bounded(gateway);
      await().atMost(LONG).until(() -> crowd.ended() == CROWD);
      assertThat(crowd.lastWords())
          .containsExactlyInAnyOrder(
              "421 4.3.2 too many connections", "421 4.4.2 waited too long for a command");
      sendMail(gateway);
      endsWell(gateway);
    }
  }

  private void outlast(PosternProcess gateway, Crowd crowd) throws Exception {
    await().atMost(LONG).until(() -> crowd.settled() + crowd.ended() >= CROWD);
    sendMail(gateway);
    bounded(gateway);
    assertThat(crowd.settled()).isEqualTo(CROWD);
    assertThat(crowd.ended()).as("ended while mail passed").isZero();
    await().atMost(LONG).until(() -> crowd.ended() == CROWD);
    sendMail(gateway);
  }

  // All of it comes to the next hop.
  private void sendMail(PosternProcess gateway) throws IOException {
    int before = upstream.received().size();
    try (TestClient client = new TestClient(gateway.smtp())) {
      for (int i = 0; i < MAILS; i++) {
        String mail = "From: a@client.example\r\nSubject: " + i + "\r\n\r\nHello\r\n";
        assertThat(
                client.send(
                    "a@client.example",
                    List.of("user@served.example"),
                    mail.getBytes(StandardCharsets.US_ASCII)))
            .startsWith("250");
      }
      assertThat(client.command("QUIT")).startsWith("221");
    }
    await().atMost(LONG).until(() -> upstream.received().size() == before + MAILS);
  }

  private static void bounded(PosternProcess gateway) throws IOException {
    long megabytes = status(gateway, "VmRSS:") / 1_024;
    long threads = status(gateway, "Threads:");
    System.out.println("with the crowd: " + megabytes + " MB resident, " + threads + " threads");
    assertThat(megabytes).isLessThan(500);
    assertThat(threads).isLessThan(100);
  }

  private static long status(PosternProcess gateway, String name) throws IOException {
    Path file = Path.of("/proc/" + gateway.pid() + "/status");
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  private static void endsWell(PosternProcess gateway) throws Exception {
    assertThat(gateway.terminate(Duration.ofSeconds(60))).isZero();
    assertThat(gateway.errors()).doesNotContain(" ERROR ", "OutOfMemory");
  }

  private PosternProcess start(int seconds, String limits) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("postern.yaml"),
            """
            dns:
              enabled: false
            limits:
              command_time: %ds
              data_time: %ds
            """
                    .formatted(seconds, seconds)
                + limits);
    List<String> heap = List.of("env", "JAVA_TOOL_OPTIONS=-Xmx256m");
    return PosternProcess.run(data(), heap, "--config", config.toString());
  }

  private Path data() {
    return folder.resolve("data");
  }
}
