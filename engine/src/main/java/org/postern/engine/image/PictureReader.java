package org.postern.engine.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.time.Budget;
import org.postern.engine.time.Clocks;
import org.postern.mail.mime.Message;

/// Reads pictures and PDF files of messages under budgets, and remembers by hash what it read: the
/// same logo comes thousands of times.
///
/// Thread-safe. Ends early with [InterruptedException] when its thread is interrupted.
public final class PictureReader {

  /// With the standard budgets.
  public static final PictureReader STANDARD =
      new PictureReader(PictureLimits.STANDARD, Clocks.SYSTEM);

  /// Of everything remembered of one kind, in characters.
  private static final int MEMORY = 8 << 20;

  private final PictureLimits limits;
  private final Clocks clocks;
  private final ImageDecoder decoder;
  private final QrReader codes = new QrReader();
  private final Cache<String, Scan> scans = cache(Scan::weight);
  private final Cache<String, Scan> pdfCodes = cache(Scan::weight);
  private final Cache<String, Pdf> pdfs = cache(Pdf::weight);

  /// @param clocks by which the budget of time is counted
  PictureReader(PictureLimits limits, Clocks clocks) {
    this.limits = limits;
    this.clocks = clocks;
    this.decoder = new ImageDecoder(limits);
  }

  private static <T> Cache<String, T> cache(ToIntFunction<T> weight) {
    return Caffeine.newBuilder()
        .maximumWeight(MEMORY)
        .weigher((String _, T value) -> weight.applyAsInt(value))
        .build();
  }

  /// Codes of one picture or of the pages of a PDF file, and why it was not read; empty where it
  /// was.
  record Scan(List<String> codes, String unread) {
    int weight() {
      return 200 + codes.stream().mapToInt(String::length).sum();
    }
  }

  /// What a PDF file says, how many of its pages are pictures as well, and these themselves the
  /// first time.
  record Pdf(Optional<PdfFacts> facts, int pictured, Optional<PdfPages> drawn, String unread) {
    int weight() {
      return 500 + facts.map(pdf -> pdf.text().length()).orElse(0);
    }

    Pdf remembered() {
      return drawn.isEmpty() ? this : new Pdf(facts, pictured, Optional.empty(), unread);
    }
  }

  /// Begins to read what came with a message.
  ///
  /// @param content of the same message
  public PictureReading begin(Message message, ContentFacts content) throws InterruptedException {
    return new PictureReading(this, message, content);
  }

  /// Reads all of it.
  ///
  /// @param content of the same message
  public PictureFacts read(Message message, ContentFacts content) throws InterruptedException {
    return begin(message, content).all();
  }

  /// Hashes of the first pictures and PDF files, which tell a message from others like it; none
  /// where it has text of its own to do so.
  ///
  /// @param content of the same message
  public List<String> telling(Message message, ContentFacts content) {
    return PictureReading.scarce(content, limits)
        ? Enclosed.in(message).stream()
            .limit(limits.pictures())
            .map(Enclosed::hash)
            .distinct()
            .toList()
        : List.of();
  }

  /// Forgets what it read, so that every picture is new to it. For measuring.
  public void forget() {
    scans.invalidateAll();
    pdfs.invalidateAll();
    pdfCodes.invalidateAll();
  }

  /// Holds the library back until the first PDF file comes.
  private static final class Files {
    static final PdfReader READER = new PdfReader(PictureLimits.STANDARD);
  }

  PictureLimits limits() {
    return limits;
  }

  QrReader codes() {
    return codes;
  }

  /// For one step of one message.
  Budget budget() {
    return new Budget(limits.codeTime(), limits.codeClock(), clocks);
  }

  /// The codes of a picture; empty where no time is left.
  Optional<Scan> scan(String hash, Enclosed picture, BooleanSupplier late) {
    Scan known = scans.getIfPresent(hash);
    if (known != null) {
      return Optional.of(known);
    }
    if (late.getAsBoolean()) {
      return Optional.empty();
    }
    Scan scan =
        switch (decoder.shades(picture.octets(), picture.header().orElseThrow(), late)) {
          case ImageDecoder.Shades.Done done -> new Scan(codes.read(done.gray(), late), "");
          case ImageDecoder.Shades.Refused refused -> new Scan(List.of(), refused.why());
        };
    return Optional.of(kept(hash, scan, scans, late));
  }

  /// What a PDF file says; empty where no time is left.
  Optional<Pdf> pdf(String hash, Enclosed file, BooleanSupplier late) {
    Pdf known = pdfs.getIfPresent(hash);
    if (known != null) {
      return Optional.of(known);
    }
    if (late.getAsBoolean()) {
      return Optional.empty();
    }
    Pdf read = pdf(file, late);
    if (!late.getAsBoolean()) {
      pdfs.put(hash, read.remembered());
    }
    return Optional.of(read);
  }

  private static Pdf pdf(Enclosed file, BooleanSupplier late) {
    PdfReader.Reading reading = Files.READER.read(file.octets(), late);
    int pictured = reading.drawn().map(PdfPages::count).orElse(0);
    return new Pdf(reading.facts(), pictured, reading.drawn(), reading.unread());
  }

  /// The codes on the pages of a PDF file that was read before; empty where no time is left.
  Optional<Scan> codes(String hash, Enclosed file, Pdf pdf, BooleanSupplier late) {
    Scan known = pdfCodes.getIfPresent(hash);
    if (known != null) {
      return Optional.of(known);
    }
    if (late.getAsBoolean()) {
      return Optional.empty();
    }
    Optional<PdfPages> drawn = pdf.drawn().or(() -> pdf(file, late).drawn());
    Scan scan =
        drawn
            .map(pages -> pages.search(codes, late))
            .map(found -> new Scan(found.codes(), found.unread()))
            .orElse(new Scan(List.of(), "not read twice"));
    return Optional.of(kept(hash, scan, pdfCodes, late));
  }

  /// What was cut short is not remembered.
  private static Scan kept(
      String hash, Scan scan, Cache<String, Scan> memory, BooleanSupplier late) {
    if (!late.getAsBoolean()) {
      memory.put(hash, scan);
      return scan;
    }
    return scan.codes().isEmpty() && scan.unread().isEmpty()
        ? new Scan(List.of(), "no time left")
        : scan;
  }
}
