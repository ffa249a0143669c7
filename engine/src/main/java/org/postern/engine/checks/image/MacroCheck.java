package org.postern.engine.checks.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.office.Macros;
import org.postern.engine.office.OfficeDocument;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Programs in office documents, old and new: that there are some says little, for a business sends
/// its forms so; that one starts by itself and reaches for other programs or the network says much.
/// And documents that need a password, which nobody here has looked into.
public final class MacroCheck implements Check {

  static final Symbol OFFICE_MACRO =
      Symbol.scored(
          "OFFICE_MACRO",
          Group.VIRUS,
          0.8,
          Stage.ACTIVE,
          "an office document with a program in it (macro), more so where it starts by itself");
  static final Symbol OFFICE_MACRO_RUNS =
      Symbol.scored(
          "OFFICE_MACRO_RUNS",
          Group.VIRUS,
          4.5,
          Stage.ACTIVE,
          "a macro of an office document starts by itself and then other programs, or downloads something");
  static final Symbol OFFICE_MACRO_SHEET =
      Symbol.scored(
          "OFFICE_MACRO_SHEET",
          Group.VIRUS,
          3.5,
          Stage.ACTIVE,
          "a workbook with a sheet of Excel 4 macros, more so where they start by themselves");
  static final Symbol OFFICE_ENCRYPTED =
      Symbol.scored(
          "OFFICE_ENCRYPTED",
          Group.VIRUS,
          0.5,
          Stage.ACTIVE,
          "an office document that needs a password and was not looked into");

  /// Words that hardly any macro of a business has a use for.
  private static final Set<String> HARD =
      Set.of(
          "powershell",
          "pwsh",
          "mshta",
          "regsvr32",
          "certutil",
          "bitsadmin",
          "winmgmts",
          "wmic",
          "win32_process",
          "win32_processstartup",
          "schedule.service",
          "schtasks",
          "virtualalloc",
          "virtualallocex",
          "createthread",
          "createremotethread",
          "mmc20.application",
          "urldownloadtofile",
          "urldownloadtofilea",
          "urldownloadtocachefile",
          "urldownloadtocachefilea",
          "net.webclient",
          "downloadfile",
          "downloadstring",
          "invoke-webrequest",
          "start-bitstransfer",
          "exec",
          "call",
          "register",
          "llehsrewop",
          "llehs.tpircsw",
          "tcejboetaerc",
          "exe.dmc",
          "athsm");

  private static final double WITHOUT_START = 0.4;
  private static final double ONE_SOFT = 0.4;
  private static final double SEVERAL_SOFT = 0.8;

  @Override
  public String name() {
    return "macro";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(OFFICE_MACRO, OFFICE_MACRO_RUNS, OFFICE_MACRO_SHEET, OFFICE_ENCRYPTED);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    Map<Symbol, Finding> found = new LinkedHashMap<>();
    for (OfficeDocument document : mail.office().documents()) {
      if (document.encrypted()) {
        found.putIfAbsent(OFFICE_ENCRYPTED, OFFICE_ENCRYPTED.found(document.name()));
      }
      if (document.macros().any()) {
        look(document.name(), document.macros(), found);
      }
    }
    return List.copyOf(found.values());
  }

  private static void look(String name, Macros macros, Map<Symbol, Finding> found) {
    boolean starts = !macros.starts().isEmpty();
    if (macros.sheets()) {
      keep(OFFICE_MACRO_SHEET, starts ? 1 : 0.5, evidence(name, macros), found);
    }
    if (!macros.modules().isEmpty()) {
      keep(OFFICE_MACRO, starts ? 1 : 0.5, evidence(name, macros), found);
    }
    double strength = reach(macros);
    if (strength > 0) {
      keep(OFFICE_MACRO_RUNS, strength, evidence(name, macros), found);
    }
  }

  /// How sure it is that a document harms whoever opens it, 0 where nothing says so.
  private static double reach(Macros macros) {
    boolean hard =
        Stream.of(macros.reaches(), macros.fetches(), macros.veils())
            .flatMap(List::stream)
            .anyMatch(word -> HARD.contains(word) || word.startsWith("cmd"));
    int soft =
        macros.reaches().size() + macros.fetches().size() + (macros.veils().isEmpty() ? 0 : 1);
    boolean outside = !macros.reaches().isEmpty() || !macros.fetches().isEmpty();
    if (macros.starts().isEmpty()) {
      return hard ? WITHOUT_START : 0;
    }
    if (hard) {
      return 1;
    }
    return !outside ? 0 : soft > 1 ? SEVERAL_SOFT : ONE_SOFT;
  }

  private static List<String> evidence(String name, Macros macros) {
    List<String> all = new ArrayList<>(List.of(name));
    Stream.of(macros.starts(), macros.reaches(), macros.fetches(), macros.veils())
        .flatMap(List::stream)
        .limit(8)
        .forEach(all::add);
    return all;
  }

  /// Of several documents the worst counts.
  private static void keep(
      Symbol symbol, double strength, List<String> evidence, Map<Symbol, Finding> found) {
    Finding before = found.get(symbol);
    if (before == null || before.strength() < strength) {
      found.put(symbol, symbol.found(strength, evidence));
    }
  }
}
