package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.config.HostPort;
import org.postern.gateway.control.Operations;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;

/// The whole gateway as it is wired, on free ports, with stores in `data`.
final class RealGateway implements AutoCloseable {

  private static final String NAME = "mx.gateway.example";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path data;
  private final RunningGateway running;

  private RealGateway(Path data, RunningGateway running) {
    this.data = data;
    this.running = running;
  }

  /// Serves each domain, given as the arguments of `domain add`. Does not ask the DNS.
  static RealGateway start(Path data, List<List<String>> domains) throws IOException {
    return start(data, domains, "dns:\n  enabled: false\n");
  }

  /// The same with a name server.
  static RealGateway start(Path data, List<List<String>> domains, InetSocketAddress dns)
      throws IOException {
    return start(data, domains, "dns:\n  servers: [\"127.0.0.1:" + dns.getPort() + "\"]\n");
  }

  /// The same with more sections of a configuration.
  static RealGateway start(Path data, List<List<String>> domains, String yaml) throws IOException {
    for (List<String> domain : domains) {
      List<String> words = new ArrayList<>(List.of("domain", "add"));
      words.addAll(domain);
      command(data, words);
    }
    HostPort anyPort = new HostPort("127.0.0.1", 0);
    try {
      Config config =
          Config.parse("test", "node:\n  name: " + NAME + "\n" + yaml)
              .withData(data)
              .withSmtp(List.of(anyPort))
              .withHttp(anyPort);
      return new RealGateway(data, new Wiring().start(config));
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  String hostname() {
    return NAME;
  }

  /// What commands ask the running gateway for.
  Operations operations() {
    return running.operations();
  }

  /// What an administrator should look at.
  List<Trouble> troubles() {
    return running.troubles();
  }

  /// What a command says of the running gateway's stores.
  String command(String... words) {
    return command(data, List.of(words));
  }

  /// The same of stores that no gateway uses yet.
  static String command(Path data, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(InputStream.nullInputStream(), print, print, false, false);
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--data", data.toString()));
    int code =
        new Commands(new Wiring(), terminal, Clock.systemUTC(), Stopping.byCall())
            .run(all.toArray(String[]::new));
    print.flush();
    assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  /// The arguments of `domain add` for a domain whose mail goes to `upstream`.
  static List<String> domain(String name, FakeUpstream upstream, String... settings) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(name, "--route", "127.0.0.1:" + upstream.port()));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return words;
  }

  /// Sends a message to recipients who are all accepted, and gives the reply to it.
  String send(String from, String message, String... to) throws IOException {
    try (Talk talk = talk()) {
      assertThat(talk.ask("MAIL FROM:<" + from + ">")).startsWith("250");
      for (String recipient : to) {
        assertThat(talk.ask("RCPT TO:<" + recipient + ">")).startsWith("250");
      }
      talk.ask("DATA");
      talk.send(message + ".\r\n");
      return talk.reply();
    }
  }

  /// The same, of a message that is accepted: gives its reference.
  String accepted(String from, String message, String... to) throws IOException {
    String reply = send(from, message, to);
    assertThat(reply).startsWith("250");
    return ref(reply);
  }

  /// The reference in a reply.
  static String ref(String reply) {
    return reply.replaceAll(".*\\(ref ([0-9A-Z-]+).*", "$1").strip();
  }

  /// What `explain` says of a message, once it says all this.
  String explained(String ref, String... expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(command("explain", ref)).contains(expected));
    return command("explain", ref);
  }

  /// What is held, once it is so much.
  List<String> held(int count) {
    await().atMost(PATIENCE).until(() -> command("quarantine", "list").lines().count() == count);
    return command("quarantine", "list").lines().toList();
  }

  /// A client past EHLO.
  Talk talk() throws IOException {
    Talk talk = new Talk(running.smtp().getFirst());
    talk.reply();
    assertThat(talk.ask("EHLO client.example")).startsWith("250");
    return talk;
  }

  /// The same from another address of this machine.
  Talk talk(String address) throws IOException {
    Talk talk = new Talk(running.smtp().getFirst(), InetAddress.ofLiteral(address));
    talk.reply();
    assertThat(talk.ask("EHLO client.example")).startsWith("250");
    return talk;
  }

  /// What the pages answer.
  WebResponse why(WebRequest request) {
    return running.why(request);
  }

  /// A client that has said nothing yet and waits for the banner.
  Talk connect() throws IOException {
    return new Talk(running.smtp().getFirst());
  }

  @Override
  public void close() throws IOException {
    running.drain();
    running.close();
  }

  /// A client that says exactly what it is told.
  static final class Talk implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    private Talk(InetSocketAddress server) throws IOException {
      this(server, InetAddress.getLoopbackAddress());
    }

    private Talk(InetSocketAddress server, InetAddress from) throws IOException {
      socket = new Socket(server.getAddress(), server.getPort(), from, 0);
      socket.setSoTimeout(20_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends a line and gives the last line of the reply.
    String ask(String line) throws IOException {
      send(line + "\r\n");
      return reply();
    }

    /// The last line of the next reply.
    String reply() throws IOException {
      String line = in.readLine();
      while (line != null && line.length() > 3 && line.charAt(3) == '-') {
        line = in.readLine();
      }
      return String.valueOf(line);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
