package org.postern.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.gateway.app.Wiring;
import org.postern.gateway.control.Operations;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.tenant.TenantId;

/// The way of messages through the whole gateway.
class GatewayTest extends WholeGateway {

  @Test
  void a_clean_message_arrives_byte_for_byte_behind_our_header_fields() throws Exception {
    String message = clean("Hello") + ".leading dot\r\n..two\r\nend\r\n";

    String reply = send("user@queue.example", message);

    assertThat(reply).startsWith("250 2.0.0").contains("ref ");
    String arrived = upstream.await(1).getFirst().text();
    assertThat(arrived).endsWith(message);
    String added = arrived.substring(0, arrived.length() - message.length());
    assertThat(added)
        .containsSubsequence(
            "X-Postern-Ref: " + ref(reply),
            "X-Postern-Category: CLEAN",
            "X-Postern-Score: ",
            "Received: from client.example ([127.0.0.1])",
            " with ESMTP id " + ref(reply));
    LogRow row = awaitRow(ref(reply), "delivered");
    assertThat(row.rcpt()).isEqualTo("user@queue.example");
    assertThat(row.subject()).isEqualTo("Hello");
    assertThat(row.messageId()).isEqualTo("<1@client.example>");
    assertThat(row.tenant()).isEqualTo(new TenantId("alpha"));
    assertThat(row.status()).startsWith("250");
  }

  @Test
  void gtube_is_refused_with_a_reference_that_can_be_explained() throws Exception {
    String reply = send("user@queue.example", clean("test") + gtube() + "\r\n");

    assertThat(reply).startsWith("550 5.7.1");
    assertThat(awaitRow(ref(reply), "reject").category()).isEqualTo("CONFIRMED_SPAM");
    await()
        .untilAsserted(() ->
            assertThat(stores.explanations().find(Optional.empty(), ref(reply)))
                .hasSize(1)
                .allMatch(stored -> stored.json().contains("GTUBE")));
    assertThat(upstream.received()).isEmpty();
  }

  @Test
  void eicar_is_accepted_and_held_and_its_release_delivers_once() throws Exception {
    String reply = send("user@queue.example", eicar());

    assertThat(reply).startsWith("250");
    assertThat(awaitRow(ref(reply), "hold").category()).isEqualTo("CONFIRMED_VIRUS");
    assertThat(held()).hasSize(1);
    Operations operations = gateway.operations();
    List<String> first = operations.release(Optional.empty(), ref(reply), Optional.empty());
    List<String> second = operations.release(Optional.empty(), ref(reply), Optional.empty());
    assertThat(first).containsExactly("user@queue.example");
    assertThat(second).isEmpty();
    assertThat(upstream.await(1).getFirst().text()).endsWith(eicar());
    assertThat(held()).isEmpty();
  }

  @Test
  void header_fields_of_ours_that_a_sender_forged_are_gone() throws Exception {
    String forged = "X-Postern-Category: CLEAN\r\nx-postern-released: yes,\r\n folded\r\n";
    String message = clean("Hello");

    send("user@queue.example", forged + message);

    String arrived = upstream.await(1).getFirst().text();
    assertThat(arrived).endsWith(message).doesNotContain("released: yes").doesNotContain("folded");
    assertThat(arrived.split("X-Postern-Category", -1)).hasSize(2);
  }

  @Test
  void a_domain_that_is_not_served_is_refused_and_logged() throws Exception {
    String reply = send("user@elsewhere.example", clean("Hello"));

    assertThat(reply).startsWith("550 5.7.1");
    LogRow row = awaitRow(ref(reply), "refused");
    assertThat(row.rcpt()).isEqualTo("user@elsewhere.example");
    assertThat(row.stage()).isEqualTo("rcpt");
  }

