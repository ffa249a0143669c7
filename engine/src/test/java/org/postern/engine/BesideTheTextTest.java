package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.image.Drawings;
import org.postern.engine.image.Mails;
import org.postern.engine.learn.BayesLimits;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.learn.BayesStore;
import org.postern.engine.office.Documents;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

@Timeout(120)
class BesideTheTextTest {

  private static final byte[] PILLS = picture("Certified pills", "without a doctor");
  private static final byte[] LUNCH = picture("Our meeting room", "has been painted");
  private static final Symbol READ =
      Symbol.scored("READ", Group.TEST, 0, Stage.ACTIVE, "all was read");

  @TempDir Path folder;

  /// As checks do that look at all a reader sees.
  private static final class Reads implements Check {
    @Override
    public String name() {
      return "reads";
    }

    @Override
    public Stage stage() {
      return Stage.ACTIVE;
    }

    @Override
    public List<Symbol> symbols() {
      return List.of(READ);
    }

    @Override
    public Set<Pictured> reads() {
      return Set.of(Pictured.TEXT);
    }

    @Override
    public List<Finding> inspect(Case mail) throws Exception {
      return List.of(READ.found(mail.text()));
    }
  }

  private static byte[] picture(String... lines) {
    return Drawings.file(Drawings.words(lines), "png");
  }

  private static Case mail(int n, byte[] picture) {
    return new Mails("ann@sender.example", "Look " + n).text("See").shown("p.png", picture).mail();
  }

  private static void examine(Case mail, double points) {
    InDoubt.seen(READ, mail, InDoubt.worth(points), new Reads());
  }

  @Test
  void words_in_pictures_are_learnt_and_known_again_in_other_pictures() throws Exception {
    BayesStore filters =
        new BayesStore(
            folder,
            BayesLimits.STANDARD,
            InstantSource.fixed(Instant.parse("2026-11-02T12:00:00Z")));
    for (int i = 0; i < 60; i++) {
      filters.learn(BayesOwner.GLOBAL, true, BesideTheText.lesson(mail(i, PILLS).message()));
      filters.learn(BayesOwner.GLOBAL, false, BesideTheText.lesson(mail(i, LUNCH).message()));
    }
    byte[] like = picture("Pills without a doctor", "all certified");
    Case unread = mail(1_000, like);
    examine(unread, 30);
    Case read = mail(1_000, like);
    examine(read, 2);

    double before = filters.opinion(unread.tokens(), List.of(BayesOwner.GLOBAL)).strength();
    double after = filters.opinion(read.tokens(), List.of(BayesOwner.GLOBAL)).strength();
    assertThat(before).isBetween(-0.1, 0.1);
    assertThat(after).isGreaterThan(0.2);
  }

  @Test
  void what_is_learnt_of_a_message_is_what_was_seen_when_all_was_read() throws Exception {
    Case mail = mail(1, PILLS);
    int before = mail.tokens().count();
    examine(mail, 2);

    assertThat(mail.tokens().count()).isGreaterThan(before);
    assertThat(mail.tokens().lesson().encoded())
        .isEqualTo(BesideTheText.lesson(mail.message()).encoded());
  }

  @Test
  void documents_notes_and_where_they_lead_are_learnt_too() throws Exception {
    Case plain = new Mails("ann@sender.example", "Look").text("See the file").mail();
    Case document =
        new Mails("ann@sender.example", "Look")
            .text("See the file")
            .attached(
                "application/vnd.oasis.opendocument.text",
                "a.odt",
                Documents.odt("Certified pills", "https://pills.example/"))
            .mail();
    examine(document, 2);

    assertThat(document.tokens().lesson().encoded())
        .isEqualTo(BesideTheText.lesson(document.message()).encoded());
    assertThat(document.tokens().count()).isGreaterThan(plain.tokens().count() + 5);
  }

  @Test
  void a_message_has_one_name_before_and_after_its_pictures_were_read() {
    Case mail = mail(1, PILLS);
    String before = mail.tokens().lesson().digest();
    examine(mail, 2);

    assertThat(mail.tokens().lesson().digest()).isEqualTo(before);
    assertThat(mail(1, LUNCH).tokens().lesson().digest()).isNotEqualTo(before);
  }

  @Test
  void where_a_message_says_enough_its_pictures_do_not_name_it() {
    String text = "Dear all, the minutes of our last meeting are below this line. ".repeat(20);
    assertThat(written(text, PILLS)).isEqualTo(written(text, LUNCH));
  }

  private static String written(String text, byte[] picture) {
    Case mail = new Mails("ann@sender.example", "Look").text(text).shown("p.png", picture).mail();
    assertThat(mail.content().visible().getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(800);
    return mail.tokens().lesson().digest();
  }
}
