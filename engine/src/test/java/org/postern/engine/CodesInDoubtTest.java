package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.engine.facts.Link;
import org.postern.engine.image.Drawings;
import org.postern.engine.image.Mails;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

@Timeout(120)
class CodesInDoubtTest {

  private static final Symbol SEEN =
      Symbol.scored("SEEN", Group.TEST, 0, Stage.ACTIVE, "where links lead");

  /// Tells the hosts of all links it sees.
  private static final class Sees implements Check {
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
      return Set.of(Pictured.CODES);
    }

    @Override
    public List<Finding> inspect(Case mail) throws Exception {
      looks.incrementAndGet();
      List<String> hosts = mail.links().stream().map(Link::host).toList();
      assertThat(mail.targets().all()).hasSameSizeAs(hosts);
      return List.of(SEEN.found(mail.codesUnread() + " " + hosts));
    }
  }

  private static Case code() {
    return new Mails("ann@sender.example", "Look")
        .text("See http://text.example/")
        .shown("p.png", Drawings.file(Drawings.qr("http://code.example/a", 4), "png"))
        .mail();
  }

  @Test
  void in_doubt_codes_are_read_and_who_looks_at_links_looks_once_more() {
    Sees sees = new Sees();
    assertThat(InDoubt.seen(SEEN, code(), InDoubt.worth(14), sees))
        .isEqualTo("false [text.example, code.example]");
    assertThat(InDoubt.seen(SEEN, code(), InDoubt.worth(-30), sees))
        .isEqualTo("false [text.example, code.example]");
    assertThat(sees.looks).hasValue(4);
  }

  @Test
  void in_what_is_confirmed_without_they_are_not_read() {
    Sees sees = new Sees();
    assertThat(InDoubt.seen(SEEN, code(), InDoubt.worth(16), sees))
        .isEqualTo("true [text.example]");
    assertThat(InDoubt.seen(SEEN, code(), new InDoubt.Finds(InDoubt.RULED), sees))
        .isEqualTo("true [text.example]");
    assertThat(sees.looks).hasValue(2);
  }

  @Test
  void where_there_is_nothing_in_a_picture_nobody_looks_twice() {
    Sees sees = new Sees();
    Case words =
        new Mails("ann@sender.example", "Look")
            .text("See http://text.example/")
            .shown("p.png", Drawings.file(Drawings.words("Nothing", "else"), "png"))
            .mail();
    assertThat(InDoubt.seen(SEEN, words, InDoubt.worth(2), sees))
        .as("before they are read")
        .startsWith("true ");
    assertThat(InDoubt.seen(SEEN, Messages.ordinary(), InDoubt.worth(2), sees))
        .startsWith("false ");
    assertThat(sees.looks).hasValue(2);
  }

  @Test
  void outside_of_the_engine_nothing_is_put_off() throws InterruptedException {
    assertThat(code().links()).hasSize(2);
  }
}
