package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.follow.Resolution;
import org.postern.engine.follow.Resolution.End;
import org.postern.engine.follow.Resolution.Reason;
import org.postern.engine.url.HostKind;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// What the web said of shortened links, where they were followed. That one leads to a harmless
/// page takes no point away: the page can be another one for us than for the reader.
public final class FollowedLinkCheck implements Check {

  static final Symbol FOLLOWED =
      symbol("LINK_FOLLOWED", 0, "a shortened link was followed; the evidence is where it leads");
  static final Symbol UNRESOLVED =
      symbol("LINK_UNRESOLVED", 0, "it was not found out where a shortened link leads");
  static final Symbol CHAIN =
      symbol("LINK_CHAIN", 1, "a shortened link leads to another shortened link");
  static final Symbol ADDRESS =
      symbol("LINK_LEADS_TO_IP", 1.3, "a shortened link leads to an IP address");
  static final Symbol PROGRAM =
      symbol("LINK_LEADS_TO_PROGRAM", 2.5, "a shortened link leads to a program, script or disk");
  static final Symbol ARCHIVE =
      symbol("LINK_LEADS_TO_ARCHIVE", 1, "a shortened link leads to an archive");

  private static final Pattern PROGRAMS =
      Pattern.compile(
          "\\.(?:exe|scr|pif|bat|cmd|jse?|vbs|vbe|wsf|wsh|hta|jar|ps1|msix?|appx|cpl|reg|scf|chm"
              + "|lnk|url|iso|img|vhdx?|dmg|apk|docm|xlsm|pptm|xll)$");
  private static final Pattern ARCHIVES =
      Pattern.compile("\\.(?:zip|rar|7z|gz|tgz|xz|bz2|tar|cab|ace|arj|lzh|z)$");
  private static final Set<String> PROGRAM_TYPES =
      Set.of(
          "application/x-msdownload",
          "application/x-msdos-program",
          "application/x-dosexec",
          "application/vnd.microsoft.portable-executable",
          "application/x-executable",
          "application/x-ms-shortcut",
          "application/x-msi",
          "application/hta",
          "application/java-archive",
          "application/vnd.android.package-archive",
          "application/x-iso9660-image",
          "application/x-apple-diskimage",
          "application/x-bat",
          "application/x-sh",
          "text/vbscript");
  private static final Set<String> ARCHIVE_TYPES =
      Set.of(
          "application/zip",
          "application/x-zip-compressed",
          "application/x-rar-compressed",
          "application/vnd.rar",
          "application/x-7z-compressed",
          "application/gzip",
          "application/x-gzip",
          "application/x-tar",
          "application/vnd.ms-cab-compressed");

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.LINK, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "followed-link";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(FOLLOWED, UNRESOLVED, CHAIN, ADDRESS, PROGRAM, ARCHIVE);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Resolution> all = mail.followed().all();
    if (all.isEmpty()) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    add(FOLLOWED, all.stream().filter(Resolution::leads).map(Resolution::told).toList(), found);
    add(
        UNRESOLVED,
        all.stream().map(FollowedLinkCheck::unresolved).flatMap(Optional::stream).toList(),
        found);
    add(CHAIN, told(all, FollowedLinkCheck::further), found);
    add(ADDRESS, told(all, one -> one.leads() && one.target().literal()), found);
    boolean program = add(PROGRAM, told(all, one -> offers(one, PROGRAM_TYPES, PROGRAMS)), found);
    if (!program) {
      add(ARCHIVE, told(all, one -> offers(one, ARCHIVE_TYPES, ARCHIVES)), found);
    }
    return found;
  }

  private static boolean add(Symbol symbol, List<String> evidence, List<Finding> found) {
    if (!evidence.isEmpty()) {
      found.add(symbol.found(1, evidence));
    }
    return !evidence.isEmpty();
  }

  private static List<String> told(List<Resolution> all, Predicate<Resolution> which) {
    return all.stream().filter(which).map(Resolution::told).toList();
  }

  /// Why it is not known where a link leads in the end. It is where a page behind the shorteners is
  /// known, whether that answers or not, and even where it leads on only to who brings a cookie.
  private static Optional<String> unresolved(Resolution one) {
    if (!one.hidden()) {
      return Optional.empty();
    }
    String why =
        switch (one.end()) {
          case End.Answered(int status, _, _) -> "it answers " + status;
          case End.NotAsked(Reason reason) -> reason.toString();
          case End.Failed(Resolution.Fault fault) -> fault.toString();
        };
    return Optional.of(one.told() + ": " + why);
  }

  /// Whether a second shortener stands in the chain: one that leads on, or was not asked. Hosts of
  /// the first one's own domain are one with it: many change the host or the scheme on the way.
  private static boolean further(Resolution one) {
    String first = one.link().registrable();
    boolean page = one.end() instanceof End.Answered;
    return one.chain().stream()
        .limit(page ? one.chain().size() - 1 : one.chain().size())
        .anyMatch(
            next -> HostKind.SHORTENER.contains(next.host()) && !next.registrable().equals(first));
  }

  private static boolean offers(Resolution one, Set<String> types, Pattern names) {
    if (!one.leads()) {
      return false;
    }
    String path = one.target().path().toLowerCase(Locale.ROOT);
    return switch (one.end()) {
      case End.Answered(int status, String type, String name) ->
          status == 200
              && (types.contains(type)
                  || names.matcher(name.toLowerCase(Locale.ROOT)).find()
                  || (!type.equals("text/html") && names.matcher(path).find()));
      case End.NotAsked _, End.Failed _ -> names.matcher(path).find();
    };
  }
}
