package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.gateway.control.ControlServer;
import org.postern.gateway.control.FakeOperations;
import org.postern.gateway.store.Samples;

/// `postern queue` and `postern quarantine`.
class HeldCommandsTest extends TypedCommands {

  @Test
  void the_queue_as_json_has_exactly_the_documented_fields() {
    program.operations.queue.add(FakeOperations.entry(REF, "r@example.org"));
    assertThat(runHere("queue", "list")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"ref\":\""
                + REF
                + "\",\"rcpt\":\"r@example.org\","
                + "\"next_try\":\"2026-03-01T12:05:00.500Z\",\"tries\":2,"
                + "\"last_status\":\"451 4.3.0 later, \\\"ü\\\"\\r\\nplease\"}\n");
    screen = true;
    assertThat(runHere("queue", "list")).isZero();
    assertThat(out())
        .startsWith("REF                  NEXT TRY                  TRIES  RECIPIENT")
        .contains("451 4.3.0 later, \"ü\"\ufffd\ufffdplease");
  }

  @Test
  void queued_messages_are_shown_retried_and_deleted() {
    program.operations.queue.add(FakeOperations.entry(REF, "r@example.org"));
    assertThat(runHere("queue", "show", REF)).isZero();
    assertThat(out()).contains("sender       sender@example.org\n", "last status  451 4.3.0 later");
    assertThat(runHere("queue", "show", OTHER)).isEqualTo(1);
    assertThat(err()).startsWith("postern: " + OTHER + " is not in the queue");
    assertThat(runHere("queue", "retry", "--all")).isZero();
    assertThat(out()).isEqualTo("due now: 1 recipient\n");
    assertThat(runHere("queue", "retry", REF)).isZero();
    assertThat(runHere("queue", "delete", REF)).isZero();
    assertThat(out()).isEqualTo("deleted: 1 recipient\n");
    assertThat(runHere("queue", "delete", OTHER)).isEqualTo(1);
    assertThat(program.operations.asked)
        .containsExactly(
            "retry Optional.empty",
            "retry Optional[" + REF + "]",
            "delete " + REF,
            "delete " + OTHER);
  }

  @Test
  void the_running_gateway_is_asked_when_there_is_one() throws Exception {
    FakeOperations running = new FakeOperations();
    running.queue.add(FakeOperations.entry(OTHER, "x@example.org"));
    try (ControlServer _ = ControlServer.start(data, running, () -> running.status)) {
      assertThat(runHere("queue", "list")).isZero();
      assertThat(out()).contains(OTHER);
      assertThat(runHere("run")).isEqualTo(1);
      assertThat(err())
          .isEqualTo(
              "postern: a gateway runs on these data already: process 42, smtp 0.0.0.0:2525; choose"
                  + " another folder: --data DIR\n");
    }
  }

  @Test
  void the_quarantine_as_json_has_exactly_the_documented_fields() throws Exception {
    program.quarantine.hold(List.of(Samples.held(A, REF, "r@example.org")), new byte[] {1});
    assertThat(runHere("quarantine", "list")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"ref\":\""
                + REF
                + "\",\"time\":\"2026-03-01T12:00:00.123Z\","
                + "\"rcpt\":\"r@example.org\",\"mail_from\":\"sender@example.net\","
                + "\"subject\":\"Grüße, 你好\",\"message_id\":\"<1@example.net>\","
                + "\"category\":\"CONFIRMED_SPAM\",\"score\":12.5,\"size\":17}\n");
    assertThat(runHere("quarantine", "list", "--tenant", "b")).isZero();
    assertThat(out()).isEmpty();
    assertThat(runHere("quarantine", "list", "--category", "phishing")).isZero();
    assertThat(out()).isEmpty();
    screen = true;
    assertThat(runHere("quarantine", "list", "--since", "1h")).isZero();
    assertThat(out().lines()).hasSize(2);
  }

  @Test
  void a_refusal_can_be_called_wanted() {
    assertThat(runHere("review", "wanted", REF)).isZero();
    assertThat(out()).isEqualTo("wanted " + REF + "\n");
    assertThat(runHere("review", "wanted", "nonsense")).isNotZero();
  }

  @Test
  void held_messages_are_shown_released_and_deleted() throws Exception {
    byte[] message =
        "Subject: x\r\n\r\n\u00ff".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    program.quarantine.hold(
        List.of(Samples.held(A, REF, "r@example.org"), Samples.held(A, REF, "q@example.org")),
        message);
    assertThat(runHere("quarantine", "show", REF)).isZero();
    assertThat(out())
        .contains("category    CONFIRMED_SPAM\n", "why         postern explain " + REF);
    assertThat(runHere("quarantine", "show", REF, "--raw")).isZero();
    assertThat(out.toByteArray()).isEqualTo(message);
    assertThat(runHere("quarantine", "show", REF, "--tenant", "b")).isEqualTo(1);
    assertThat(runHere("quarantine", "release", REF, "--rcpt", "r@example.org", "--tenant", "a"))
        .isZero();
    assertThat(out()).isEqualTo("released to a@example.net\nreleased to b@example.net\n");
    assertThat(program.operations.asked)
        .containsExactly("release Optional[a] " + REF + " Optional[r@example.org]");
    assertThat(runHere("quarantine", "delete", REF, "--rcpt", "R@example.org")).isZero();
    assertThat(out()).isEqualTo("deleted: 1 entry\n");
    assertThat(program.quarantine.entries(java.util.Optional.of(A), REF)).hasSize(1);
    assertThat(runHere("quarantine", "delete", REF)).isZero();
    assertThat(runHere("quarantine", "delete", REF)).isEqualTo(1);
    assertThat(err()).startsWith("postern: " + REF + " is not held; postern log --ref " + REF);
  }
}
