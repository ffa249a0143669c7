package org.postern.engine.checks.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.office.OfficeDocument;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Office documents that are made to be clicked, that fetch something when they are opened, or that
/// call other programs.
public final class OfficeCheck implements Check {

  static final Symbol OFFICE_LINK_ONLY =
      Symbol.scored(
          "OFFICE_LINK_ONLY",
          Group.CONTENT,
          2,
          Stage.ACTIVE,
          "an office document with little text and a link that has nothing to do with the sender");
  static final Symbol OFFICE_LOADS =
      Symbol.scored(
          "OFFICE_LOADS",
          Group.VIRUS,
          3,
          Stage.ACTIVE,
          "an office document that loads a template or an object from a host that has nothing to do with the sender");
  static final Symbol OFFICE_COMMAND =
      Symbol.scored(
          "OFFICE_COMMAND",
          Group.VIRUS,
          4,
          Stage.ACTIVE,
          "an office document with a field or a formula that starts another program (DDE)");
  static final Symbol OFFICE_NOT_READ =
      Symbol.scored(
          "OFFICE_NOT_READ",
          Group.CONTENT,
          0,
          Stage.ACTIVE,
          "an office document that was not read to its end");

  /// The server of `\\server\share`, also as a file address, with or without a port (WebDAV).
  private static final Pattern SHARE =
      Pattern.compile(
          "(?:file:)?(?:/{2,5}|\\\\{2})([a-z0-9.-]{1,253})[@/\\\\:].*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /// Programs that a document may ask by DDE and that do nothing but hold another document.
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?:DDE(?:AUTO)?\\s+)?\"?(?:Excel|Word|PowerPnt|soffice)\\b(?!.{0,300}(?:\\.exe|cmd|powershell|http)).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  @Override
  public String name() {
    return "office";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(OFFICE_LINK_ONLY, OFFICE_LOADS, OFFICE_COMMAND, OFFICE_NOT_READ);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    Map<Symbol, Finding> found = new LinkedHashMap<>();
    for (OfficeDocument document : mail.office().documents()) {
      LinkOnly.in(mail, OFFICE_LINK_ONLY, document.name(), document.letters(), document.links())
          .ifPresent(finding -> found.putIfAbsent(OFFICE_LINK_ONLY, finding));
      for (String target : document.loaded()) {
        host(target)
            .filter(host -> !mail.relations().involves(host))
            .ifPresent(host ->
                found.putIfAbsent(OFFICE_LOADS, OFFICE_LOADS.found(document.name(), target)));
      }
      document.commands().stream()
          .filter(command -> !HARMLESS.matcher(command.strip()).matches())
          .findFirst()
          .ifPresent(command ->
              found.putIfAbsent(OFFICE_COMMAND, OFFICE_COMMAND.found(document.name(), command)));
    }
    if (!mail.office().unread().isEmpty()) {
      found.put(OFFICE_NOT_READ, OFFICE_NOT_READ.found(mail.office().unread().getFirst()));
    }
    return List.copyOf(found.values());
  }

  private static Optional<String> host(String target) {
    Matcher share = SHARE.matcher(target);
    if (share.matches() && share.group(1).indexOf('.') > 0) {
      return Optional.of(share.group(1));
    }
    return WebAddress.parseLoosely(target).filter(WebAddress::web).map(WebAddress::host);
  }
}
