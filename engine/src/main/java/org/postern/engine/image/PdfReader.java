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

/// Reads PDF files: text, links, actions, and codes where the text says little. Thread-safe.
final class PdfReader {

  /// Pages with fewer letters than these each are searched for codes when there is more on them.
  private static final int FEW_LETTERS = 1_500;

  private final PictureLimits limits;
  private final QrReader reader = new QrReader();

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
  /// @param codes on the first pages, where there is more to see than to read
  /// @param pictured how many of the first pages those are
  /// @param unread why it was not read, or not to its end; empty where it was
  record Reading(Optional<PdfFacts> facts, List<String> codes, int pictured, String unread) {
    Reading {
      codes = List.copyOf(codes);
    }

    static Reading refused(String why) {
      return new Reading(Optional.empty(), List.of(), 0, why);
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
    try (PDDocument document = open(pdf)) {
      return read(document, late);
    } catch (InvalidPasswordException _) {
      return new Reading(Optional.of(PdfContent.locked()), List.of(), 0, "needs a password");
    } catch (IOException | RuntimeException | StackOverflowError broken) {
      // RuntimeException, StackOverflowError: the library throws many kinds on damaged input
      return Reading.refused("damaged: " + broken.getClass().getSimpleName());
    }
  }

  private Reading read(PDDocument document, BooleanSupplier late) throws IOException {
    PdfContent content = new PdfContent(document, limits, late);
    content.read();
    PdfFacts facts = content.facts();
    int pages = Math.max(1, Math.min(facts.pages(), limits.pages()));
    List<PdfPage> first = content.first();
    if (first.stream().noneMatch(PdfPage::drawing) || facts.letters() >= FEW_LETTERS * pages) {
      return new Reading(Optional.of(facts), List.of(), 0, content.unread());
    }
    PdfCodes codes = new PdfCodes(document, reader, late);
    codes.read(first);
    String unread = content.unread().isEmpty() ? codes.unread() : content.unread();
    return new Reading(Optional.of(facts), codes.codes(), first.size(), unread);
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
