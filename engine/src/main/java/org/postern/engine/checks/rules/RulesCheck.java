package org.postern.engine.checks.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.NormalText;
import org.postern.engine.pattern.Databases;
import org.postern.engine.rules.Examined;
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

  /// How much what stands in a message counts that somebody only shows, see [Case#asking].
  private static final double SHOWN = 0.35;

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
    List<Symbol> all = new ArrayList<>(symbols.values());
    all.add(RuleSymbols.NOT_EXAMINED);
    return all;
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.TEXT);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    String meant = text(mail);
    String drawn = mail.drawn().text();
    String notes = mail.content().notes();
    if (!notes.isEmpty()) {
      meant = meant + "\n" + NormalText.of(notes).text();
    }
    if (!drawn.isEmpty()) {
      meant = meant + "\n" + NormalText.of(drawn).text();
    }
    List<Finding> found = findings(mail, meant);
    Optional<Case> asking = found.isEmpty() ? Optional.empty() : mail.asking();
    return asking.isEmpty() ? found : less(found, findings(asking.get(), text(asking.get())));
  }

  private List<Finding> findings(Case mail, String meant) {
    return findings(
        set,
        symbols,
        RuleSymbols.NOT_EXAMINED,
        mail,
        new Renderings(mail.message(), RuleFacts.envelopeFrom(mail), meant)
            .leadingTo(RuleFacts.ledTo(mail)));
  }

  private static String text(Case mail) {
    String meant = mail.normal().text();
    return meant.substring(0, Math.min(meant.length(), MOST_TEXT));
  }

  /// What is found in a message that somebody only shows counts less than what he says himself.
  private static List<Finding> less(List<Finding> all, List<Finding> own) {
    Set<Symbol> said = own.stream().map(Finding::symbol).collect(Collectors.toSet());
    return all.stream()
        .map(one ->
            one.points() <= 0 || said.contains(one.symbol())
                ? one
                : one.symbol().found(SHOWN * one.strength(), shown(one.evidence())))
        .toList();
  }

  private static List<String> shown(List<String> evidence) {
    List<String> told = new ArrayList<>(List.of("in what the sender only shows"));
    told.addAll(evidence);
    return told;
  }

  /// @param notExamined found where rules were not run
  static List<Finding> findings(
      RuleSet set,
      Map<String, Symbol> symbols,
      Symbol notExamined,
      Case mail,
      Renderings renderings) {
    List<Finding> found = new ArrayList<>();
    Examined examined = set.scored(renderings, new RuleFacts(mail));
    for (RuleHit hit : examined.hits()) {
      Symbol symbol = symbols.get(hit.rule().name());
      if (symbol != null) {
        found.add(hit.evidence().isEmpty() ? symbol.found() : symbol.found(hit.evidence()));
      }
    }
    RuleSymbols.notRun(notExamined, examined.notRun()).ifPresent(found::add);
    return found;
  }
}
