package org.postern.engine.checks.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.Forwarded;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Looks at the author of a message that is passed on without a word as if that had come itself.
/// Who passes a message on to ask about it says so.
public final class ForwardedAuthorCheck implements Check {

  static final Symbol FORWARDED_AUTHOR_ODD =
      Symbol.scored(
          "FORWARDED_AUTHOR_ODD",
          Group.SENDER,
          2.5,
          Stage.ACTIVE,
          "a message is passed on without a word, and its author's name or address is odd");

  /// Letters before what is passed on: no more than a greeting has.
  private static final int BARE = 30;

  /// As much as this speaks fully.
  private static final double FULL = 3;

  private static final double LEAST = 0.7;
  private static final int LONGEST = 200;
  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);

  private final List<Check> checks =
      List.of(
          new BrandNameCheck(),
          new DrawnNameCheck(),
          new AuthorShapeCheck(),
          new FreeSenderCheck());

  @Override
  public String name() {
    return "forwarded-author";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(FORWARDED_AUTHOR_ODD);
  }

  @Override
  public List<Finding> inspect(Case mail) throws Exception {
    Optional<Forwarded> forwarded =
        mail.forwarded()
            .filter(inner -> inner.own() <= BARE)
            .filter(inner -> inner.author().plausible());
    if (forwarded.isEmpty() || mail.relations().listShown()) {
      return List.of();
    }
    Case inner = new Case(mail.envelope(), message(forwarded.get()));
    List<String> evidence = new ArrayList<>();
    double points = 0;
    for (Check check : checks) {
      for (Finding finding : check.inspect(inner)) {
        points += finding.symbol().points() * finding.strength();
        evidence.addAll(finding.evidence());
      }
    }
    return points < LEAST
        ? List.of()
        : List.of(FORWARDED_AUTHOR_ODD.found(Math.min(1, points / FULL), evidence));
  }

  private static Message message(Forwarded forwarded) {
    String header =
        "From: "
            + encoded(forwarded.author().name())
            + " <"
            + ascii(forwarded.author().address())
            + ">\r\nSubject: "
            + encoded(forwarded.subject())
            + "\r\n\r\n";
    return PARSER.parse(header.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encoded(String text) {
    String cut = text.substring(0, Math.min(text.length(), LONGEST));
    return cut.isBlank()
        ? ""
        : "=?utf-8?b?"
            + Base64.getEncoder().encodeToString(cut.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }

  private static String ascii(String address) {
    return address.replaceAll("[^!-;=?-~]", "");
  }
}
