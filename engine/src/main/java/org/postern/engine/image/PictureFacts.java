package org.postern.engine.image;

import java.util.ArrayList;
import java.util.List;
import org.postern.engine.facts.Link;

/// What the pictures and PDF files of a message say.
///
/// @param pictures how many there are, large enough to hold anything
/// @param codes read from them, or drawn in the text
/// @param pdfs PDF files that could be opened
/// @param texts read from pictures, where the message itself says little
/// @param unread what was not read
public record PictureFacts(
    int pictures,
    List<Code> codes,
    List<PdfFacts> pdfs,
    List<PictureText> texts,
    List<Unread> unread) {

  /// Of a message without pictures.
  public static final PictureFacts NONE =
      new PictureFacts(0, List.of(), List.of(), List.of(), List.of());

  public PictureFacts {
    codes = List.copyOf(codes);
    pdfs = List.copyOf(pdfs);
    texts = List.copyOf(texts);
    unread = List.copyOf(unread);
  }

  /// All text in them, a line end between two; empty where there is none.
  public String text() {
    List<String> all = new ArrayList<>();
    texts.stream().map(PictureText::text).forEach(all::add);
    pdfs.stream().map(PdfFacts::text).forEach(all::add);
    all.removeIf(String::isBlank);
    return String.join("\n", all);
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
