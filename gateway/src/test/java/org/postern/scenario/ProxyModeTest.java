package org.postern.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.tenant.TenantId;

/// Domains whose sender hears what the next hop says.
class ProxyModeTest extends WholeGateway {

  @Test
  void proxy_mode_answers_after_the_next_hop_and_queues_nothing() throws Exception {
    upstream.answer(".", "250 2.6.0 taken as 4711");

    String reply = send("user@proxy.example", clean("Hello"));

    assertThat(reply).isEqualTo("250 2.6.0 taken as 4711");
    assertThat(upstream.await(1).getFirst().text()).endsWith(clean("Hello"));
    assertThat(gateway.operations().queued()).isZero();
  }

  @Test
  void proxy_mode_hands_on_what_the_next_hop_says_to_each_recipient() throws Exception {
    upstream.answer("RCPT TO:<nobody@", "550 5.1.1 no such user here");
    upstream.answer("RCPT TO:<full@", "452 4.2.2 mailbox full");
    try (TestClient client = client()) {
      assertThat(client.command("MAIL FROM:<a@client.example>")).startsWith("250");
      assertThat(client.command("RCPT TO:<nobody@proxy.example>"))
          .isEqualTo("550 5.1.1 no such user here");
      assertThat(client.command("RCPT TO:<full@proxy.example>"))
          .isEqualTo("452 4.2.2 mailbox full");
      assertThat(client.command("RCPT TO:<user@proxy.example>")).startsWith("250");
      assertThat(client.command("RCPT TO:<one@queue.example>")).startsWith("452 4.5.3");
    }
  }

  @Test
  void proxy_mode_hands_on_the_final_refusal() throws Exception {
    upstream.answerOnce(".", "554 5.6.0 not today");
    assertThat(send("user@proxy.example", clean("Hello"))).isEqualTo("554 5.6.0 not today");
    upstream.answerOnce(".", "451 4.3.0 later");
    assertThat(send("user@proxy.example", clean("Hello"))).isEqualTo("451 4.3.0 later");
    assertThat(send("user@proxy.example", clean("Hello"))).startsWith("250");
  }

  @Test
  void proxy_mode_answers_4xx_when_the_next_hop_breaks_off_after_the_dot() throws Exception {
    upstream.answerOnce(".", FakeUpstream.DROP);

    assertThat(send("user@proxy.example", clean("Hello"))).startsWith("451 4.4.2");
  }

  @Test
  void proxy_mode_holds_a_virus_and_refuses_gtube_without_telling_the_next_hop() throws Exception {
    assertThat(send("user@proxy.example", clean("test") + gtube() + "\r\n")).startsWith("550");
    assertThat(send("user@proxy.example", eicar())).startsWith("250");
    assertThat(held()).hasSize(1);
    assertThat(upstream.received()).isEmpty();
  }

  @Test
  void a_recipient_that_a_proxied_domain_refused_does_not_take_the_message_its_way()
      throws Exception {
    upstream.answer("RCPT TO:<nobody@", "550 5.1.1 no such user here");
    upstream.answer(".", "250 2.6.0 by the proxied one");
    try (TestClient client = client()) {
      String reply =
          client.send(
              "a@client.example",
              List.of("nobody@proxy.example", "user@queue.example"),
              clean("Hello").getBytes(StandardCharsets.US_ASCII));

      assertThat(reply).startsWith("250 2.0.0 Accepted");
      assertThat(upstream.await(1).getFirst().text()).contains("X-Postern-Ref: " + ref(reply));
    }
  }

  @Test
  void each_proxied_recipient_is_offered_to_its_own_next_hop_only() throws Exception {
    upstream.answer("RCPT TO:<nobody@", "550 5.1.1 no such user here");

    try (TestClient client = client()) {
      client.send(
          "a@client.example",
          List.of("nobody@proxy.example", "user@proxy.other"),
          clean("Hello").getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(other.received()).hasSize(1);
    assertThat(upstream.received()).isEmpty();
    assertThat(upstream.commands()).noneMatch(line -> line.contains("proxy.other"));
    assertThat(awaitRow("rcpt", "refused", "nobody@proxy.example").tenant())
        .isEqualTo(new TenantId("alpha"));
  }
}
