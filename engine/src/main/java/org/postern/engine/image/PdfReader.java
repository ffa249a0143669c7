package org.postern.engine.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.postern.engine.logs.LibraryLogs;

/// Reads PDF files: text, links, actions; and says where codes may stand. Thread-safe.
final class PdfReader {

  /// Pages with fewer letters than these each are searched for codes when there is more on them.
  private static final int FEW_LETTERS = 1_500;

  private final PictureLimits limits;

  PdfReader(PictureLimits limits) {
    this.limits = limits;
    // what they have to say quotes hostile files; that one was not read is a finding
    LibraryLogs.off("org.apache.pdfbox");
    LibraryLogs.off("org.apache.fontbox");
    PdfFonts.install();
  }

  /// What came of one file.
  ///
  /// @param facts empty where the file was not read
  /// @param drawn its first pages, where there is more to see than to read
  /// @param unread why it was not read, or not to its end; empty where it was
  record Reading(Optional<PdfFacts> facts, Optional<PdfPages> drawn, String unread) {

    static Reading refused(String why) {
      return new Reading(Optional.empty(), Optional.empty(), why);
    }
  }

  /// Reads a file; stops early once `late` says so.
  Reading read(byte[] pdf, BooleanSupplier late) {
    if (pdf.length > limits.pdfOctets()) {
      return Reading.refused(pdf.length + " octets");
    }
    Optional<String> objection = new PdfGuard(pdf, late).objection();
    if (objection.isPresent()) {
      return Reading.refused(objection.get());
    }
    PDDocument open = null;
    Optional<PdfPages> drawn = Optional.empty();
    try {
      open = open(pdf);
      Reading reading = read(open, late);
      drawn = reading.drawn();
      return reading;
    } catch (InvalidPasswordException _) {
      return new Reading(Optional.of(PdfContent.locked()), Optional.empty(), "needs a password");
    } catch (IOException | RuntimeException | StackOverflowError broken) {
      // RuntimeException, StackOverflowError: the library throws many kinds on damaged input
      return Reading.refused("damaged: " + broken.getClass().getSimpleName());
    } finally {
      if (drawn.isEmpty()) {
        IOUtils.closeQuietly(open);
      }
    }
  }

  private Reading read(PDDocument document, BooleanSupplier late) throws IOException {
    PdfContent content = new PdfContent(document, limits, late);
    content.read();
    PdfFacts facts = content.facts();
    int pages = Math.max(1, Math.min(facts.pages(), limits.pages()));
    List<PdfPage> first = content.first();
    boolean seen =
        first.stream().anyMatch(PdfPage::drawing) && facts.letters() < FEW_LETTERS * pages;
    return new Reading(
        Optional.of(facts),
        seen ? Optional.of(new PdfPages(document, first)) : Optional.empty(),
        content.unread());
  }

  /// One page as it is seen, the first is 0; empty where it cannot be drawn.
  Optional<BufferedImage> page(byte[] pdf, int page, BooleanSupplier late) {
    if (pdf.length > limits.pdfOctets() || new PdfGuard(pdf, late).objection().isPresent()) {
      return Optional.empty();
    }
    try (PDDocument document = open(pdf)) {
      return Optional.of(PdfDrawing.of(document, late).draw(page));
    } catch (IOException | RuntimeException | StackOverflowError _) {
      // RuntimeException, StackOverflowError: the library throws many kinds on damaged input
      return Optional.empty();
    }
  }

  static String notDrawn(Throwable broken) {
    return "page not drawn: " + broken.getClass().getSimpleName();
  }

  private static PDDocument open(byte[] pdf) throws IOException {
    return Loader.loadPDF(
        new RandomAccessReadBuffer(pdf), "", IOUtils.createMemoryOnlyStreamCache());
  }
}
