package org.postern.engine.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /// Of everything remembered, in characters.
  private static final int MEMORY = 8 << 20;

  private static final int CONSIDERED = 200;

  /// Smaller pictures are logos and signs.
  private static final int WORDY_AREA = 20_000;

  private static final int WORDY_SIDE = 200;

  /// So many times as many letters may stand beside a PDF file that is a picture.
  private static final int PDF_LETTERS = 4;

  private final PictureLimits limits;
  private final Clocks clocks;
  private final ImageDecoder decoder;
  private final QrReader codes = new QrReader();
  private final Cache<String, Scan> scans;
  private final Cache<String, PdfScan> pdfScans;

  /// @param clocks by which the budget of time is counted
  PictureReader(PictureLimits limits, Clocks clocks) {
    this.limits = limits;
    this.clocks = clocks;
    this.decoder = new ImageDecoder(limits);
    this.scans =
        Caffeine.newBuilder()
            .maximumWeight(MEMORY)
            .weigher((String _, Scan scan) -> scan.weight())
            .build();
    this.pdfScans =
        Caffeine.newBuilder()
            .maximumWeight(MEMORY)
            .weigher((String _, PdfScan scan) -> scan.weight())
            .build();
  }

  /// Codes of one picture, and why it was not read; empty where it was.
  private record Scan(List<String> codes, String unread) {
    int weight() {
      return 200 + codes.stream().mapToInt(String::length).sum();
    }
  }

  /// The same of a PDF file, and how many of its pages are pictures as well.
  private record PdfScan(
      Optional<PdfFacts> facts, List<String> codes, int pictured, String unread) {
    int weight() {
      return 500
          + codes.stream().mapToInt(String::length).sum()
          + facts.map(pdf -> pdf.text().length()).orElse(0);
    }
  }

  /// Reads what came with a message.
  ///
  /// @param content of the same message
  public PictureFacts read(Message message, ContentFacts content) throws InterruptedException {
    Walk walk = new Walk(content);
    walk.drawings(message);
    walk.enclosed(Enclosed.in(message));
    return walk.facts();
  }

  /// Forgets what it read, so that every picture is new to it. For measuring.
  public void forget() {
    scans.invalidateAll();
    pdfScans.invalidateAll();
  }

  /// Holds the library back until the first PDF file comes.
  private static final class Pdf {
    static final PdfReader READER = new PdfReader(PictureLimits.STANDARD);
  }

  private final class Walk {
    private final Budget budget = new Budget(limits.codeTime(), limits.codeClock(), clocks);
    private final ContentFacts content;
    private final List<Wordy> wordy = new ArrayList<>();
    private final Set<Code> found = new LinkedHashSet<>();
    private final List<PdfFacts> pdfs = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private int pictures;
    private int letters = -1;

    Walk(ContentFacts content) {
      this.content = content;
    }

    /// Whether the message says so little that text in pictures is read. Documents of their own are
    /// given more room than pictures: a logo comes with every letter, a scan does not.
    private boolean scarce(int times) {
      if (letters < 0) {
        letters =
            (int)
                content
                    .visible()
                    .codePoints()
                    .filter(Character::isLetter)
                    .limit((long) limits.letters() * PDF_LETTERS)
                    .count();
      }
      return letters < limits.letters() * times;
    }

    private boolean late() {
      return budget.late();
    }

    PictureFacts facts() throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("reading pictures");
      }
      return pictures == 0 && found.isEmpty() && pdfs.isEmpty() && unread.isEmpty()
          ? PictureFacts.NONE
          : new PictureFacts(pictures, List.copyOf(found), pdfs, wordy, unread);
    }

    void drawings(Message message) {
      List<Gray> drawings = new ArrayList<>();
      if (BlockCodes.drawn(content.visible())) {
        drawings.addAll(BlockCodes.letters(message));
      }
      if (content.visible().length() < BlockCodes.MOST_BESIDE_TABLE) {
        drawings.addAll(BlockCodes.tables(message));
      }
      for (Gray drawing : drawings) {
        codes
            .read(drawing, this::late)
            .forEach(text -> found.add(new Code(text, Code.Place.TEXT, "")));
      }
    }

    /// The larger pictures first: a code needs room.
    void enclosed(List<Enclosed> all) {
      List<Enclosed> images =
          all.stream()
              .filter(one -> one.header().filter(PictureReader::roomy).isPresent())
              .sorted(Comparator.comparingLong(PictureReader::area).reversed())
              .toList();
      pictures = images.size();
      Map<String, Enclosed> distinct = new LinkedHashMap<>();
      images.stream().limit(CONSIDERED).forEach(one -> distinct.putIfAbsent(one.hash(), one));
      if (images.size() > CONSIDERED || distinct.size() > limits.pictures()) {
        unread.add(new Unread("", "more than " + limits.pictures() + " pictures"));
      }
      distinct.entrySet().stream()
          .limit(limits.pictures())
          .forEach(one -> picture(one.getKey(), one.getValue()));
      documents(all.stream().filter(one -> one.header().isEmpty()).toList());
    }

    private void documents(List<Enclosed> files) {
      Map<String, Enclosed> distinct = new LinkedHashMap<>();
      files.stream().limit(CONSIDERED).forEach(one -> distinct.putIfAbsent(one.hash(), one));
      if (distinct.size() > limits.pdfs()) {
        unread.add(new Unread("", "more than " + limits.pdfs() + " PDF files"));
      }
      distinct.entrySet().stream()
          .limit(limits.pdfs())
          .forEach(one -> document(one.getKey(), one.getValue()));
    }

    private void picture(String hash, Enclosed picture) {
      Scan scan = scans.getIfPresent(hash);
      if (scan == null) {
        if (late()) {
          unread.add(new Unread(picture.name(), "no time left"));
          return;
        }
        scan = scan(picture);
        if (!late()) {
          scans.put(hash, scan);
        } else if (scan.codes().isEmpty()) {
          missed(picture.name(), "no time left");
        }
      }
      scan.codes().forEach(text -> found.add(new Code(text, Code.Place.PICTURE, picture.name())));
      missed(picture.name(), scan.unread());
      if (scan.unread().isEmpty() && scan.codes().isEmpty() && wordy(picture) && scarce(1)) {
        wordy.add(new Wordy(picture.name(), Code.Place.PICTURE, hash, 0));
      }
    }

    private Scan scan(Enclosed picture) {
      return switch (decoder.shades(picture.octets(), picture.header().orElseThrow(), this::late)) {
        case ImageDecoder.Shades.Done done -> new Scan(codes.read(done.gray(), this::late), "");
        case ImageDecoder.Shades.Refused refused -> new Scan(List.of(), refused.why());
      };
    }

    private void document(String hash, Enclosed file) {
      PdfScan scan = pdfScans.getIfPresent(hash);
      if (scan == null) {
        if (late()) {
          unread.add(new Unread(file.name(), "no time left"));
          return;
        }
        scan = pdfScan(file);
        if (!late()) {
          pdfScans.put(hash, scan);
        }
      }
      scan.facts().ifPresent(facts -> pdfs.add(facts.named(file.name())));
      scan.codes().forEach(text -> found.add(new Code(text, Code.Place.PDF, file.name())));
      missed(file.name(), scan.unread());
      if (wordless(scan.facts())) {
        for (int page = 0; page < scan.pictured(); page++) {
          wordy.add(new Wordy(file.name(), Code.Place.PDF, hash, page));
        }
      }
    }

    private PdfScan pdfScan(Enclosed file) {
      PdfReader.Reading reading = Pdf.READER.read(file.octets(), this::late);
      return new PdfScan(reading.facts(), reading.codes(), reading.pictured(), reading.unread());
    }

    /// Whether a PDF file is a picture of a text.
    private boolean wordless(Optional<PdfFacts> facts) {
      return scarce(PDF_LETTERS)
          && facts.filter(pdf -> pdf.letters() < limits.letters()).isPresent();
    }

    private void missed(String name, String why) {
      if (!why.isEmpty()) {
        unread.add(new Unread(name, why));
      }
    }
  }

  /// Whether a code or a word finds room in it; a picture of unknown size may have any.
  private static boolean roomy(ImageHeader header) {
    return !header.sized() || Math.min(header.width(), header.height()) >= QrReader.LEAST_SIDE;
  }

  /// Whether sentences find room in it.
  private static boolean wordy(Enclosed picture) {
    return picture
        .header()
        .filter(header ->
            header.area() >= WORDY_AREA && Math.max(header.width(), header.height()) >= WORDY_SIDE)
        .isPresent();
  }

  private static long area(Enclosed one) {
    return one.header().map(ImageHeader::area).orElse(0L);
  }
}
