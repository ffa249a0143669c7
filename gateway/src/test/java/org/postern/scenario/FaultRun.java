package org.postern.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.FaultySyncs;
import org.postern.gateway.app.RunningGateway;
import org.postern.gateway.app.Stores;
import org.postern.gateway.app.Wiring;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.HostPort;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;

/// One life of a gateway on a new folder in which one fsync meets a fault, and what a restart makes
/// of what it left. One thread.
final class FaultRun {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CONFIG = "spool:\n  inline_size: 4KB\ndns:\n  enabled: false\n";

  private final FaultySyncs syncs;
  private final List<String> program;
  private final Path folder;
  private final Path data;
  private final Optional<FaultySyncs.Kind> kind;
  private final int at;
  private final FaultWorkload workload = new FaultWorkload();
  private final FakeUpstream up;
  private final FakeUpstream down;
  private OptionalInt exit = OptionalInt.empty();
  private String errors = "";
  private boolean wasReady;

  private FaultRun(
      FaultySyncs syncs,
      List<String> program,
      Path folder,
      Optional<FaultySyncs.Kind> kind,
      int at,
      FakeUpstream up,
      FakeUpstream down) {
    this.syncs = syncs;
    this.program = program;
    this.folder = folder;
    this.data = folder.resolve("data");
    this.kind = kind;
    this.at = at;
    this.up = up;
    this.down = down;
  }

  /// Lets the fault happen at the call of that number and checks everything; gives all calls. None
  /// of them failed when there are fewer.
  static List<FaultySyncs.Call> at(
      int number,
      Optional<FaultySyncs.Kind> kind,
      FaultySyncs syncs,
      List<String> program,
      Path folder)
      throws Exception {
    try (FakeUpstream up = FakeUpstream.start();
        FakeUpstream down = FakeUpstream.start()) {
      FaultRun run = new FaultRun(syncs, program, folder, kind, number, up, down);
      run.live();
      run.check();
    }
    return FaultySyncs.calls(folder);
  }

  private void live() throws Exception {
    Files.createDirectories(data);
    Path config = Files.writeString(folder.resolve("postern.yaml"), CONFIG);
    down.answer("MAIL", "451 4.3.0 not now");
    try (PosternProcess gateway =
        PosternProcess.start(
            data, program, syncs.environment(folder, kind, at), "--config", config.toString())) {
      wasReady = true;
      domains(data);
      awaitDomains(gateway);
      workload.send(gateway);
      exit = OptionalInt.of(gateway.terminate(PATIENCE));
      errors = gateway.errors();
    } catch (PosternProcess.NotReady e) {
      exit = e.exit();
      errors = String.valueOf(e.getMessage());
    }
  }

  private void domains(Path where) throws IOException {
    try (Stores stores = new Wiring().stores(where)) {
      stores.tenants().put(domain(FaultWorkload.UP, up, DomainSettings.Mode.QUEUE));
      stores.tenants().put(domain(FaultWorkload.DOWN, down, DomainSettings.Mode.QUEUE));
      stores.tenants().put(domain(FaultWorkload.PROXY, up, DomainSettings.Mode.PROXY));
    }
  }

  private static Domain domain(String name, FakeUpstream sink, DomainSettings.Mode mode) {
    return new Domain(
        new TenantId(name.substring(0, name.indexOf('.'))),
        name,
        List.of(new NextHop("127.0.0.1", sink.port(), 0)),
        DomainSettings.STANDARD.withMode(mode));
  }

