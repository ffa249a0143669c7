package org.postern.engine.office;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the words of code that say what it does. The code is not run, and not parsed either.
///
/// Not thread-safe.
final class MacroWords {

  private static final int MOST = 20;

  /// Procedures that Word, Excel, PowerPoint, Access and the controls on their pages call by
  /// themselves.
  private static final Pattern STARTS =
      Pattern.compile(
          "\\b(?:auto_?(?:open|exec|close|exit|new|activate|add)"
              + "|document_?(?:open|new|close|beforeclose|change|contentcontrolonenter)"
              + "|(?:workbook|worksheet|app)_(?:open|activate|beforeclose|close|calculate|windowactivate|deactivate)"
              + "|(?:slideshowbegin|onslideshowpagechange|onslideshowterminate)"
              + "|[a-z]\\w{0,40}_(?:layout|painted|painting|mousehover|beforenavigate2|navigatecomplete2"
              + "|documentcomplete|downloadbegin|downloadcomplete|filedownload|progresschange|titlechange))\\b",
          Pattern.CASE_INSENSITIVE);

  /// What starts programs, or puts code where it can run.
  private static final Pattern REACHES =
      Pattern.compile(
          "\\b(?:shellexecute(?:ex)?[aw]?|shell(?=\\s{0,3}[(\"\\w])|wscript\\.shell|shell\\.application|winexec"
              + "|powershell|pwsh|cmd(?:\\.exe)?\\s{1,3}/[ck]|cmd\\.exe|mshta|rundll32|regsvr32|certutil|bitsadmin"
              + "|cscript|wscript\\.exe|wmic|winmgmts|win32_process(?:startup)?|schedule\\.service|schtasks"
              + "|createprocess[aw]?|virtualalloc(?:ex)?|createremotethread|createthread|rtlmovememory"
              + "|executeexcel4macro|scriptcontrol|mmc20\\.application)\\b",
          Pattern.CASE_INSENSITIVE);

  /// What brings something over the network.
  private static final Pattern FETCHES =
      Pattern.compile(
          "\\b(?:urldownloadto(?:cache)?file[aw]?|(?:ms|microsoft\\.)xml(?:2\\.)?(?:server)?xmlhttp|microsoft\\.xmlhttp"
              + "|winhttp(?:\\.winhttprequest)?|internetopenurl[aw]?|internetreadfile|net\\.webclient|download(?:file|string|data)"
              + "|adodb\\.stream|invoke-webrequest|start-bitstransfer)\\b",
          Pattern.CASE_INSENSITIVE);

  /// Text put together so that it cannot be searched.
  private static final Pattern VEILS =
      Pattern.compile(
          "\\b(?:strreverse|callbyname|(?:chr[bw]?\\$?\\s?\\(\\s?[&h0-9a-f]{1,6}\\s?[-+*/]?\\s?[&h0-9a-f]{0,6}\\s?\\)\\s{0,3}[&+][\\s_]{0,5}){6}"
              + "|llehsrewop|llehs\\.tpircsw|tcejboetaerc|exe\\.dmc|athsm|frombase64string|bin\\.base64)",
          Pattern.CASE_INSENSITIVE);

  /// The functions of Excel 4 that start programs and call libraries.
  private static final Pattern SHEET =
      Pattern.compile("\\b(?:EXEC|CALL|REGISTER)(?=\\s?\\()", Pattern.CASE_INSENSITIVE);

  private static final Pattern JOINT = Pattern.compile("\"\\s{0,5}[&+][\\s_]{0,5}\"");

  private final Set<String> starts = new LinkedHashSet<>();
  private final Set<String> reaches = new LinkedHashSet<>();
  private final Set<String> fetches = new LinkedHashSet<>();
  private final Set<String> veils = new LinkedHashSet<>();
  private final Set<String> modules = new LinkedHashSet<>();
  private boolean sheets;
  private int taken;

  /// Takes code of Visual Basic.
  void code(String code) {
    taken += code.length();
    starts(code);
    calls(code);
    if (JOINT.matcher(code).find()) {
      calls(JOINT.matcher(code).replaceAll(""));
    }
  }

  private void calls(String code) {
    find(REACHES, code, reaches);
    find(FETCHES, code, fetches);
    find(VEILS, code, veils);
  }

  /// How much code was taken, in characters.
  int taken() {
    return taken;
  }

  void starts(String code) {
    find(STARTS, code, starts);
  }

  boolean startless() {
    return starts.isEmpty();
  }

  void start(String name) {
    add(name, starts);
  }

  void module(String name) {
    if (modules.size() < 5 * MOST) {
      modules.add(name);
    }
  }

  /// There is a sheet of macros.
  void sheet() {
    sheets = true;
  }

  /// Takes a formula of such a sheet.
  void formula(String formula) {
    find(SHEET, formula, reaches);
    calls(formula);
  }

  /// Takes a function of such a sheet.
  void function(String name) {
    add(name, reaches);
  }

  Macros macros() {
    return modules.isEmpty() && !sheets
        ? Macros.NONE
        : new Macros(
            List.copyOf(modules),
            List.copyOf(starts),
            List.copyOf(reaches),
            List.copyOf(fetches),
            List.copyOf(veils),
            sheets);
  }

  private static void find(Pattern pattern, String code, Set<String> found) {
    Matcher matcher = pattern.matcher(code);
    while (found.size() < MOST && matcher.find()) {
      String word = matcher.group();
      add(pattern == STARTS ? word : word.toLowerCase(Locale.ROOT), found);
    }
  }

  private static void add(String word, Set<String> found) {
    if (found.size() < MOST) {
      found.add(word.length() > 60 ? word.substring(0, 60) : word);
    }
  }
}
