package org.postern.engine.image;

import java.util.List;
import java.util.Set;

/// What a PDF file says and does.
///
/// @param name of the file
/// @param pages of the file, read or not
/// @param text of the first pages
/// @param letters in that text
/// @param links web addresses that its pages lead to on a click, as written
/// @param traits what stands in the file
/// @param embedded names of the files in it
public record PdfFacts(
    String name,
    int pages,
    String text,
    int letters,
    List<String> links,
    Set<Trait> traits,
    List<String> embedded) {

  /// What stands in a PDF file.
  public enum Trait {
    /// It needs a password, or is encrypted with none.
    ENCRYPTED,
    /// A program in JavaScript.
    JAVASCRIPT,
    /// An action that starts a program or opens a file.
    LAUNCH,
    /// Something happens when it is opened.
    OPEN_ACTION,
    /// A form that sends what was entered.
    SUBMITS_FORM,
    /// Pictures on its pages.
    PICTURES
  }

  public PdfFacts {
    links = List.copyOf(links);
    traits = Set.copyOf(traits);
    embedded = List.copyOf(embedded);
  }

  PdfFacts named(String other) {
    return new PdfFacts(other, pages, text, letters, links, traits, embedded);
  }
}
