package org.postern.gateway.learning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.learn.BayesLimits;
import org.postern.engine.learn.BayesStatus;
import org.postern.engine.learn.BayesStore;
import org.postern.engine.learn.Lesson;
import org.postern.gateway.learning.Taught.Outcome;
import org.postern.gateway.store.MemoryLessons;
import org.postern.gateway.store.MovedClock;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
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
import org.postern.mail.smtp.Reference;

/// Filters of two tenants, and messages to teach them.
abstract class TaughtFilters {

  static final TenantId A = new TenantId("alpha");
  static final TenantId B = new TenantId("beta");
  static final EmailAddress BOB = new EmailAddress("bob", "example.org");
  static final EmailAddress ANN = new EmailAddress("ann", "example.org");

  static final EmailAddress EVE = new EmailAddress("eve", "example.org");

  @TempDir Path folder;

  final Set<String> exact = new HashSet<>();

  RecipientRules rules(String domain) {
    return RecipientRules.STANDARD.withExactCase(exact.contains(domain));
  }

  final MovedClock clock = new MovedClock();
  final MemoryLessons lessons = new MemoryLessons();
  BayesStore filters;
  Learning learning;

  @BeforeEach
  void open() {
    filters = new BayesStore(folder, BayesLimits.STANDARD, clock);
    learning = new Learning(filters, lessons, LearningLimits.STANDARD, this::rules, clock);
  }

  static final Envelope ENVELOPE =
      new Envelope(
          new Reference("0123-4567-89AB-CDEF"),
          new Client(new InetSocketAddress(25), new InetSocketAddress(25)),
          new Hello("client.example", true),
          Optional.empty(),
          new MailFrom(
              ReversePath.NULL,
              OptionalLong.empty(),
              BodyType.SEVEN_BIT,
              false,
              Dsn.OfMessage.NONE),
          List.of(),
          Instant.EPOCH);

  static byte[] octets(String text) {
    return ("From: x@y.example\r\nSubject: hello\r\n\r\n" + text + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  static Message message(String text) {
    return new MimeParser(MimeLimits.DEFAULT).parse(octets(text));
  }

  static Lesson lesson(String text) {
    try {
      return Teacher.lesson(octets(text));
    } catch (IOException late) {
      throw new UncheckedIOException(late);
    }
  }

  /// Of words that no other of these messages has.
  static Lesson other(int n) {
    Random random = new Random(n);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("w").append(random.nextInt(1_000_000)).append(' ');
    }
    return lesson(text.toString());
  }

  static final String WAVE =
      "dear customer your parcel waits at our depot please pay the fee of %d euro within two days"
          + " or it goes back to where it came from, the parcel service thanks you for your trust"
          + " in the oldest service of the whole country and hopes to see you soon again, yours"
          + " faithfully, the management of the parcel service";

  BayesStatus status(String owner) throws IOException {
    return learning.status(100).stream()
        .filter(one -> one.owner().toString().equals(owner))
        .findFirst()
        .orElseThrow();
  }

  static List<Outcome> outcomes(List<Taught> taught) {
    return taught.stream().map(Taught::outcome).toList();
  }
}
