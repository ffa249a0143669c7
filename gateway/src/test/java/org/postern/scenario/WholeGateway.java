package org.postern.scenario;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.app.RunningGateway;
import org.postern.gateway.app.Stores;
import org.postern.gateway.app.Wiring;
import org.postern.gateway.config.Config;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.DomainSettings.Mode;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;

/// The whole gateway on its embedded default, with a scripted next hop.
abstract class WholeGateway {

  @TempDir Path folder;
  FakeUpstream upstream;
  FakeUpstream other;
  Stores stores;
  Config config;
  RunningGateway gateway;

  @BeforeEach
  void start() throws Exception {
    upstream = FakeUpstream.start();
    other = FakeUpstream.start();
    Wiring wiring = new Wiring();
    Path data = folder.resolve("data");
    stores = wiring.stores(data);
    serve("alpha", "queue.example", Mode.QUEUE, true);
    serve("beta", "other.example", Mode.QUEUE, true);
    serve("alpha", "proxy.example", Mode.PROXY, true);
    serve("alpha", "bare.example", Mode.QUEUE, false);
    serve("beta", "proxy.other", Mode.PROXY, true, other.port());
    config =
        Config.parse(
                "test",
                """
                node:
                  name: mx.gate.example
                limits:
                  message_size: 64KB
                smtp:
                  listen: ["127.0.0.1:0"]
                http:
                  listen: "127.0.0.1:0"
                """)
            .withData(data);
    gateway = wiring.start(config);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.drain();
    gateway.close();
    stores.close();
    upstream.close();
    other.close();
  }

  void serve(String tenant, String name, Mode mode, boolean analysis) {
    serve(tenant, name, mode, analysis, upstream.port());
  }

  void serve(String tenant, String name, Mode mode, boolean analysis, int port) {
    stores
        .tenants()
        .put(
            new Domain(
                new TenantId(tenant),
                name,
                List.of(new NextHop("127.0.0.1", port, 10)),
                DomainSettings.STANDARD.withMode(mode).withAnalysis(analysis)));
  }

  TestClient client() throws IOException {
    InetSocketAddress address = gateway.smtp().getFirst();
    return new TestClient(address);
  }

  String send(String rcpt, String message) throws IOException {
    try (TestClient client = client()) {
      return client.send(
          "a@client.example", List.of(rcpt), message.getBytes(StandardCharsets.UTF_8));
    }
  }

  List<Held> held() {
    List<Held> entries = new ArrayList<>();
    stores.quarantine().list(Optional.empty(), Quarantine.Query.ALL, entries::add);
    return entries;
  }

  LogRow awaitRow(String ref, String disposition) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> row(ref, disposition), Optional::isPresent)
        .orElseThrow();
  }

  LogRow awaitRow(String stage, String disposition, String rcpt) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                rows().stream()
                    .filter(row ->
                        row.rcpt().equals(rcpt)
                            && row.stage().equals(stage)
                            && row.disposition().equals(disposition))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  List<LogRow> rows() {
    List<LogRow> rows = new ArrayList<>();
    stores.mailLog().query(Optional.empty(), MailLog.Query.ALL, rows::add);
    return rows;
  }

  Optional<LogRow> row(String ref, String disposition) {
    return rows().stream()
        .filter(row -> row.ref().equals(ref) && row.disposition().equals(disposition))
        .findFirst();
  }

  static String ref(String reply) {
    return reply.replaceAll("(?s).*\\(ref ([0-9A-Z-]+)\\).*", "$1");
  }

  static String clean(String subject) {
    return "From: Ann Example <a@client.example>\r\nTo: user@queue.example\r\nSubject: "
        + subject
        + "\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@client.example>\r\n\r\n"
        + "Dear colleague,\r\nthe minutes of the meeting are attached to the ticket.\r\n";
  }

  static String eicar() {
    String test = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
    return clean("file")
            .replace(
                "\r\n\r\n",
                "\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=a.com\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n")
            .replaceAll("(?s)\r\n\r\n.*", "\r\n\r\n")
        + Base64.getMimeEncoder().encodeToString(test.getBytes(StandardCharsets.US_ASCII))
        + "\r\n";
  }

  static String gtube() {
    return "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
  }
}
