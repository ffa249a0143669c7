package org.postern.engine.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.engine.facts.Link;

/// What the pictures and PDF files of a message say.
///
/// @param pictures how many there are, large enough to hold anything
/// @param codes read from them, or drawn in the text
/// @param pdfs PDF files that could be opened
/// @param wordy where text may be drawn beside a message that itself says little
/// @param unread what was not read
public record PictureFacts(
    int pictures, List<Code> codes, List<PdfFacts> pdfs, List<Wordy> wordy, List<Unread> unread) {

  /// Of a message without pictures.
  public static final PictureFacts NONE =
      new PictureFacts(0, List.of(), List.of(), List.of(), List.of());

  public PictureFacts {
    codes = List.copyOf(codes);
    pdfs = List.copyOf(pdfs);
    wordy = List.copyOf(wordy);
    unread = List.copyOf(unread);
  }

  /// All text written in them, a line end between two; empty where there is none.
  public String text() {
    return pdfs.stream()
        .map(PdfFacts::text)
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n"));
  }

  /// Where codes and PDF files lead.
  public List<Link> links() {
    List<Link> all = new ArrayList<>();
    for (Code code : codes) {
      code.address().ifPresent(address -> all.add(code.link(address)));
    }
    for (PdfFacts pdf : pdfs) {
      pdf.links().forEach(target -> all.add(Link.of(target, "", Link.Kind.DOCUMENT)));
    }
    return all;
  }
}