  private static void awaitDomains(PosternProcess gateway) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !gateway.alive() || known(gateway));
  }

  private static boolean known(PosternProcess gateway) {
    try (TestClient client = new TestClient(gateway.smtp())) {
      client.command("MAIL FROM:<s@client.example>");
      return client.command("RCPT TO:<a@" + FaultWorkload.UP + ">").startsWith("2");
    } catch (IOException e) {
      return false; // it was killed, which the next look at it tells
    }
  }

  private void check() throws Exception {
    String what = "%s at call %d".formatted(kind, at);
    boolean hit = FaultySyncs.calls(folder).stream().anyMatch(FaultySyncs.Call::failed);
    switch (kind.filter(_ -> hit).orElse(FaultySyncs.Kind.EIO)) {
      case KILL -> assertThat(exit).as(what).hasValue(128 + 9);
      case EIO, ENOSPC -> checkAnswers(what, hit);
    }
    down.behave();
    Path image = folder.resolve("image");
    DurableImage.write(FaultySyncs.images(folder), data, image);
    List<FakeUpstream.Received> before = received(0, 0);
    restart(what + ", restarted", data, before);
    restart(what + ", after a power cut", image, before);
  }

  // Refused at the start with a text that says why, or at work all the time.
  private void checkAnswers(String what, boolean hit) {
    assertThat(exit).as("%s: it ended\n%s", what, errors).isPresent();
    if (!wasReady) {
      assertThat(hit).as(what).isTrue();
      assertThat(exit).as(what).hasValue(1);
      String last = errors.strip().substring(errors.strip().lastIndexOf('\n') + 1);
      assertThat(last).as(what).startsWith("postern: cannot ").contains(data.toString());
      assertThat(errors).as(what).doesNotContain("\tat ");
      return;
    }
    assertThat(exit).as("%s\n%s", what, errors).hasValue(0);
    assertThat(workload.given()).as("%s: messages never taken\n%s", what, errors).isEmpty();
    assertThat(workload.refused().values())
        .as(what)
        .allMatch(reply -> reply.startsWith("451") || reply.startsWith("452"));
    assertThat(workload.refused().size()).as(what).isLessThanOrEqualTo(hit ? 2 : 0);
  }

  private List<FakeUpstream.Received> received(int fromUp, int fromDown) {
    List<FakeUpstream.Received> all = new ArrayList<>();
    List<FakeUpstream.Received> ofUp = up.received();
    List<FakeUpstream.Received> ofDown = down.received();
    all.addAll(ofUp.subList(fromUp, ofUp.size()));
    all.addAll(ofDown.subList(fromDown, ofDown.size()));
    return all;
  }

  private void restart(String what, Path left, List<FakeUpstream.Received> before)
      throws Exception {
    int seenUp = up.received().size();
    int seenDown = down.received().size();
    domains(left);
    HostPort anyPort = new HostPort("127.0.0.1", 0);
    Config config =
        Config.parse("postern.yaml", CONFIG)
            .withData(left)
            .withSmtp(List.of(anyPort))
            .withHttp(anyPort);
    try (RunningGateway gateway = new Wiring().start(config)) {
      await(what)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> {
            gateway.operations().retry(Optional.empty());
            return gateway.operations().queued() == 0;
          });
      gateway.drain();
    }
    List<FakeUpstream.Received> arrived = new ArrayList<>(before);
    arrived.addAll(received(seenUp, seenDown));
    compare(what, delivered(what, arrived), held(what, left));
    assertThat(integrity(left)).as(what).isEqualTo("ok");
  }

  // Copies by attempt and recipient.
  private static Map<String, Integer> delivered(String what, List<FakeUpstream.Received> arrived) {
    Map<String, Integer> copies = new HashMap<>();
    for (FakeUpstream.Received one : arrived) {
      int id = whole(what, one.data());
      for (String rcpt : one.rcpts()) {
        String address = rcpt.replaceAll(".*<(.*)>.*", "$1");
        copies.merge(id + " " + address, 1, Integer::sum);
      }
    }
    return copies;
  }

  private static Map<String, Integer> held(String what, Path left) throws IOException {
    Map<String, Integer> copies = new HashMap<>();
    try (Stores stores = new Wiring().stores(left)) {
      List<Held> entries = new ArrayList<>();
      stores.quarantine().list(Optional.empty(), Quarantine.Query.ALL, entries::add);
      for (Held one : entries) {
        byte[] octets = stores.quarantine().message(one.tenant(), one.ref()).orElseThrow();
        copies.merge(whole(what, octets) + " " + one.rcpt(), 1, Integer::sum);
      }
    }
    return copies;
  }

  /// The number of a message that is what was sent, octet for octet.
  private static int whole(String what, byte[] octets) {
    byte[] message = Corpus.fromMark(octets).orElseThrow();
    int id = Corpus.id(message);
    assertThat(message).as("%s: message %d", what, id).isEqualTo(FaultWorkload.message(id));
    return id;
  }

  private void compare(String what, Map<String, Integer> delivered, Map<String, Integer> held) {
    for (int id : workload.acknowledged()) {
      for (String rcpt : FaultWorkload.rcpts(id)) {
        String key = id + " " + rcpt;
        assertThat(FaultWorkload.virus(id) ? held : delivered)
            .as("%s: acknowledged\n%s", what, errors)
            .containsKey(key);
      }
    }
    boolean crash = kind.filter(FaultySyncs.Kind.KILL::equals).isPresent();
    boolean cut = what.endsWith("cut");
    assertThat(delivered.values())
        .as("%s: copies %s", what, delivered)
        .allMatch(copies -> copies <= (crash || cut ? 2 : 1));
    assertThat(held.values()).as("%s: entries %s", what, held).allMatch(copies -> copies == 1);
    for (int id : workload.refused().keySet()) {
      for (String rcpt : FaultWorkload.rcpts(id)) {
        assertThat(delivered).as("%s: refused", what).doesNotContainKey(id + " " + rcpt);
        assertThat(held).as("%s: refused", what).doesNotContainKey(id + " " + rcpt);
      }
    }
    for (String key : delivered.keySet()) {
      assertThat(FaultWorkload.virus(Integer.parseInt(key.substring(0, key.indexOf(' ')))))
          .as("%s: delivered %s", what, key)
          .isFalse();
    }
  }

  private static String integrity(Path left) throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + left.resolve("postern.db"));
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      return row.getString(1);
    }
  }
}