  @Test
  void two_tenants_in_one_transaction_see_only_what_is_theirs() throws Exception {
    String reply;
    try (TestClient client = client()) {
      reply =
          client.send(
              "a@client.example",
              List.of("one@queue.example", "two@other.example"),
              eicar().getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(reply).startsWith("250");
    await().untilAsserted(() -> assertThat(held()).hasSize(2));
    assertThat(stores.quarantine().entries(Optional.of(new TenantId("alpha")), ref(reply)))
        .extracting(Held::rcpt)
        .containsExactly("one@queue.example");
    assertThat(stores.quarantine().entries(Optional.of(new TenantId("beta")), ref(reply)))
        .extracting(Held::rcpt)
        .containsExactly("two@other.example");
  }

  @Test
  void analysis_off_passes_everything() throws Exception {
    assertThat(send("user@bare.example", clean("test") + gtube() + "\r\n")).startsWith("250");
    assertThat(upstream.await(1).getFirst().text()).contains(gtube());
  }

  @Test
  void a_message_in_a_loop_is_refused() throws Exception {
    String hop = "Received: from a by b; Mon, 2 Nov 2026 10:00:00 +0000\r\n";

    assertThat(send("user@queue.example", hop.repeat(50) + clean("far"))).startsWith("250");
    assertThat(send("user@queue.example", hop.repeat(51) + clean("round"))).startsWith("554 5.4.6");
  }

  @Test
  void what_the_next_hop_refuses_for_now_waits_in_the_queue() throws Exception {
    upstream.answer("RCPT", "451 4.7.1 greylisted", 1);
    String reply = send("user@queue.example", clean("Hello"));

    assertThat(reply).startsWith("250");
    assertThat(awaitRow(ref(reply), "deferred").status()).contains("greylisted");
    assertThat(gateway.operations().queue()).hasSize(1);
    assertThat(gateway.operations().retry(Optional.of(ref(reply)))).isEqualTo(1);
    assertThat(upstream.await(1).getFirst().text()).endsWith(clean("Hello"));
  }

  @Test
  void eight_bit_content_is_refused_at_the_dot_where_the_next_hop_is_known_not_to_take_it()
      throws Exception {
    upstream.extensions("PIPELINING", "SIZE 50000000");
    assertThat(send("user@queue.example", clean("first"))).startsWith("250");
    upstream.await(1);

    assertThat(send("user@queue.example", clean("Grüße"))).startsWith("554 5.6.3");
    assertThat(send("user@queue.example", clean("last"))).startsWith("250");
    assertThat(upstream.await(2)).hasSize(2);
  }

  @Test
  void a_message_the_server_refuses_for_itself_has_a_row_for_each_recipient() throws Exception {
    try (TestClient client = client()) {
      assertThat(
              client.send(
                  "a@client.example",
                  List.of("big1@queue.example", "big2@queue.example"),
                  (clean("big") + "0123456789abcdef\r\n".repeat(5000))
                      .getBytes(StandardCharsets.US_ASCII)))
          .startsWith("552 5.3.4");
      assertThat(
              client.send(
                  "a@client.example",
                  List.of("bare@queue.example"),
                  (clean("bare") + "a\nb\r\n").getBytes(StandardCharsets.US_ASCII)))
          .startsWith("550 5.5.2");
    }

    for (String rcpt : List.of("big1@queue.example", "big2@queue.example")) {
      LogRow row = awaitRow("data", "reject", rcpt);
      assertThat(row.status()).startsWith("552 5.3.4");
      assertThat(row.mailFrom()).isEqualTo("a@client.example");
      assertThat(row.tenant()).isEqualTo(new TenantId("alpha"));
    }
    assertThat(awaitRow("data", "reject", "bare@queue.example").status()).startsWith("550 5.5.2");
  }

  @Test
  void a_client_that_leaves_has_a_row_for_each_recipient_it_named() throws Exception {
    try (TestClient client = client()) {
      client.command("MAIL FROM:<a@client.example>");
      client.command("RCPT TO:<probe@queue.example>");
      client.command("RSET");
      client.command("MAIL FROM:<a@client.example>");
      client.command("RCPT TO:<within@queue.example>");
      client.command("DATA");
    }

    assertThat(awaitRow("rcpt", "abandoned", "probe@queue.example").status()).isNotEmpty();
    assertThat(awaitRow("data", "abandoned", "within@queue.example").status()).isNotEmpty();
  }

  @Test
  void a_refused_sender_is_in_the_log() throws Exception {
    try (TestClient client = client()) {
      assertThat(client.command("MAIL FROM:<big@client.example> SIZE=99999999")).startsWith("552");
    }

    await()
        .untilAsserted(() ->
            assertThat(rows())
                .anyMatch(row ->
                    row.stage().equals("mail")
                        && row.mailFrom().equals("big@client.example")
                        && row.status().startsWith("552")));
  }

  @Test
  void the_postmaster_of_the_gateway_itself_is_never_refused() throws Exception {
    String reply;
    try (TestClient client = client()) {
      assertThat(client.command("MAIL FROM:<>")).startsWith("250");
      assertThat(client.command("RCPT TO:<Postmaster>")).startsWith("250");
      client.command("RSET");
      reply =
          client.send(
              "a@client.example",
              List.of("PostMaster@mx.gate.example"),
              clean("help").getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(reply).startsWith("250");
    awaitRow(ref(reply), "hold");
    assertThat(stores.quarantine().entries(Optional.of(TenantId.PLATFORM), ref(reply))).hasSize(1);
    assertThat(gateway.operations().queued()).isZero();
  }

  @Test
  void nothing_is_explained_of_what_was_not_examined() throws Exception {
    String reply = send("user@bare.example", clean("Hello"));

    awaitRow(ref(reply), "delivered");
    assertThat(stores.explanations().find(Optional.empty(), ref(reply))).isEmpty();
  }

  @Test
  void what_the_next_hop_cannot_take_is_refused_at_rcpt_once_that_is_known() throws Exception {
    upstream.extensions("PIPELINING", "8BITMIME", "SIZE 50000");
    String first = send("user@queue.example", clean("Hello"));
    awaitRow(ref(first), "delivered");

    try (TestClient client = client()) {
      client.command("MAIL FROM:<a@client.example> SMTPUTF8");
      assertThat(client.command("RCPT TO:<jörg@queue.example>")).startsWith("553 5.6.7");
      assertThat(client.command("RCPT TO:<user@queue.example>")).startsWith("250");
      client.command("RSET");
      client.command("MAIL FROM:<jörg@client.example> SMTPUTF8");
      assertThat(client.command("RCPT TO:<user@queue.example>")).startsWith("553 5.6.7");
      client.command("RSET");
      client.command("MAIL FROM:<a@client.example> SIZE=60000 BODY=8BITMIME");
      assertThat(client.command("RCPT TO:<user@queue.example>")).startsWith("552 5.3.4");
    }
  }

  @Test
  void what_is_retried_while_the_gateway_is_down_goes_out_after_its_start_and_not_before()
      throws Exception {
    upstream.answer("RCPT", "451 4.7.1 greylisted", 1);
    String reply = send("user@queue.example", clean("Hello"));
    awaitRow(ref(reply), "deferred");
    gateway.drain();
    gateway.close();
    int commands = upstream.commands().size();

    Wiring wiring = new Wiring();
    int retried =
        wiring.whileStopped(config, operations -> operations.retry(Optional.of(ref(reply))));

    assertThat(retried).isEqualTo(1);
    assertThat(upstream.commands()).hasSize(commands);
    gateway = wiring.start(config);
    assertThat(upstream.await(1).getFirst().text()).endsWith(clean("Hello"));
  }
}
