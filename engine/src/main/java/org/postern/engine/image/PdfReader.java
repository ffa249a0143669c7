package org.postern.engine.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.postern.engine.logs.LibraryLogs;

/// Reads PDF files: text, links, actions, and pages drawn where the text says little. Thread-safe.
final class PdfReader {

  /// A page with fewer letters than these for each page read is drawn when it has pictures.
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
  /// @param drawn the first pages, where they may hold codes or nothing but pictures
  /// @param unread why it was not read, or not to its end; empty where it was
  record Reading(Optional<PdfFacts> facts, List<BufferedImage> drawn, String unread) {
    Reading {
      drawn = List.copyOf(drawn);
    }

    static Reading refused(String why) {
      return new Reading(Optional.empty(), List.of(), why);
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
    try (PDDocument document =
        Loader.loadPDF(
            new RandomAccessReadBuffer(pdf), "", IOUtils.createMemoryOnlyStreamCache())) {
      return read(document, late);
    } catch (InvalidPasswordException _) {
      return new Reading(Optional.of(PdfContent.locked()), List.of(), "needs a password");
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
    List<BufferedImage> drawn = new ArrayList<>();
    String unread = content.unread();
    if (content.drawing() && facts.letters() < FEW_LETTERS * pages) {
      unread = draw(document, late, drawn, unread);
    }
    return new Reading(Optional.of(facts), drawn, unread);
  }

  private String draw(
      PDDocument document, BooleanSupplier late, List<BufferedImage> drawn, String before) {
    PdfDrawing drawing = new PdfDrawing(document, late);
    try {
      for (int i = 0; i < Math.min(limits.drawn(), document.getNumberOfPages()); i++) {
        drawn.add(drawing.draw(i));
      }
      return before;
    } catch (IOException | RuntimeException | StackOverflowError broken) {
      return before.isEmpty() ? "page not drawn: " + broken.getClass().getSimpleName() : before;
    }
  }
}
