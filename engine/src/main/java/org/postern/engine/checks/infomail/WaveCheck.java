package org.postern.engine.checks.infomail;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.bulk.Waves;
import org.postern.engine.facts.Abandoned;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies of what turned out to be unwanted again and again, before the reply: the thousandth copy
/// of a wave need not be examined. That many get the same says nothing here: only what the active
/// stage is certain of counts, see [WaveLessons].
///
/// Points and no rule, so that an entry of the recipient's lists, and what else speaks for a
/// sender, still stand against it.
public final class WaveCheck implements Check {

  /// What `Policy.STANDARD` confirms at, and what a good name may speak for a sender.
  private static final double POINTS = 12;

  static final Symbol CONFIRMED =
      Symbol.scored(
          "BULK_CONFIRMED",
          Group.CONTENT,
          POINTS,
          Stage.PRELIMINARY,
          "the same was found to be unwanted, again and again and within hours");

  /// Knows no waves: for scans of files.
  public static final WaveCheck BLIND = new WaveCheck(Waves.NONE);

  /// Octets of text that are read while a sender waits.
  private static final int MOST_READ = 200_000;

  private static final Set<String> HELPERS = Set.of("postmaster", "abuse");

  private static final Logger LOG = LoggerFactory.getLogger(WaveCheck.class);

  private final Waves waves;

  public WaveCheck(Waves waves) {
    this.waves = waves;
  }

  @Override
  public String name() {
    return "wave";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(CONFIRMED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    try {
      return waves.rolling() && !lengthy(mail) && !forThoseWhoHelp(mail) ? found(mail) : List.of();
    } catch (Abandoned late) {
      throw late;
    } catch (RuntimeException broken) { // an edge: without waves it is examined all the same
      LOG.error("id={} event=waves-failed", mail.envelope().ref(), broken);
      return List.of();
    }
  }

  private List<Finding> found(Case mail) {
    List<Long> keys = mail.fingerprints().whole();
    if (keys.isEmpty()) {
      return List.of();
    }
    return waves
        .known(keys, Sightings.copy(mail))
        // who asks what it is shows it to somebody
        .filter(_ -> mail.forwarded().isEmpty())
        .map(wave -> List.of(CONFIRMED.found(text(wave))))
        .orElse(List.of());
  }

  private static String text(Waves.Wave wave) {
    return "of "
        + wave.copies()
        + " copies or more, from "
        + wave.networks()
        + (wave.networks() == 1 ? " network" : " networks")
        + ", each was found to be unwanted";
  }

  private static boolean lengthy(Case mail) {
    return mail.message().parts().stream()
            .filter(part -> part.leaf() && part.contentType().type().equals("text"))
            .map(Part::content)
            .mapToLong(octets -> octets.length)
            .sum()
        > MOST_READ;
  }

  // RFC 5321 section 4.5.1 and RFC 2142. All of them: one among others would bring these through.
  private static boolean forThoseWhoHelp(Case mail) {
    return mail.envelope().to().stream()
        .map(recipient -> recipient.address().local().toLowerCase(Locale.ROOT))
        .allMatch(HELPERS::contains);
  }
}
