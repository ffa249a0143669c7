package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// What the names of files say that links lead to: programs under the names of documents. Makers of
/// software send links to their programs too, from their own domain and under the names of these.
public final class LinkFileCheck implements Check {

  static final Symbol DRESSED =
      symbol(
          "LINK_DRESSED_PROGRAM",
          4,
          "a link leads to a program or script that is named or shown as a document");
  static final Symbol BAIT =
      symbol(
          "LINK_PROGRAM_BAIT",
          3,
          "a link leads to a program or script that is called an invoice, an order, a notice");
  static final Symbol PROGRAM =
      symbol(
          "LINK_PROGRAM",
          1,
          "a link leads to a program or script at a host that has nothing to do with the sender");
  static final Symbol ARCHIVE =
      symbol(
          "LINK_DRESSED_ARCHIVE",
          1.8,
          "a link shows the name of a document and leads to an archive");

  private static final Set<String> PROGRAMS =
      Set.of(
          "exe", "scr", "pif", "bat", "cmd", "vbs", "vbe", "wsf", "wsh", "hta", "jar", "ps1", "msi",
          "msix", "appx", "cpl", "chm", "lnk", "iso", "img", "vhd", "vhdx", "apk", "dmg", "pkg");

  /// Pages load them too: only what is shown tells one to be started.
  private static final Set<String> SCRIPTS = Set.of("js", "jse");

  private static final Set<String> ARCHIVES =
      Set.of("zip", "rar", "7z", "cab", "arj", "ace", "lzh", "xz", "tgz", "gz", "uue");

  private static final Pattern DOUBLE =
      Pattern.compile(
          "\\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|csv|jpe?g|png)[\\s_.-]{0,20}\\.[a-z0-9]{3,4}$");
  private static final Pattern SHOWN =
      Pattern.compile(
          "[^/]{1,100}\\.(?:pdf|docx?|xlsx?|pptx?)\\b.{0,30}", Pattern.CASE_INSENSITIVE);

  /// What makers of software call their programs.
  private static final Pattern INSTALLER =
      Pattern.compile(
          "set-?up|install|update|(?<![a-z0-9])(?:v\\d|\\d+\\.\\d|x64|x86|win(?:32|64)?(?![a-z]))");

  /// What is left of it where the host is the sender's own: whoever broke in there writes from it
  /// too, but makers of software for invoices do as well.
  private static final double OWN = 0.5;

  private static final int LONGEST_FILE = 200;
  private static final int LONGEST_ENDING = 4;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.LINK, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "link-file";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(DRESSED, BAIT, PROGRAM, ARCHIVE);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    if (mail.header().listBelieved()) {
      return List.of(); // programmers send each other what they look at
    }
    for (Target target : mail.targets().all()) {
      String file = file(target.carried());
      List<Finding> found = file.isEmpty() ? List.of() : look(target, file);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<Finding> look(Target target, String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1);
    boolean script = SCRIPTS.contains(ending);
    boolean program = PROGRAMS.contains(ending);
    boolean archive = ARCHIVES.contains(ending);
    if (!script && !program && !archive) {
      return List.of();
    }
    String evidence = target.carried().host() + " has " + file;
    if (SHOWN.matcher(target.link().shown().strip()).matches()) {
      return List.of((archive ? ARCHIVE : DRESSED).found(evidence));
    }
    if (!program) {
      return List.of();
    }
    if (DOUBLE.matcher(file).find()) {
      return List.of(DRESSED.found(evidence));
    }
    List<Finding> found = new ArrayList<>();
    if (BaitName.in(file) && !(target.involved() && INSTALLER.matcher(file).find())) {
      found.add(BAIT.found(target.involved() ? OWN : 1, List.of(evidence)));
    }
    if (!target.involved()) {
      found.add(PROGRAM.found(evidence));
    }
    return found;
  }

  /// The name of the file that an address is of, in lower case; empty where it has no ending.
  private static String file(WebAddress address) {
    String path = address.path();
    int start = path.lastIndexOf('/') + 1;
    int dot = path.lastIndexOf('.');
    boolean ends =
        dot > start
            && path.length() - dot <= LONGEST_ENDING + 1
            && path.length() - start <= LONGEST_FILE;
    return ends ? path.substring(start).toLowerCase(Locale.ROOT) : "";
  }
}
