package org.postern.engine.checks.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.NormalText;
import org.postern.engine.pattern.Databases;
import org.postern.engine.rules.Renderings;
import org.postern.engine.rules.RuleHit;
import org.postern.engine.rules.RuleSet;
import org.postern.engine.rules.SwitchedOff;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// The rules that come with Postern, over the text as it was meant to be read. Each that hits is a
/// finding, with the text it matched.
public final class RulesCheck implements Check {

  /// Characters of the text that are looked at.
  private static final int MOST_TEXT = 50_000;

  private final RuleSet set;
  private final Map<String, Symbol> symbols;

  /// Those of the resources.
  public RulesCheck() {
    this(ShippedRules.set());
  }

  /// Those of the resources; what they are compiled into is kept in a folder, for the next start.
  public static RulesCheck keptIn(Path folder) {
    return new RulesCheck(ShippedRules.set().with(Databases.in(folder)));
  }

  RulesCheck(RuleSet set) {
    this.set = set;
    this.symbols = RuleSymbols.of(set, Set.of());
  }

  /// Compiles the expressions now, or reads what an earlier start has compiled, and not at the
  /// first message: it takes up to some seconds.
  public RulesCheck compiled() {
    set.compiled();
    return this;
  }

  /// The rules that cost too much and are left out, in this whole process.
  public List<SwitchedOff> switchedOff() {
    return set.switchedOff();
  }

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.copyOf(symbols.values());
  }

  @Override
  public boolean readsDrawnText() {
    return true;
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    String meant = mail.normal().text();
    meant = meant.substring(0, Math.min(meant.length(), MOST_TEXT));
    String drawn = mail.drawn().text();
    String notes = mail.content().notes();
    if (!notes.isEmpty()) {
      meant = meant + "\n" + NormalText.of(notes).text();
    }
    if (!drawn.isEmpty()) {
      meant = meant + "\n" + NormalText.of(drawn).text();
    }
    return findings(
        set,
        symbols,
        mail,
        new Renderings(mail.message(), RuleFacts.envelopeFrom(mail), meant)
            .leadingTo(RuleFacts.ledTo(mail)));
  }

  static List<Finding> findings(
      RuleSet set, Map<String, Symbol> symbols, Case mail, Renderings renderings) {
    List<Finding> found = new ArrayList<>();
    for (RuleHit hit : set.run(renderings, new RuleFacts(mail))) {
      Symbol symbol = symbols.get(hit.rule().name());
      if (symbol != null) {
        found.add(hit.evidence().isEmpty() ? symbol.found() : symbol.found(hit.evidence()));
      }
    }
    return found;
  }
}
