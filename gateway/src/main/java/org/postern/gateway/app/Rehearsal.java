package org.postern.gateway.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.HostPort;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.Listener;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.MessageReply;
import org.postern.mail.smtp.Oddity;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Refusal;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;
import org.postern.mail.smtp.SmtpLimits;
import org.postern.mail.smtp.SmtpServer;
import org.postern.mail.smtp.TlsInfo;
import org.postern.mail.smtp.Transactions;
import org.postern.mail.smtp.Welcome;

/// The main job, played once on loopback while the build records the start-up cache: the classes it
/// loads and the paths it takes often are known to every later start (JEP 514, JEP 515). Never part
/// of the running program.
final class Rehearsal {

  private static final int CLIENTS = 8;
  private static final int MESSAGES = 250;

  private final Path folder;
  private final Clock clock = Clock.systemUTC();

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("postern-rehearsal");
    try {
      new Rehearsal(folder).play();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(Rehearsal::delete);
      }
    }
    System.exit(0);
  }

  private void play() throws Exception {
    Path data = folder.resolve("data");
    try (SmtpServer sink = server()) {
      int port = sink.addresses().getFirst().getPort();
      command(
          "domain", "add", "a.example", "--route", "127.0.0.1:" + port, "--data", data.toString());
      command(
          "domain",
          "add",
          "b.example",
          "--route",
          "127.0.0.1:" + port,
          "--mode",
          "proxy",
          "--data",
          data.toString());
      HostPort anyPort = new HostPort("127.0.0.1", 0);
      Config config = Config.standard().withData(data).withSmtp(List.of(anyPort)).withHttp(anyPort);
      try (RunningGateway gateway = new Wiring().start(config)) {
        try (Doors doors = Doors.open(config, gateway, clock)) {
          send(gateway.smtp().getFirst());
          command("queue", "list", "--data", data.toString());
          doors.drain();
        }
        gateway.drain();
      }
      command("log", "--json", "--data", data.toString());
      command("quarantine", "list", "--json", "--data", data.toString());
      command("scan", "-");
    }
  }

  private void command(String... arguments) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(new ByteArrayInputStream(message(1)), nowhere, nowhere, false, false);
    new Commands(new Wiring(), terminal, clock, Stopping.byCall()).run(arguments);
  }

  private SmtpServer server() throws IOException {
    Listener listener = new Listener(new InetSocketAddress("127.0.0.1", 0));
    return SmtpServer.start(
        List.of(listener),
        _ -> new TakesAll(),
        SmtpLimits.DEFAULTS,
        "sink.example",
        Optional.empty(),
        folder,
        clock);
  }

  private void send(InetSocketAddress gateway) throws Exception {
    try (SmtpClient client =
            new SmtpClient(
                "client.example", SmtpClientLimits.STANDARD, SmtpClientTls.unverified());
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        var _ = clients.submit(() -> send(client, gateway, number));
      }
    }
  }

  private static void send(SmtpClient client, InetSocketAddress gateway, int number) {
    String domain = number % 4 == 0 ? "b.example" : "a.example";
    MailFrom from =
        new MailFrom(
            new ReversePath.Sender(new EmailAddress("s", "client.example")),
            OptionalLong.empty(),
            BodyType.EIGHT_BIT_MIME,
            false,
            Dsn.OfMessage.NONE);
    Recipient rcpt = new Recipient(new EmailAddress("user", domain), Dsn.OfRecipient.NONE);
    SmtpClientTls tls = number == 1 ? SmtpClientTls.OPPORTUNISTIC : SmtpClientTls.NONE;
    for (int i = 0; i < MESSAGES; i++) {
      if (client.connect(gateway, "127.0.0.1", tls)
          instanceof SmtpClient.Opening.Open(var connection)) {
        var _ = connection.send(from, List.of(rcpt), Payload.of(message(number * MESSAGES + i)));
        connection.quit();
      }
    }
  }

  private static byte[] message(int number) {
    Random random = new Random(number);
    StringBuilder text = new StringBuilder(6000);
    text.append("From: Sender <s@client.example>\r\nTo: user@a.example\r\nSubject: Report ")
        .append(number)
        .append("\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <")
        .append(number)
        .append("@client.example>\r\nMIME-Version: 1.0\r\n");
    boolean html = number % 3 == 0;
    text.append("Content-Type: text/")
        .append(html ? "html" : "plain")
        .append("; charset=utf-8\r\n");
    text.append("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    for (int line = 0; line < 70; line++) {
      text.append(html ? "<p>" : "");
      for (int word = 0; word < 11; word++) {
        text.append(Integer.toString(random.nextInt(1 << 24), 36)).append(' ');
      }
      text.append(html ? "</p>\r\n" : "\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A server that takes everything and keeps nothing.
  private static final class TakesAll implements Transactions.Conversation {
    private static final Reply OK = new Reply(250, "2.0.0", "ok");

    @Override
    public Welcome connected() {
      return Welcome.of(new Reply(220, "", "sink.example"));
    }

    @Override
    public Optional<Reply> noticed(Oddity oddity) {
      return Optional.empty();
    }

    @Override
    public Reply hello(Hello hello) {
      return new Reply(250, "", "sink.example");
    }

    @Override
    public void encrypted(TlsInfo tls) {}

    @Override
    public Reply mail(MailFrom command) {
      return OK;
    }

    @Override
    public Reply rcpt(Recipient recipient) {
      return OK;
    }

    @Override
    public Reply data() {
      return new Reply(354, "", "go on");
    }

    @Override
    public MessageReply message(MessageData data) {
      data.close();
      return MessageReply.of(OK);
    }

    @Override
    public void reset() {}

    @Override
    public Reply refused(Refusal refusal) {
      return refusal.reply();
    }

    @Override
    public void closed() {}
  }
}
