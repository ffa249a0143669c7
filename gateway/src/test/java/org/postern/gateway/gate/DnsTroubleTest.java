package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.gateway.admit.Admissions;
import org.postern.gateway.admit.dns.DnsList;
import org.postern.gateway.admit.dns.DnsLists;
import org.postern.gateway.admit.dns.HelloNames;
import org.postern.gateway.admit.dns.HostNames;
import org.postern.gateway.admit.dns.SenderDomains;
import org.postern.gateway.spool.Progress;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.mail.auth.Authenticator;
import org.postern.mail.dns.DnsSettings;
import org.postern.mail.dns.Guarded;
import org.postern.mail.dns.ZoneServer;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.Transactions;

/// The whole gate before DNS servers that lie, are slow, or dead.
@Timeout(60)
class DnsTroubleTest {

  private static final byte[] MAIL =
      ("From: a@client.example\r\nSubject: x\r\n"
              + "DKIM-Signature: v=1; a=rsa-sha256; d=client.example; s=s; h=from; bh=x; b=x\r\n"
              + "\r\nbody\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final GateParts parts = new GateParts();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private ZoneServer server;

  @BeforeEach
  void open() throws Exception {
    parts.serve("example.org", 1, DomainSettings.STANDARD);
    server =
        ZoneServer.of(
            "ok.example A 192.0.2.1",
            "client.example A 192.0.2.1",
            "1.2.0.192.in-addr.arpa PTR out.client.example.",
            "out.client.example A 192.0.2.1",
            "2.0.0.127.list.example A 127.0.0.2",
            "66.2.0.192.list.example A 127.0.0.3",
            "66.2.0.192.list.example TXT \"ask\"");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    server.close();
    parts.close();
  }

  @Test
  void a_server_that_is_dead_from_the_start_delays_the_first_and_refuses_nobody() {
    server.mood(ZoneServer.Mood.SILENT);
    Gate gate = gate();

    assertThat(sent(gate, 20)).allMatch(reply -> reply.code() == 250);
    assertThat(sent(gate, 100)).allMatch(reply -> reply.code() == 250);
    assertThat(server.asked()).as("nothing but probes").isNotEmpty().containsOnly("arpa");

    server.mood(ZoneServer.Mood.WELL);
    untilTestsAct(gate);
  }

  @Test
  void a_server_whose_answers_are_an_hour_late_holds_nobody_so_long() {
    Gate gate = gate();
    untilTestsAct(gate);
    server.delay(Duration.ofHours(1));

    CompletableFuture<List<Reply>> waiting =
        CompletableFuture.supplyAsync(() -> sent(gate, 20), parts.workers);
    Reply other =
        send(
            gate,
            "",
            "127.0.0.1",
            "localhost",
            "From: a\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(other.code()).isEqualTo(250);
    assertThat(waiting.join()).allMatch(reply -> reply.code() == 250);
    Set<String> before = Set.copyOf(server.asked());
    assertThat(sent(gate, 50)).allMatch(reply -> reply.code() == 250);
    assertThat(server.asked()).as("nobody is asked any more").isSubsetOf(before);

    server.delay(Duration.ZERO);
    untilTestsAct(gate);
  }

  @Test
  void a_server_that_lost_the_world_is_no_fault_of_senders() throws Exception {
    Gate gate = gate();
    untilTestsAct(gate);
    server.add("broken.example SERVFAIL");
    assertThat(from(gate, "a@broken.example").toString()).contains("451").contains("4.1.8");

    server.mood(ZoneServer.Mood.SERVFAIL);
    sent(gate, 6);
    assertThat(sent(gate, 20)).allMatch(reply -> reply.code() == 250);

    server.mood(ZoneServer.Mood.WELL);
    untilTestsAct(gate);
  }

  @Test
  void a_listed_client_is_refused_and_a_named_one_stands_in_received() {
    Gate gate = gate();
    untilTestsAct(gate);

    Reply listed = send(gate, "a@ok.example", "192.0.2.66", "out.client.example", MAIL);
    assertThat(listed.toString()).contains("550").contains("listed by list.example (ask)");

    int before = parts.submitted.size();
    assertThat(from(gate, "a@ok.example").code()).isEqualTo(250);
    await().until(() -> parts.submitted.size() > before);
    assertThat(
            ((Progress.Judged) parts.submitted.getLast().progress()).pending().getFirst().header())
        .contains("Received: from out.client.example (out.client.example [192.0.2.1])");
  }

  @Test
  void a_message_made_to_ask_asks_a_hundred_questions_at_most() throws Exception {
    for (int i = 0; i < 30; i++) {
      server.add("greedy.example MX " + i + " h" + i + ".greedy.example.");
      server.add("1.2.0.192.in-addr.arpa PTR n" + i + ".greedy.example.");
    }
    server.add(
        "greedy.example TXT \"v=spf1 mx mx:greedy.example mx:greedy.example ptr exists:%{i}.x.example"
            + " include:a.greedy.example include:b.greedy.example include:c.greedy.example -all\"");
    StringBuilder signed = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      signed.append("DKIM-Signature: v=1; a=rsa-sha256; d=d" + i + ".example; s=s; h=from;");
      signed.append(" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=YQ==\r\n");
    }
    signed.append("From: a@x.y.z.greedy.example\r\n\r\n");
    Gate gate = gate();
    untilTestsAct(gate);

    int before = server.datagrams();
    send(
        gate,
        "a@greedy.example",
        "192.0.2.1",
        "greedy.example",
        signed.toString().getBytes(StandardCharsets.US_ASCII));
    assertThat(server.datagrams() - before).isBetween(10, 100);
  }

  private void untilTestsAct(Gate gate) {
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> from(gate, "a@no.example").toString().contains("5.1.8"));
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() ->
            send(gate, "a@ok.example", "192.0.2.66", "out.client.example", MAIL).code() == 550);
  }

  /// Sends so many messages at once, of senders whom nobody asked for before.
  private List<Reply> sent(Gate gate, int count) {
    List<CompletableFuture<Reply>> all =
        IntStream.range(0, count)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> from(gate, "a@n" + System.nanoTime() + "." + i + ".example"),
                    parts.workers))
            .toList();
    return all.stream().map(CompletableFuture::join).toList();
  }

  private static Reply from(Gate gate, String sender) {
    return send(gate, sender, "192.0.2.1", "out.client.example", MAIL);
  }

  private static Reply send(Gate gate, String sender, String ip, String helo, byte[] message) {
    Envelope envelope =
        GateFixtures.envelope(
            sender.isEmpty() ? GateFixtures.fromNobody() : GateFixtures.from(sender),
            helo,
            ip,
            GateFixtures.to("b@example.org"));
    Transactions.Conversation session = gate.open(envelope.client());
    try {
      session.connected();
      session.hello(new Hello(helo, true));
      session.mail(envelope.from());
      Reply reply = session.rcpt(envelope.to().getFirst());
      return reply.positive() ? session.message(MessageData.of(message)).last() : reply;
    } finally {
      session.closed();
    }
  }

  private Gate gate() {
    InetSocketAddress address = server.address();
    Guarded resolver = Guarded.start(DnsSettings.of(List.of(address)));
    opened.add(resolver);
    Duration patience = Duration.ofSeconds(5);
    DnsLists lists =
        new DnsLists(
            resolver,
            new DnsLists.Settings(
                List.of(DnsList.parse("list.example=127.0.0.[2..9]").orElseThrow()),
                List.of(),
                1,
                patience),
            Clock.systemUTC());
    var _ =
        parts.timer.scheduleWithFixedDelay(
            lists::test, 0, 100, java.util.concurrent.TimeUnit.MILLISECONDS);
    parts.admission =
        new Admissions(
            List.of(
                lists,
                new HelloNames(resolver, GateParts.NAME, patience),
                new HostNames(resolver, patience),
                new SenderDomains(resolver, patience)));
    parts.authenticator =
        Optional.of(new Authenticator(resolver, GateParts.NAME, parts.workers, Clock.systemUTC()));
    return parts.gate();
  }
}
