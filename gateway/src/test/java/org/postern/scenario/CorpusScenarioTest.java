package org.postern.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;

/// Real mail through the real program: nothing is lost, nothing is changed, everything is in the
/// log.
final class CorpusScenarioTest {

  private static final int MESSAGES = 2_000;
  private static final int CLIENTS = 20;

  @TempDir Path folder;

  @Test
  void two_thousand_real_messages_from_twenty_clients_arrive_unchanged_or_are_accounted_for()
      throws Exception {
    assumeTrue(Corpus.folder().isPresent(), "POSTERN_CORPORA is not set: no real mail to send");
    List<byte[]> messages =
        Corpus.messages(Corpus.folder().orElseThrow(), MESSAGES, "spamassassin", "lists");
    String data = folder.resolve("data").toString();
    Map<Integer, String> replies = new ConcurrentHashMap<>();
    try (FakeUpstream one = FakeUpstream.start();
        FakeUpstream two = FakeUpstream.start()) {
      domain(data, "one.example", one);
      domain(data, "two.example", two);
      try (PosternProcess gateway = PosternProcess.run(Path.of(data))) {
        sendAll(gateway, messages, replies);
        untilQuiet(List.of(one, two));
        assertThat(gateway.terminate(Duration.ofSeconds(30))).isZero();
      }
      String held = PosternProcess.command("quarantine", "list", "--json", "--data", data);
      String queued = PosternProcess.command("queue", "list", "--json", "--data", data);
      String log = PosternProcess.command("log", "--json", "--data", data);
      Map<Integer, byte[]> arrived = new HashMap<>();
      for (FakeUpstream sink : List.of(one, two)) {
        for (FakeUpstream.Received received : sink.received()) {
          byte[] octets = Corpus.fromMark(received.data()).orElseThrow();
          arrived.put(Corpus.id(octets), octets);
        }
      }
      Set<String> heldRefs = refs(held);
      Set<String> loggedRefs = refs(log);
      assertThat(queued).isBlank();
      int kept = 0;
      for (int id = 0; id < messages.size(); id++) {
        String reply = Objects.requireNonNull(replies.get(id), "no reply to " + id);
        String ref = reply.replaceAll("(?s).*\\(ref ([0-9A-Z-]+)\\).*", "$1");
        assertThat(loggedRefs).as("a log row for %s: %s", id, reply).contains(ref);
        if (!reply.startsWith("250")) {
          assertThat(reply).startsWith("550 5.7.1");
        } else if (arrived.containsKey(id)) {
          assertThat(arrived.get(id)).as("message %s", id).isEqualTo(messages.get(id));
        } else {
          kept++;
          assertThat(heldRefs).as("message %s: %s", id, reply).contains(ref);
        }
      }
      System.out.printf(
          "corpus scenario: %d sent, %d delivered unchanged, %d held, %d refused%n",
          messages.size(), arrived.size(), kept, messages.size() - arrived.size() - kept);
      assertThat(arrived.size()).isGreaterThan(MESSAGES / 2);
    }
  }

  /// A gateway that is told to end leaves what waits for its turn to the next start; here all is to
  /// have had its turn.
  private static void untilQuiet(List<FakeUpstream> sinks) throws InterruptedException {
    int before = -1;
    int now = 0;
    for (int i = 0; i < 40 && now != before; i++) {
      Thread.sleep(500);
      before = now;
      now = sinks.stream().mapToInt(sink -> sink.received().size()).sum();
    }
  }

  private static void domain(String data, String name, FakeUpstream sink) throws Exception {
    PosternProcess.command(
        "domain", "add", name, "--route", "127.0.0.1:" + sink.port(), "--data", data);
  }

  private static void sendAll(
      PosternProcess gateway, List<byte[]> messages, Map<Integer, String> replies)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> all =
          java.util.stream.IntStream.range(0, CLIENTS)
              .<Future<?>>mapToObj(_ ->
                  clients.submit(() -> {
                    try (TestClient client = new TestClient(gateway.smtp())) {
                      for (int id = next.getAndIncrement();
                          id < messages.size();
                          id = next.getAndIncrement()) {
                        String rcpt = "user@" + (id % 2 == 0 ? "one" : "two") + ".example";
                        replies.put(
                            id,
                            client.send("sender@client.example", List.of(rcpt), messages.get(id)));
                      }
                    }
                    return null;
                  }))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private static Set<String> refs(String jsonLines) {
    return jsonLines
        .lines()
        .map(line -> line.replaceAll(".*\"ref\":\"([^\"]*)\".*", "$1"))
        .collect(Collectors.toSet());
  }
}
