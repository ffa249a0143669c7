package org.postern.engine.checks.content;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.learn.Marks;
import org.postern.engine.learn.TextFeatures;
import org.postern.engine.learn.TextModel;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// What the text model says about subject, text and form. It is worth almost four points where
/// ordinary mail practically never comes, so that one formality beside it does not suspect: offers
/// between firms, letters in languages it saw little of and texts about fraud read like spam too,
/// so another sign must join it. Alone it suspects from twice those log-odds on, and it never
/// confirms.
public final class TextModelCheck implements Check {

  static final Symbol TEXT_SPAM =
      Symbol.scored(
          "TEXT_SPAM",
          Group.LEARNING,
          5.5,
          Stage.ACTIVE,
          "the text reads like spam that was learned");
  static final Symbol TEXT_HAM =
      Symbol.scored(
          "TEXT_HAM",
          Group.LEARNING,
          -1,
          Stage.ACTIVE,
          "the text reads like ordinary mail that was learned");
  static final Symbol TEXT_SPAM_ODD_SENDER =
      Symbol.scored(
          "TEXT_SPAM_ODD_SENDER",
          Group.LEARNING,
          2,
          Stage.ACTIVE,
          "the text reads like spam, and nothing vouches for its sender or the header is odd");

  /// Signs of the preliminary stage that hardly ever stand beside such a text in ordinary mail:
  /// those who write what could be spam sign it, from one address.
  private static final Set<String> ODD_SENDER =
      Set.of(
          "AUTHOR_UNVOUCHED",
          "SENDER_SCATTERED",
          "SENDER_ABUSED_TOP_LEVEL",
          "REPLY_TO_FREEMAIL",
          "DRAWN_LOCAL_PART",
          "DRAWN_FROM_DOMAIN",
          "RAW_HEADER_TEXT",
          "HIGH_PRIORITY");

  /// At the point of suspicion.
  private static final double SUSPECT = 3.9;

  /// Short of twice the point of suspicion.
  private static final double UNSURE = 4.4;

  /// At twice the point of suspicion, which ordinary mail of sources that were left out never came
  /// near.
  private static final double SURE = 5;

  /// Nearer to even than this the model has nothing to say.
  private static final double LEAST = 0.5;

  /// From these log-odds on the text speaks fully for the message.
  private static final double FULL_HAM = -3;

  /// What is left of it where the sender pretends to be somebody.
  private static final double FEIGNED = 0.25;

  /// Texts with fewer features than a short sentence has are not judged.
  private static final int FEWEST = 60;

  private static final double SHOWN = 0.35;

  /// From this strength on the text says all that it can about its sender.
  private static final double FULL_SPAM = 0.73;

  private static final int LONGEST_NAME = 500;

  private static final Pattern RUNS =
      Pattern.compile(
          ".*\\.(?:exe|scr|pif|bat|cmd|jse?|vb[se]|ws[fh]|hta|ps1|msi|cpl|chm|lnk|url|one|iso|img|vhdx?)");

  private final Supplier<TextModel> model;

  /// @param model the model of now
  public TextModelCheck(Supplier<TextModel> model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "text-model";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(TEXT_SPAM, TEXT_HAM, TEXT_SPAM_ODD_SENDER);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.TEXT);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    TextFeatures features = TextFeatures.of(mail.header().subject(), mail.text());
    if (features.count() < FEWEST) {
      return List.of();
    }
    Marks marks = Marks.of(mail.header(), mail.content());
    TextModel now = model.get();
    double odds = now.logOdds(features, marks);
    if (odds >= LEAST) {
      double strength = points(odds / now.suspect()) / TEXT_SPAM.points();
      if (mail.asking().isPresent()) {
        strength *= SHOWN; // most of it is what the sender only shows
      }
      List<Finding> found = new ArrayList<>();
      found.add(TEXT_SPAM.found(strength, evidence(now, features, marks, odds)));
      oddSender(mail, strength).ifPresent(found::add);
      return found;
    }
    if (odds <= -1 && !asksBesideTheText(mail)) {
      // who takes somebody's name takes his words, too
      double strength = (mail.feigned() ? FEIGNED : 1) * Math.min(1, odds / FULL_HAM);
      // what speaks for a message need not be shown in pieces: it costs and nobody asks
      return List.of(TEXT_HAM.found(strength, List.of(said(odds))));
    }
    return List.of();
  }

  /// Text and sender confirm each other, as far as both go.
  private static Optional<Finding> oddSender(Case mail, double strength) {
    List<String> signs = new ArrayList<>(0);
    double points = 0;
    for (Finding one : mail.before().findings()) {
      if (ODD_SENDER.contains(one.symbol().name())) {
        signs.add(one.symbol().name());
        points += one.points();
      }
    }
    double odd = Math.min(1, points);
    // platforms send in the name of small companies that sign nothing
    return odd <= 0 || mail.header().listBelieved()
        ? Optional.empty()
        : Optional.of(TEXT_SPAM_ODD_SENDER.found(odd * Math.min(1, strength / FULL_SPAM), signs));
  }

  /// Where what is attached runs or asks for a password, ordinary words about it say nothing.
  private static boolean asksBesideTheText(Case mail) throws InterruptedException {
    if (mail.content().attachments().isEmpty()) {
      return false;
    }
    return mail.content().attachments().stream()
            .flatMap(part -> part.names().stream())
            .anyMatch(TextModelCheck::runs)
        || mail.unpacked().members().stream().anyMatch(member -> runs(member.path()))
        || mail.pages().stream()
            .flatMap(page -> page.forms().stream())
            .anyMatch(HtmlFacts.Form::password);
  }

  private static boolean runs(String name) {
    return name.length() < LONGEST_NAME
        && RUNS.matcher(name.strip().toLowerCase(Locale.ROOT)).matches();
  }

  /// Short of suspicion the points fall faster than the log-odds: marks alone bring it half way.
  ///
  /// @param share of the log-odds that suspect
  private static double points(double share) {
    if (share < 1) {
      return SUSPECT * share * share;
    }
    if (share < 2) {
      return SUSPECT + (share - 1) * (UNSURE - SUSPECT);
    }
    return Math.min(TEXT_SPAM.points(), SURE + (share - 2) * (TEXT_SPAM.points() - SURE));
  }

  private static List<String> evidence(
      TextModel model, TextFeatures features, Marks marks, double odds) {
    List<String> evidence = new ArrayList<>();
    evidence.add(said(odds));
    evidence.addAll(model.heaviest(features, marks));
    return evidence;
  }

  private static String said(double odds) {
    return "log-odds " + BigDecimal.valueOf(odds).setScale(2, RoundingMode.HALF_UP);
  }
}
