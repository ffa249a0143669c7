package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.facts.Abandoned;
import org.postern.engine.facts.Contacts;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.NormalText;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.CheckOutcome.Done;
import org.postern.engine.verdict.CheckOutcome.Failed;
import org.postern.engine.verdict.CheckOutcome.TimedOut;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.ContentType;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// What becomes of facts that are not there at the deadline.
@Timeout(120)
class AbandonedFactsTest {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger readings = new AtomicInteger();

  @AfterEach
  void release() {
    released.countDown();
  }

  /// A part whose text takes as long as the test wants, whoever interrupts.
  private final class Endless implements Part {
    private final Part part;
    private final Runnable reading;

    Endless(Part part, Runnable reading) {
      this.part = part;
      this.reading = reading;
    }

    @Override
    public String text() {
      readings.incrementAndGet();
      reading.run();
      return part.text();
    }

    @Override
    public Headers headers() {
      return part.headers();
    }

    @Override
    public ContentType contentType() {
      return part.contentType();
    }

    @Override
    public List<String> names() {
      return part.names();
    }

    @Override
    public int depth() {
      return part.depth();
    }

    @Override
    public boolean leaf() {
      return part.leaf();
    }

    @Override
    public List<Part> children() {
      return part.children();
    }

    @Override
    public boolean nestedMessage() {
      return part.nestedMessage();
    }

    @Override
    public int bodyStart() {
      return part.bodyStart();
    }

    @Override
    public int bodyEnd() {
      return part.bodyEnd();
    }

    @Override
    public byte[] content() {
      return part.content();
    }

    @Override
    public List<byte[]> contents() {
      return part.contents();
    }

    @Override
    public Charset charset() {
      return part.charset();
    }

    @Override
    public boolean attachment() {
      return part.attachment();
    }
  }

  private void spin() {
    while (released.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private Case endless(Runnable reading) {
    Case mail = Messages.ordinary();
    Message message = mail.message();
    return new Case(
        mail.envelope(),
        new Message(message.octets(), new Endless(message.root(), reading), message.ambiguities()));
  }

  @Test
  void what_failed_once_is_not_derived_again_for_each_check() {
    List<Check> checks =
        List.of(
            new Reads("first", Stage.PRELIMINARY, true),
            new Reads("second", Stage.PRELIMINARY, true),
            new Reads("other", Stage.PRELIMINARY, false));
    Case mail =
        endless(() -> {
          throw new IllegalStateException("planted");
        });
    try (Engine engine = new Engine(checks, new EngineLimits(LONG, LONG, LONG, 1, 1))) {
      List<CheckOutcome> outcomes = engine.examine(mail, Stage.PRELIMINARY).outcomes();

      assertThat(outcomes.subList(0, 2))
          .allSatisfy(one ->
              assertThat(one)
                  .isInstanceOfSatisfying(
                      Failed.class, failed -> assertThat(failed.why()).contains("planted")));
      assertThat(outcomes.get(2)).isInstanceOf(Done.class);
      assertThat(readings).hasValue(1);
    }
  }

  private record Reads(String name, Stage stage, boolean content) implements Check {
    @Override
    public List<Symbol> symbols() {
      return List.of();
    }

    @Override
    public List<Finding> inspect(Case mail) {
      assertThat(content ? mail.content().visible() : mail.header().subject()).isNotNull();
      return List.of();
    }
  }

  @Test
  void what_was_late_once_is_late_at_once_and_no_second_worker_hangs() {
    List<Check> checks =
        List.of(
            new Reads("first", Stage.PRELIMINARY, true),
            new Reads("again", Stage.ACTIVE, true),
            new Reads("other", Stage.ACTIVE, false));
    Case mail = endless(this::spin);
    EngineLimits limits = new EngineLimits(SHORT, LONG, LONG, 2, 2);
    try (Engine engine = new Engine(checks, limits)) {
      assertThat(engine.examine(mail, Stage.PRELIMINARY).outcomes())
          .containsExactly(new TimedOut("first", SHORT));
      List<CheckOutcome> later = engine.examine(mail, Stage.ACTIVE).outcomes();

      assertThat(later.getFirst()).isEqualTo(new TimedOut("again", LONG));
      assertThat(later.getLast()).isInstanceOf(Done.class);
      assertThat(readings).hasValue(1);
      assertThat(engine.stuck()).isEqualTo(1);
      assertThatThrownBy(mail::content).isInstanceOf(Abandoned.class);
      assertThatThrownBy(mail::tokens).isInstanceOf(Abandoned.class);

      released.countDown();
      Awaitility.await().until(() -> engine.stuck() == 0);
    }
  }

  @Test
  void whoever_derives_ends_when_interrupted() {
    List<Runnable> all =
        List.of(
            () -> HtmlFacts.of("<p>x"),
            () -> NormalText.of("\uff41 b"),
            () -> Contacts.of("a@b.example", List.of()),
            () -> Messages.ordinary().content());
    for (Runnable one : all) {
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(one::run).isInstanceOf(Abandoned.class);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }

  private static Case hostile(String type, String body) {
    String mail =
        "From: Ann <ann@sender.example>\r\nSubject: x\r\nContent-Type: "
            + type
            + "; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + body
            + "\r\n";
    return Messages.mail("ann@sender.example", mail.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Case> hostile() {
    return List.of(
        hostile("text/plain", "http://a" + ".".repeat(2_000_000)),
        hostile("text/plain", "http://a" + ".)".repeat(1_000_000)),
        hostile("text/plain", "\uff41" + "\u0315\u0300".repeat(400_000)),
        hostile("text/plain", "\uff41" + "\u0300\u0315".repeat(400_000)),
        hostile("text/html", "<a href='mailto:" + "a@b;".repeat(450_000) + "'>x</a>"),
        hostile("text/html", "<a href='mailto:" + "a@@b;".repeat(350_000) + "'>x</a>"),
        hostile(
            "text/html",
            "<base href='http://a.example/"
                + "a/".repeat(500_000)
                + "'>"
                + "<a href=q>x</a>".repeat(40_000)),
        hostile("text/plain", "a\r\nthe" + " ".repeat(19_900) + "ab."),
        hostile("text/html", "<a href='" + "http://a.example/x".repeat(100_000) + "'>x</a>"),
        hostile("text/plain", "http://" + "\u00e4\u4e00".repeat(900) + ".example/"),
        hostile("text/plain", "www." + "a.".repeat(900_000)));
  }

  @Test
  void after_ten_hostile_messages_an_ordinary_one_is_examined() {
    EngineLimits limits = new EngineLimits(Duration.ofSeconds(10), LONG, SHORT, 2, 2);
    try (Engine engine = new Engine(BuiltinChecks.all(), limits)) {
      for (Case mail : hostile()) {
        Report report = engine.examine(mail, Stage.PRELIMINARY);
        assertThat(report.and(engine.examine(mail, Stage.ACTIVE)).blind()).isEmpty();
        assertThat(engine.stuck()).isZero();
      }
      Case ordinary = Messages.ordinary();
      Report report = engine.examine(ordinary, Stage.PRELIMINARY);
      assertThat(report.and(engine.examine(ordinary, Stage.ACTIVE)).blind()).isEmpty();
    }
  }
}
