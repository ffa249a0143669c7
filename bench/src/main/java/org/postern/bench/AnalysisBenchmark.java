package org.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.engine.Case;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Verdict;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;

/// Parsing and analysing one message after the other: those of the folder in the environment
/// variable POSTERN_BENCH_MAIL, else made ones of 5 KB. One thread asks; the analysis runs on the
/// workers of the engine.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class AnalysisBenchmark {

  private final MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
  private final Engine engine = new Engine(BuiltinChecks.all(), EngineLimits.standard());
  private final List<byte[]> messages = new ArrayList<>();
  private final Envelope envelope = envelope();
  private int next;

  @Setup
  public void read() throws IOException {
    Optional<Path> folder = Optional.ofNullable(System.getenv("POSTERN_BENCH_MAIL")).map(Path::of);
    if (folder.isEmpty()) {
      for (int i = 0; i < 200; i++) {
        messages.add(made(i));
      }
      return;
    }
    try (Stream<Path> files = Files.walk(folder.get())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().limit(2_000).toList()) {
        messages.add(Files.readAllBytes(file));
      }
    }
  }

  @TearDown
  public void end() {
    engine.close();
  }

  @Benchmark
  public int parseAndDecodeEveryPart() {
    Message message = parser.parse(following());
    int octets = 0;
    for (var part : message.parts()) {
      octets += part.content().length;
    }
    return octets;
  }

  @Benchmark
  public Verdict parseExamineAndJudge() {
    Case mail = new Case(envelope, parser.parse(following()));
    Report report = engine.examine(mail, Stage.PRELIMINARY);
    return Policy.STANDARD.judge(report.and(engine.examine(mail, Stage.ACTIVE)));
  }

  private byte[] following() {
    next = (next + 1) % messages.size();
    return messages.get(next);
  }

  private static Envelope envelope() {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
    MailFrom from =
        new MailFrom(
            new ReversePath.Sender(new EmailAddress("sender", "client.example")),
            OptionalLong.empty(),
            BodyType.EIGHT_BIT_MIME,
            false,
            Dsn.OfMessage.NONE);
    return new Envelope(
        Reference.create(Instant.EPOCH, new Random(1)),
        new Client(here, here),
        new Hello("client.example", true),
        Optional.empty(),
        from,
        List.of(new Recipient(new EmailAddress("user", "a.example"), Dsn.OfRecipient.NONE)),
        Instant.EPOCH);
  }

  private static byte[] made(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(5_600);
    text.append("From: Sender <sender@client.example>\r\nTo: user@a.example\r\nSubject: Report ")
        .append(seed)
        .append("\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <")
        .append(seed)
        .append("@client.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n");
    while (text.length() < 5_120) {
      text.append(Integer.toString(random.nextInt(1 << 24), 36));
      text.append(text.length() % 70 < 8 ? "\r\n" : " ");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
