package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.engine.image.Drawings;
import org.postern.engine.image.Mails;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.CheckOutcome.Done;
import org.postern.engine.verdict.CheckOutcome.TimedOut;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

@Timeout(120)
class DrawnTextInDoubtTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Symbol SEEN =
      Symbol.scored("SEEN", Group.TEST, 0, Stage.ACTIVE, "what was seen of drawn text");
  private static final Symbol RULED =
      Symbol.certain(
          "RULED", Group.TEST, Category.CONFIRMED_SPAM, Stage.PRELIMINARY, "a rule of a test");

  /// Tells what it sees of drawn text.
  private static class Sees implements Check {
    final AtomicInteger looks = new AtomicInteger();

    @Override
    public String name() {
      return "sees";
    }

    @Override
    public Stage stage() {
      return Stage.ACTIVE;
    }

    @Override
    public List<Symbol> symbols() {
      return List.of(SEEN);
    }

    @Override
    public Set<Pictured> reads() {
      return Set.of(Pictured.TEXT);
    }

    @Override
    public List<Finding> inspect(Case mail) throws Exception {
      looks.incrementAndGet();
      return List.of(SEEN.found(mail.drawnUnread() + " " + mail.drawn().text().replace('\n', ' ')));
    }
  }

  /// Finds what is worth so many points.
  private record Finds(Symbol symbol) implements Check {
    @Override
    public String name() {
      return "finds";
    }

    @Override
    public Stage stage() {
      return symbol.stage();
    }

    @Override
    public List<Symbol> symbols() {
      return List.of(symbol);
    }

    @Override
    public List<Finding> inspect(Case mail) {
      return List.of(symbol.found("it"));
    }
  }

  private static Finds worth(double points) {
    return new Finds(
        Symbol.scored("FOUND", Group.TEST, points, Stage.PRELIMINARY, "points of a test"));
  }

  private static Case picture() {
    return new Mails("ann@sender.example", "Look")
        .text("Look")
        .shown("p.png", Drawings.file(Drawings.words("Pay the fee now", "or lose it"), "png"))
        .mail();
  }

  private static String seen(Case mail, Check... checks) {
    EngineLimits limits = new EngineLimits(LONG, LONG, LONG, 1, 1);
    try (Engine engine = new Engine(List.of(checks), limits)) {
      Report report = engine.examine(mail, Stage.PRELIMINARY);
      report = report.and(engine.examine(mail, Stage.ACTIVE));
      assertThat(report.blind()).isEmpty();
      return report.findings().stream()
          .filter(finding -> finding.symbol().equals(SEEN))
          .map(finding -> finding.evidence().getFirst())
          .reduce((_, _) -> "twice")
          .orElseThrow();
    }
  }

  @Test
  void in_doubt_text_in_pictures_is_read_and_who_wants_it_looks_once_more() {
    Sees sees = new Sees();
    assertThat(seen(picture(), worth(2), sees)).isEqualTo("false Pay the fee now or lose it");
    assertThat(sees.looks).hasValue(2);
  }

  @Test
  void where_it_could_change_nothing_it_is_not_read() {
    Sees sees = new Sees();
    assertThat(seen(picture(), worth(30), sees)).isEqualTo("true ");
    assertThat(seen(picture(), worth(-30), sees)).isEqualTo("true ");
    assertThat(seen(picture(), new Finds(RULED), sees)).isEqualTo("true ");
    assertThat(sees.looks).hasValue(3);
  }

  @Test
  void without_pictures_nobody_looks_twice() {
    Sees sees = new Sees();
    assertThat(seen(Messages.ordinary(), worth(2), sees)).isEqualTo("false ");
    assertThat(sees.looks).hasValue(1);
  }

  @Test
  void who_is_late_in_the_second_look_is_late() {
    Sees hangs =
        new Sees() {
          @Override
          public List<Finding> inspect(Case mail) throws Exception {
            List<Finding> found = super.inspect(mail);
            if (looks.get() == 2) {
              Thread.sleep(LONG.multipliedBy(10));
            }
            return found;
          }
        };
    Duration limit = Duration.ofSeconds(8);
    EngineLimits limits = new EngineLimits(LONG, limit, LONG, 1, 1);
    Symbol active = Symbol.scored("FOUND", Group.TEST, 2, Stage.ACTIVE, "points of a test");
    try (Engine engine = new Engine(List.of(new Finds(active), hangs), limits)) {
      List<CheckOutcome> outcomes = engine.examine(picture(), Stage.ACTIVE).outcomes();
      assertThat(outcomes.getFirst()).isInstanceOf(Done.class);
      assertThat(outcomes.getLast()).isEqualTo(new TimedOut("sees", limit));
    }
  }
}
