package org.postern.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;

/// The client writes down every message that was answered with 250. Whatever happens to the
/// gateway, after a restart each of them has reached the next hop. Twice at most, and only what was
/// in flight. With many messages; [SyncSweepTest] has few, and a fault at every flush.
final class LedgerScenarioTest {

  private static final int CLIENTS = 8;
  private static final int MESSAGES = 400;

  @TempDir Path folder;

  @Test
  void a_crash_in_the_middle_of_the_work_loses_nothing() throws Exception {
    Set<Integer> ledger = ConcurrentHashMap.newKeySet();
    try (FakeUpstream sink = FakeUpstream.start()) {
      domain(sink);
      try (PosternProcess gateway = start()) {
        Thread killer =
            Thread.ofVirtual()
                .start(() -> {
                  await().atMost(Duration.ofSeconds(60)).until(() -> ledger.size() > MESSAGES / 3);
                  gateway.crash();
                });
        sendAll(gateway, ledger);
        killer.join();
      }
      assertThat(ledger).hasSizeBetween(MESSAGES / 3, MESSAGES);
      restartAndCompare(sink, ledger);
    }
  }

  @Test
  void what_waits_for_a_next_hop_that_is_down_survives_a_crash() throws Exception {
    Set<Integer> ledger = ConcurrentHashMap.newKeySet();
    try (FakeUpstream sink = FakeUpstream.start()) {
      domain(sink);
      sink.answer("MAIL", "451 4.3.0 not now");
      try (PosternProcess gateway = start()) {
        sendAll(gateway, ledger);
        gateway.kill();
      }
      assertThat(ledger).hasSize(MESSAGES);
      assertThat(sink.received()).isEmpty();
      sink.behave();
      restartAndCompare(sink, ledger);
    }
  }

  // Without names to ask for: none of the senders has a domain.
  private PosternProcess start() throws IOException {
    Path config = Files.writeString(folder.resolve("postern.yaml"), "dns:\n  enabled: false\n");
    return PosternProcess.run(data(), List.of(), "--config", config.toString());
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void domain(FakeUpstream sink) throws IOException {
    PosternProcess.command(
        "domain",
        "add",
        "ledger.example",
        "--route",
        "127.0.0.1:" + sink.port(),
        "--data",
        data().toString());
  }

  private void restartAndCompare(FakeUpstream sink, Set<Integer> ledger) throws Exception {
    try (PosternProcess gateway = start()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> {
            PosternProcess.command("queue", "retry", "--all", "--data", data().toString());
            // A message that had not been judged is judged again, and is in no queue until then.
            return arrived(sink).keySet().containsAll(ledger)
                && PosternProcess.command("queue", "list", "--json", "--data", data().toString())
                    .isBlank();
          });
      assertThat(gateway.terminate(Duration.ofSeconds(30))).isZero();
    }
    Map<Integer, Integer> arrived = arrived(sink);
    assertThat(arrived.keySet()).containsAll(ledger);
    assertThat(arrived.values()).as("copies").allMatch(copies -> copies <= 2);
    assertThat(arrived.values().stream().filter(copies -> copies == 2).count())
        .as("messages in flight at the crash")
        .isLessThanOrEqualTo(100);
  }

  /// How many copies of each message came, each of them whole.
  private static Map<Integer, Integer> arrived(FakeUpstream sink) {
    Map<Integer, Integer> arrived = new HashMap<>();
    for (FakeUpstream.Received received : sink.received()) {
      Optional<byte[]> octets = Corpus.fromMark(received.data());
      int id = Corpus.id(octets.orElseThrow());
      assertThat(octets.get()).as("message %s is whole", id).isEqualTo(message(id));
      arrived.merge(id, 1, Integer::sum);
    }
    return arrived;
  }

  /// Until all is sent or the gateway is gone.
  private static void sendAll(PosternProcess gateway, Set<Integer> ledger) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        var _ =
            clients.submit(() -> {
              try (TestClient client = new TestClient(gateway.smtp())) {
                for (int id = next.getAndIncrement(); id < MESSAGES; id = next.getAndIncrement()) {
                  String reply =
                      client.send("a@client.example", List.of("user@ledger.example"), message(id));
                  if (reply.startsWith("250")) {
                    ledger.add(id);
                  }
                }
              } catch (IOException _) {
                // The gateway was killed: what was not answered is not in the ledger.
              }
            });
      }
    }
  }

  private static byte[] message(int id) {
    String text =
        Corpus.MARK
            + id
            + "\r\nFrom: Ann <a@client.example>\r\nTo: user@ledger.example\r\n"
            + "Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <"
            + id
            + "@client.example>\r\n"
            + "Subject: Minutes of meeting "
            + id
            + "\r\n\r\nDear all,\r\n\r\n"
            + "please find the minutes below.\r\n".repeat(20 + id % 50)
            + "\r\nAnn\r\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
