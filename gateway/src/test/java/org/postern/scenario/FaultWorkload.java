package org.postern.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A little of everything that a gateway does with mail, sent by two clients that write down how
/// each attempt was answered. Thread-safe.
final class FaultWorkload {

  static final String UP = "up.example";
  static final String DOWN = "down.example";
  static final String PROXY = "proxy.example";

  /// How often a client tries a message that was answered with 4xx.
  private static final int TRIES = 4;

  private static final int PATIENCE_SECONDS = 60;

  /// A kind of message: its recipients, what it carries, its size.
  private record Kind(List<String> rcpts, boolean virus, int lines) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(List.of("a@" + UP), false, 20),
          new Kind(List.of("a@" + UP), true, 1),
          new Kind(List.of("a@" + DOWN), false, 20),
          new Kind(List.of("a@" + UP, "b@" + DOWN), false, 30),
          new Kind(List.of("a@" + UP), false, 400), // its body goes to a file
          new Kind(List.of("a@" + DOWN, "b@" + UP), true, 1), // of two tenants
          new Kind(List.of("a@" + DOWN), false, 400),
          new Kind(List.of("a@" + PROXY), false, 20));

  private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
  private final Map<Integer, String> refused = new ConcurrentHashMap<>();
  private final Set<Integer> cutOff = new ConcurrentSkipListSet<>();

  /// The attempts that were answered with 250.
  Set<Integer> acknowledged() {
    return acknowledged;
  }

  /// The attempts that got another answer, and which.
  Map<Integer, String> refused() {
    return refused;
  }

  /// The messages of which no attempt was answered with 250.
  List<Integer> given() {
    List<Integer> given = new ArrayList<>();
    for (int number = 0; number < KINDS.size(); number++) {
      int message = number;
      if (acknowledged.stream().noneMatch(id -> id / TRIES == message)) {
        given.add(message);
      }
    }
    return given;
  }

  static List<String> rcpts(int id) {
    return kind(id).rcpts();
  }

  /// Whether the attempt is to be held and not delivered.
  static boolean virus(int id) {
    return kind(id).virus();
  }

  private static Kind kind(int id) {
    return KINDS.get(id / TRIES);
  }

  /// Sends everything, or as much as a gateway takes that goes away meanwhile.
  void send(PosternProcess gateway) throws IOException, InterruptedException {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int client = i;
        both.add(
            clients.submit(() -> {
              client(gateway, client);
              return client;
            }));
      }
      for (Future<?> one : both) {
        one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed", e);
    } catch (TimeoutException e) {
      throw new AssertionError("a client waits for ever", e);
    }
  }

  private void client(PosternProcess gateway, int first) throws InterruptedException {
    int id = 0;
    try (TestClient client = new TestClient(gateway.smtp())) {
      for (int number = first; number < KINDS.size(); number += 2) {
        for (id = number * TRIES; id < (number + 1) * TRIES; id++) {
          String reply = client.send("s@client.example", rcpts(id), message(id));
          if (reply.startsWith("250")) {
            acknowledged.add(id);
            break;
          }
          refused.put(id, reply);
          Thread.sleep(20);
        }
      }
    } catch (IOException e) {
      cutOff.add(id); // the gateway was killed, in the midst of this
    }
  }

  static byte[] message(int id) {
    StringBuilder text =
        new StringBuilder(Corpus.MARK)
            .append(id)
            .append("\r\nFrom: Ann <s@client.example>\r\nTo: undisclosed:;\r\n")
            .append("Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <")
            .append(id)
            .append("@client.example>\r\nSubject: Minutes of meeting ")
            .append(id)
            .append("\r\nMIME-Version: 1.0\r\n");
    if (kind(id).virus()) {
      String eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
      text.append("Content-Type: application/octet-stream; name=a.com\r\n")
          .append("Content-Transfer-Encoding: base64\r\n\r\n")
          .append(Base64.getEncoder().encodeToString(eicar.getBytes(StandardCharsets.US_ASCII)))
          .append("\r\n");
    } else {
      text.append("\r\nDear all,\r\n\r\n");
      for (int line = 0; line < kind(id).lines(); line++) {
        text.append("line ").append(line).append(" of the minutes of meeting ").append(id);
        text.append("\r\n");
      }
      text.append("\r\nAnn\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
