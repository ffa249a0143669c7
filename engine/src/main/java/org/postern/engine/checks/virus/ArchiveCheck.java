package org.postern.engine.checks.virus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.unpack.Obstacle;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Archives that could not be examined to their end: too deep, too large, encrypted, damaged.
/// Whoever cannot look must not say clean.
public final class ArchiveCheck implements Check {

  static final Symbol TOO_DEEP =
      Symbol.certain(
          "ARCHIVE_TOO_DEEP",
          Group.VIRUS,
          Category.CONFIRMED_VIRUS,
          Stage.ACTIVE,
          "more than eight archives in each other, which is treated as infected");
  static final Symbol NOT_EXAMINED =
      Symbol.certain(
          "ARCHIVE_NOT_EXAMINED",
          Group.VIRUS,
          Category.SUSPECTED_VIRUS,
          Stage.ACTIVE,
          "an archive or an attached letter with more files or octets than are unpacked");
  static final Symbol ENCRYPTED =
      Symbol.scored(
          "ARCHIVE_ENCRYPTED",
          Group.VIRUS,
          1,
          Stage.ACTIVE,
          "an archive with files that need a password");
  static final Symbol UNREADABLE =
      Symbol.scored(
          "ARCHIVE_UNREADABLE",
          Group.VIRUS,
          2,
          Stage.ACTIVE,
          "an archive that is damaged or packed in a way that is not read");

  @Override
  public String name() {
    return "archive";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(TOO_DEEP, NOT_EXAMINED, ENCRYPTED, UNREADABLE);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    List<Obstacle> obstacles = mail.unpacked().obstacles();
    if (obstacles.isEmpty()) {
      return List.of();
    }
    Map<Symbol, List<String>> met = new LinkedHashMap<>();
    for (Obstacle obstacle : obstacles) {
      met.computeIfAbsent(symbol(obstacle), _ -> new ArrayList<>()).add(shown(obstacle));
    }
    List<Finding> findings = new ArrayList<>();
    met.forEach((symbol, evidence) -> findings.add(symbol.found(1, evidence)));
    return findings;
  }

  private static Symbol symbol(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.TooDeep _ -> TOO_DEEP;
      case Obstacle.Limit _ -> NOT_EXAMINED;
      case Obstacle.Encrypted _ -> ENCRYPTED;
      case Obstacle.Unreadable _ -> UNREADABLE;
    };
  }

  private static String shown(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.TooDeep deep -> deep.path();
      case Obstacle.Limit limit -> limit.path() + ": " + limit.what();
      case Obstacle.Encrypted locked -> locked.path();
      case Obstacle.Unreadable damaged -> damaged.path() + ": " + damaged.why();
    };
  }
}
