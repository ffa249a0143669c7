package org.postern.engine.scan;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.checks.content.SiteModelCheck;
import org.postern.engine.checks.identity.OwnDomains;
import org.postern.engine.checks.rules.RulesCheck;
import org.postern.engine.learn.TextModel;
import org.postern.engine.url.UrlLists;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
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

/// Scans messages: parse, both stages of checks, one policy.
///
/// ```java
/// try (Scanner scanner = Scanner.standard()) {
///   Scanned scanned = scanner.scan(octets, Transaction.UNKNOWN);
///   System.out.println(scanned.verdict().category());
/// }
/// ```
///
/// Thread-safe. `close` ends the threads of its engine.
public final class Scanner implements AutoCloseable {

  private final MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
  private final Engine engine;
  private final Policy policy;
  private final Clock clock;
  private final RandomGenerator random;

  /// @param engine is closed with the scanner
  public Scanner(Engine engine, Policy policy, Clock clock, RandomGenerator random) {
    this.engine = engine;
    this.policy = policy;
    this.clock = clock;
    this.random = random;
  }

  /// The built-in checks, a worker per core, and the standard policy.
  public static Scanner standard() {
    return standard(Models.NONE);
  }

  /// The same with other models.
  public static Scanner standard(Models models) {
    TextModel text = models.text().orElseGet(TextModel::builtin);
    List<Check> checks =
        new ArrayList<>(
            BuiltinChecks.all(OwnDomains.ALONE, UrlLists.NONE, new RulesCheck(), () -> text));
    models.site().ifPresent(site -> checks.add(new SiteModelCheck(() -> Optional.of(site))));
    return new Scanner(
        new Engine(checks, EngineLimits.standard()),
        Policy.STANDARD,
        Clock.systemUTC(),
        RandomGenerator.getDefault());
  }

  /// Scans one message. A file whose lines end with bare LF only, as it lies on a disk, is read as
  /// if they ended with CRLF.
  public Scanned scan(byte[] octets, Transaction transaction) {
    long start = System.nanoTime();
    Case mail = new Case(envelope(transaction), parser.parse(LineEnds.crlf(octets)));
    Report report = engine.examine(mail, Stage.PRELIMINARY);
    report = report.and(engine.examine(mail, Stage.ACTIVE));
    return new Scanned(report, policy.judge(report), Duration.ofNanos(System.nanoTime() - start));
  }

  private Envelope envelope(Transaction transaction) {
    Instant now = clock.instant();
    return new Envelope(
        Reference.create(now, random),
        new Client(
            new InetSocketAddress(transaction.client(), 0),
            new InetSocketAddress(transaction.client(), 0)),
        new Hello(transaction.helo(), true),
        Optional.empty(),
        new MailFrom(
            transaction.from(),
            OptionalLong.empty(),
            BodyType.EIGHT_BIT_MIME,
            false,
            Dsn.OfMessage.NONE),
        transaction.to().stream()
            .map(address -> new Recipient(address, Dsn.OfRecipient.NONE))
            .toList(),
        now);
  }

  @Override
  public void close() {
    engine.close();
  }
}
