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
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.CheckOutcome.Done;
import org.postern.engine.verdict.CheckOutcome.TimedOut;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

@Timeout(120)
class DrawnTextInDoubtTest {

  private static final Duration LONG = InDoubt.LONG;
  private static final Symbol SEEN =
      Symbol.scored("SEEN", Group.TEST, 0, Stage.ACTIVE, "what was seen of drawn text");

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

  private static Case picture() {
    return new Mails("ann@sender.example", "Look")
        .text("Look")
        .shown("p.png", Drawings.file(Drawings.words("Pay the fee now", "or lose it"), "png"))
        .mail();
  }

  @Test
  void in_doubt_text_in_pictures_is_read_and_who_wants_it_looks_once_more() {
    Sees sees = new Sees();
    assertThat(InDoubt.seen(SEEN, picture(), InDoubt.worth(2), sees))
        .isEqualTo("false Pay the fee now or lose it");
    assertThat(sees.looks).hasValue(2);
  }

  @Test
  void where_it_could_change_nothing_it_is_not_read() {
    Sees sees = new Sees();
    assertThat(InDoubt.seen(SEEN, picture(), InDoubt.worth(30), sees)).isEqualTo("true ");
    assertThat(InDoubt.seen(SEEN, picture(), InDoubt.worth(-30), sees)).isEqualTo("true ");
    assertThat(InDoubt.seen(SEEN, picture(), new InDoubt.Finds(InDoubt.RULED), sees))
        .isEqualTo("true ");
    assertThat(sees.looks).hasValue(3);
  }

  @Test
  void without_pictures_nobody_looks_twice() {
    Sees sees = new Sees();
    assertThat(InDoubt.seen(SEEN, Messages.ordinary(), InDoubt.worth(2), sees)).isEqualTo("false ");
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
    try (Engine engine = new Engine(List.of(new InDoubt.Finds(active), hangs), limits)) {
      List<CheckOutcome> outcomes = engine.examine(picture(), Stage.ACTIVE).outcomes();
      assertThat(outcomes.getFirst()).isInstanceOf(Done.class);
      assertThat(outcomes.getLast()).isEqualTo(new TimedOut("sees", limit));
    }
  }
}
