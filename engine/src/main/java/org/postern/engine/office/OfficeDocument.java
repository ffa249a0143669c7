package org.postern.engine.office;

import java.util.List;

/// One office document.
///
/// @param name of the file, with the archives around it (`a.zip / b.docx`)
/// @param text of its pages, sheets or slides, in the order of its files, at most 40,000 characters
/// @param letters in that text
/// @param links web addresses that a click leads to, as written, at most 200
/// @param loaded what is fetched from elsewhere when it is opened (templates, frames, objects), as
///   written; linked pictures do not count
/// @param commands that fields and formulas hand to other programs (DDE), as written
/// @param macros the programs in it
/// @param encrypted whether it needs a password, and nothing of it could be read
public record OfficeDocument(
    String name,
    String text,
    int letters,
    List<String> links,
    List<String> loaded,
    List<String> commands,
    Macros macros,
    boolean encrypted) {

  public OfficeDocument {
    links = List.copyOf(links);
    loaded = List.copyOf(loaded);
    commands = List.copyOf(commands);
  }

  /// Whether it says, leads, loads, asks or runs anything.
  boolean empty() {
    return text.isEmpty()
        && links.isEmpty()
        && loaded.isEmpty()
        && commands.isEmpty()
        && !macros.any()
        && !encrypted;
  }
}
