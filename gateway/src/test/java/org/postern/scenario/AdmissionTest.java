package org.postern.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.app.RunningGateway;
import org.postern.gateway.app.Stores;
import org.postern.gateway.app.Wiring;
import org.postern.gateway.config.Config;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;

/// Admission in the whole gateway; a proxy on loopback says who the clients are.
final class AdmissionTest {

  private static final String MAIL =
      "From: a@sender.example\r\nTo: u@a.example\r\nSubject: x\r\n"
          + "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\n\r\nHello\r\n.";

  @TempDir Path folder;
  private FakeUpstream upstream;
  private Stores stores;
  private Path list;
  private Path data;
  private Optional<RunningGateway> gateway = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    upstream = FakeUpstream.start();
    data = folder.resolve("data");
    list = Files.writeString(folder.resolve("list"), "192.0.2.0/24 # a list\n");
    stores = new Wiring().stores(data);
    serve("a.example", DomainSettings.STANDARD);
    serve("mild.example", DomainSettings.STANDARD.withRefuseOn(Set.of(GateTest.ADDRESS)));
  }

  private void serve(String name, DomainSettings settings) {
    serve("alpha", name, settings);
  }

  private void serve(String tenant, String name, DomainSettings settings) {
    stores
        .tenants()
        .put(
            new Domain(
                new TenantId(tenant),
                name,
                List.of(new NextHop("127.0.0.1", upstream.port(), 10)),
                settings));
  }

  private void run(String admission) throws Exception {
    Config config =
        Config.parse(
                "test",
                """
                node: {name: mx.gate.example}
                smtp: {listen: ["127.0.0.1:0"], proxies: [127.0.0.1]}
                http: {listen: "127.0.0.1:0"}
                dns: {enabled: false}
                admission:
                  blocked_files: ["%s"]
                """
                        .formatted(list)
                    + admission.indent(2))
            .withData(data);
    gateway = Optional.of(new Wiring().start(config));
  }

  private void end() throws IOException {
    if (gateway.isPresent()) {
      gateway.get().drain();
      gateway.get().close();
    }
    gateway = Optional.empty();
  }

  @AfterEach
  void stop() throws Exception {
    end();
    stores.close();
    upstream.close();
  }

  // Says all lines, each after the reply to the one before; gives the first line of each reply.
  private List<String> talk(String ip, String... lines) throws IOException {
    InetSocketAddress server = gateway.orElseThrow().smtp().getFirst();
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      out.write(proxied(ip));
      List<String> replies = new ArrayList<>();
      replies.add(reply(in));
      for (String line : lines) {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        replies.add(reply(in));
      }
      return replies;
    }
  }

  private static byte[] proxied(String ip) {
    return "PROXY TCP4 %s 192.0.2.250 4711 25\r\n"
        .formatted(ip)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String reply(BufferedReader in) throws IOException {
    Optional<String> first = Optional.ofNullable(in.readLine());
    String line = first.orElse("closed");
    while (line.length() > 3 && line.charAt(3) == '-') {
      line = Optional.ofNullable(in.readLine()).orElse("closed");
    }
    return line;
  }

  private List<String> send(String ip, String rcpt) throws IOException {
    return talk(
        ip,
        "EHLO mail.sender.example",
        "MAIL FROM:<a@sender.example>",
        "RCPT TO:<" + rcpt + ">",
        "DATA",
        MAIL);
  }

  private List<LogRow> rows() {
    List<LogRow> rows = new ArrayList<>();
    stores.mailLog().query(Optional.empty(), MailLog.Query.ALL, rows::add);
    return rows;
  }

  @Test
  void a_blocked_client_is_refused_and_the_log_says_why() throws Exception {
    run("");
    assertThat(talk("192.0.2.7", "EHLO x", "QUIT"))
        .satisfiesExactly(
            banner -> assertThat(banner).startsWith("554 5.7.1 Your address is blocked here (ref "),
            hello -> assertThat(hello).startsWith("503"),
            quit -> assertThat(quit).startsWith("221"));
    assertThat(send("198.51.100.1", "u@a.example").getLast()).startsWith("250 2.0.0");
    await()
        .untilAsserted(() ->
            assertThat(rows())
                .filteredOn(
                    row -> row.clientIp().equals("192.0.2.7") && row.stage().equals("connect"))
                .singleElement()
                .satisfies(row -> assertThat(row.symbol()).isEqualTo("GATE_ADDRESS")));
  }

  @Test
  void a_list_that_changes_is_heeded_while_the_gateway_runs() throws Exception {
    run("");
    assertThat(talk("198.51.100.1", "QUIT").getFirst()).startsWith("220");
    Files.writeString(list, "192.0.2.0/24\n198.51.100.0/24\n");
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> assertThat(talk("198.51.100.1", "QUIT").getFirst()).startsWith("554 5.7.1"));
  }

  @Test
  void rates_answer_421_to_all_but_those_who_are_trusted() throws Exception {
    run("address_connection_rate: 2\ntrusted: [203.0.113.0/24]");
    for (int i = 0; i < 2; i++) {
      assertThat(talk("198.51.100.1", "QUIT").getFirst()).startsWith("220");
      assertThat(talk("203.0.113.1", "QUIT").getFirst()).startsWith("220");
    }
    assertThat(talk("198.51.100.1").getFirst())
        .startsWith("421 4.7.0 Too many connections from your address");
    assertThat(talk("203.0.113.1", "QUIT").getFirst()).startsWith("220");
    assertThat(talk("127.0.0.1", "QUIT").getFirst()).startsWith("220");
  }

  @Test
  void another_protocol_is_refused_at_once() throws Exception {
    run("");
    assertThat(talk("198.51.100.1", "GET / HTTP/1.1").getLast())
        .startsWith("521 5.5.0 This is a mail server");
  }

  @Test
  void a_client_that_talks_early_is_refused_by_those_who_want_it() throws Exception {
    run("quiet: 500ms");
    InetSocketAddress server = gateway.orElseThrow().smtp().getFirst();
    for (String rcpt : List.of("u@a.example", "u@mild.example")) {
      try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
        socket.setSoTimeout(20_000);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = socket.getOutputStream();
        out.write(proxied("198.51.100.1"));
        out.write("HELO x\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(reply(in)).startsWith("220");
        assertThat(reply(in)).startsWith("250");
        out.write("MAIL FROM:<a@b.example>\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(reply(in)).startsWith("250");
        out.write(("RCPT TO:<" + rcpt + ">\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(reply(in))
            .startsWith(
                rcpt.endsWith("@a.example")
                    ? "550 5.5.1 You spoke before you were greeted"
                    : "250 2.1.5");
      }
    }
  }

  @Test
  void a_suspect_comes_again_after_a_restart_too_and_is_known_then() throws Exception {
    String keys = "greylist_from: 0\ngreylist_delay: 1s";
    run(keys);
    assertThat(send("198.51.100.1", "u@a.example").getLast())
        .startsWith("451 4.7.1 Not known here yet, try again in ");
    assertThat(send("198.18.0.1", "u@mild.example").getLast()).startsWith("250");
    await()
        .untilAsserted(
            () -> assertThat(rows()).anyMatch(row -> row.symbol().equals("GATE_GREYLIST")));
    end();
    run(keys);
    await()
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> assertThat(send("198.51.100.77", "u@a.example").getLast()).startsWith("250"));
    await()
        .untilAsserted(
            () -> assertThat(send("198.51.100.78", "u@a.example").getLast()).startsWith("250"));
    assertThat(send("203.0.113.1", "u@a.example").getLast()).startsWith("451 4.7.1");
  }

  @Test
  void a_harvester_that_asks_for_postmaster_between_its_guesses_is_stopped_at_that_tenant()
      throws Exception {
    serve(
        "guessed.example", DomainSettings.STANDARD.withRecipients(DomainSettings.Recipients.LIST));
    serve("beta", "other.example", DomainSettings.STANDARD);
    run("unknown_recipients: 5\ntarpit_step: 0s");
    List<String> lines = new ArrayList<>(List.of("EHLO mail.sender.example"));
    for (int i = 0; i < 7; i++) {
      lines.add("MAIL FROM:<a@sender.example>");
      lines.add("RCPT TO:<postmaster@guessed.example>");
      lines.add("RCPT TO:<abuse@guessed.example>");
      lines.add("RCPT TO:<guess" + i + "@guessed.example>");
      lines.add("RSET");
    }
    // Counts fade: after five, not quite five were counted.
    List<String> replies = talk("198.51.100.1", lines.toArray(String[]::new));
    assertThat(replies).filteredOn(reply -> reply.startsWith("550 5.1.1")).hasSizeBetween(5, 6);
    assertThat(replies.get(35)).startsWith("451 4.7.1 Too many unknown recipients");
    assertThat(rcpt("198.51.100.2", "guess7@guessed.example"))
        .startsWith("421 4.7.0 Too many unknown recipients");
    assertThat(rcpt("198.51.100.2", "abuse@guessed.example")).startsWith("250 2.1.5");
    assertThat(rcpt("198.51.100.2", "u@other.example")).startsWith("250 2.1.5");
    assertThat(rcpt("198.51.101.1", "guess8@guessed.example")).startsWith("550 5.1.1");
  }

  private String rcpt(String ip, String address) throws IOException {
    return talk(
            ip,
            "EHLO mail.sender.example",
            "MAIL FROM:<a@sender.example>",
            "RCPT TO:<" + address + ">")
        .getLast();
  }
}
