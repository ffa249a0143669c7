package org.postern.engine.office;

import java.util.List;

/// The programs in a document.
///
/// @param modules names of those with code of their own (MS-OVBA); at most 100
/// @param starts procedures that run without being asked for, as written: `Document_Open`
/// @param reaches words by which the code starts programs, lower case: `powershell`, `shell`
/// @param fetches words by which it fetches something, lower case: `urldownloadtofile`
/// @param veils ways in which it keeps its words from being read, lower case: `strreverse`
/// @param sheets whether it has sheets of Excel 4 macros
public record Macros(
    List<String> modules,
    List<String> starts,
    List<String> reaches,
    List<String> fetches,
    List<String> veils,
    boolean sheets) {

  /// Of a document without programs.
  public static final Macros NONE =
      new Macros(List.of(), List.of(), List.of(), List.of(), List.of(), false);

  public Macros {
    modules = List.copyOf(modules);
    starts = List.copyOf(starts);
    reaches = List.copyOf(reaches);
    fetches = List.copyOf(fetches);
    veils = List.copyOf(veils);
  }

  /// Whether there is any.
  public boolean any() {
    return !modules.isEmpty() || sheets;
  }
}
