package org.postern.engine.checks.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.engine.Case;
import org.postern.engine.learn.SiteFeatures;
import org.postern.engine.learn.SiteModel;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// What the model says that this site taught with its own mail; nothing where there is none or it
/// was shown too little. Alone it may suspect, never confirm.
public final class SiteModelCheck extends LearntCheck {

  /// The name of the check.
  public static final String NAME = "site-model";

  static final Symbol SITE_SPAM =
      Symbol.scored(
          "SITE_SPAM",
          Group.LEARNING,
          7,
          Stage.ACTIVE,
          "the message is like spam that this site was shown");
  static final Symbol SITE_HAM =
      Symbol.scored(
          "SITE_HAM",
          Group.LEARNING,
          -2,
          Stage.ACTIVE,
          "the message is like ordinary mail that this site was shown");

  private static final double SUSPECT = 5;

  /// What one in a thousand ordinary messages reached of mail that was later than the mail learnt.
  private static final double SUSPECT_FROM = 1.25;

  /// Nearer to even than this the model has nothing to say.
  private static final double LEAST = 0.3;

  /// From here on the model speaks fully for the message.
  private static final double FULL_HAM = -1.5;

  private final Supplier<Optional<SiteModel>> model;

  /// @param model the model of now, empty where the site has none
  public SiteModelCheck(Supplier<Optional<SiteModel>> model) {
    super(NAME, found());
    this.model = model;
  }

  /// The symbols, for who lists them all.
  public static List<Symbol> found() {
    return List.of(SITE_SPAM, SITE_HAM);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    return model.get().filter(SiteModel::ready).map(ready -> ask(ready, mail)).orElse(List.of());
  }

  private static List<Finding> ask(SiteModel model, Case mail) {
    SiteFeatures.Read read = SiteFeatures.of(mail.message(), mail.header(), mail.content());
    double odds = model.logOdds(read);
    if (odds >= LEAST) {
      double points = Math.min(SITE_SPAM.points(), SUSPECT * odds / SUSPECT_FROM);
      List<String> evidence = new ArrayList<>();
      evidence.add(said(odds));
      evidence.addAll(model.heaviest(read));
      return List.of(SITE_SPAM.found(points / SITE_SPAM.points(), evidence));
    }
    if (odds <= -LEAST) {
      return List.of(SITE_HAM.found(Math.min(1, odds / FULL_HAM), List.of(said(odds))));
    }
    return List.of();
  }

  private static String said(double odds) {
    return String.format(Locale.ROOT, "log-odds %.2f", odds);
  }
}
