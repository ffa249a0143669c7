package org.postern.engine.image;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A PDF file after both steps: what is written, and the codes on its first pages.
record ReadPdf(Optional<PdfFacts> facts, List<String> codes, int pictured, String unread) {

  static ReadPdf of(PdfReader reader, byte[] pdf, BooleanSupplier late) {
    PdfReader.Reading reading = reader.read(pdf, late);
    PdfPages.Found found =
        reading
            .drawn()
            .map(pages -> pages.search(new QrReader(), late))
            .orElse(new PdfPages.Found(List.of(), ""));
    return new ReadPdf(
        reading.facts(),
        found.codes(),
        reading.drawn().map(PdfPages::count).orElse(0),
        reading.unread().isEmpty() ? found.unread() : reading.unread());
  }
}
