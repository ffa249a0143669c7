package org.postern.engine.image;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;

/// The first pages of a PDF file on which there is more to see than to read. The file is kept open
/// until they are searched, which holds nothing but memory. One thread.
final class PdfPages {

  private final PDDocument document;
  private final List<PdfPage> pages;

  PdfPages(PDDocument document, List<PdfPage> pages) {
    this.document = document;
    this.pages = List.copyOf(pages);
  }

  /// How many.
  int count() {
    return pages.size();
  }

  /// What was found on them.
  ///
  /// @param unread why a page was not read; empty where all were
  record Found(List<String> codes, String unread) {
    Found {
      codes = List.copyOf(codes);
    }
  }

  /// Searches them for codes, once, and closes the file; stops early once `late` says so.
  Found search(QrReader reader, BooleanSupplier late) {
    try {
      PdfCodes codes = new PdfCodes(document, reader, late);
      codes.read(pages);
      return new Found(codes.codes(), codes.unread());
    } finally {
      IOUtils.closeQuietly(document);
    }
  }
}
