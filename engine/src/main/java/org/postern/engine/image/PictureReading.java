package org.postern.engine.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.time.Budget;
import org.postern.mail.mime.Message;

/// Reads the pictures and PDF files of one message in two steps, each under the budget of
/// [PictureLimits#codeTime]: what is written in PDF files, and then, which costs three times as
/// much, what codes are drawn in files, pictures and text.
///
/// One thread at a time. Ends early with [InterruptedException] when its thread is interrupted.
public final class PictureReading {

  private static final int CONSIDERED = 200;

  /// Smaller pictures are logos and signs.
  private static final int WORDY_AREA = 20_000;

  private static final int WORDY_SIDE = 200;

  /// So many times as many letters may stand beside a PDF file that is a picture.
  private static final int PDF_LETTERS = 4;

  private final PictureReader reader;
  private final Message message;
  private final ContentFacts content;
  private final PictureLimits limits;
  private final List<Enclosed> images = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private final List<PdfFacts> pdfs = new ArrayList<>();
  private final List<Unread> unreadFiles = new ArrayList<>();
  private Optional<Budget> budget = Optional.empty();
  private int letters = -1;
  private @Nullable List<Gray> drawings;

  /// A PDF file that was read.
  private record Document(Enclosed file, String hash, PictureReader.Pdf pdf) {}

  /// Begins with the first step.
  PictureReading(PictureReader reader, Message message, ContentFacts content)
      throws InterruptedException {
    this.reader = reader;
    this.message = message;
    this.content = content;
    this.limits = reader.limits();
    List<Enclosed> files = new ArrayList<>();
    for (Enclosed one : Enclosed.in(message)) {
      if (one.header().isEmpty()) {
        files.add(one);
      } else if (one.header().filter(PictureReading::roomy).isPresent()) {
        images.add(one);
      }
    }
    if (!files.isEmpty()) {
      budget = Optional.of(reader.budget());
      documents(files);
      awake();
    }
  }

  /// What is known after the first step: everything but codes.
  public PictureFacts files() {
    return facts(Set.of(), List.of(), unreadFiles);
  }

  /// Whether the second step has anything to look at.
  public boolean drawn() {
    return !images.isEmpty()
        || documents.stream().anyMatch(one -> one.pdf().pictured() > 0)
        || !drawings().isEmpty();
  }

  /// The second step, to be taken once: everything.
  public PictureFacts all() throws InterruptedException {
    if (!drawn()) {
      return files();
    }
    budget = Optional.of(reader.budget());
    Set<Code> codes = new LinkedHashSet<>();
    List<Wordy> wordy = new ArrayList<>();
    List<Unread> unread = new ArrayList<>();
    for (Gray drawing : drawings()) {
      reader
          .codes()
          .read(drawing, this::late)
          .forEach(text -> codes.add(new Code(text, Code.Place.TEXT, "")));
    }
    pictures(codes, wordy, unread);
    unread.addAll(unreadFiles);
    for (Document one : documents) {
      document(one, codes, wordy, unread);
    }
    awake();
    return facts(codes, wordy, unread);
  }

  private PictureFacts facts(Set<Code> codes, List<Wordy> wordy, List<Unread> unread) {
    return images.isEmpty() && codes.isEmpty() && pdfs.isEmpty() && unread.isEmpty()
        ? PictureFacts.NONE
        : new PictureFacts(images.size(), List.copyOf(codes), pdfs, wordy, unread);
  }

  private static void awake() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("reading pictures");
    }
  }

  private boolean late() {
    return budget.filter(Budget::late).isPresent();
  }

  private void documents(List<Enclosed> files) {
    Map<String, Enclosed> distinct = distinct(files);
    if (distinct.size() > limits.pdfs()) {
      unreadFiles.add(new Unread("", "more than " + limits.pdfs() + " PDF files"));
    }
    distinct.entrySet().stream()
        .limit(limits.pdfs())
        .forEach(one -> {
          Enclosed file = one.getValue();
          Optional<PictureReader.Pdf> pdf = reader.pdf(one.getKey(), file, this::late);
          if (pdf.isEmpty()) {
            unreadFiles.add(new Unread(file.name(), "no time left"));
            return;
          }
          pdf.get().facts().ifPresent(facts -> pdfs.add(facts.named(file.name())));
          missed(file.name(), pdf.get().unread(), unreadFiles);
          documents.add(new Document(file, one.getKey(), pdf.get()));
        });
  }

  /// Codes drawn in the text, as pictures; made once.
  private List<Gray> drawings() {
    List<Gray> known = drawings;
    if (known == null) {
      known = new ArrayList<>();
      if (BlockCodes.drawn(content.visible())) {
        known.addAll(BlockCodes.letters(message));
      }
      if (content.visible().length() < BlockCodes.MOST_BESIDE_TABLE) {
        known.addAll(BlockCodes.tables(message));
      }
      drawings = known;
    }
    return known;
  }

  /// The larger pictures first: a code needs room.
  private void pictures(Set<Code> codes, List<Wordy> wordy, List<Unread> unread) {
    images.sort(Comparator.comparingLong(PictureReading::area).reversed());
    Map<String, Enclosed> distinct = distinct(images);
    if (images.size() > CONSIDERED || distinct.size() > limits.pictures()) {
      unread.add(new Unread("", "more than " + limits.pictures() + " pictures"));
    }
    distinct.entrySet().stream()
        .limit(limits.pictures())
        .forEach(one -> picture(one.getKey(), one.getValue(), codes, wordy, unread));
  }

  private static Map<String, Enclosed> distinct(List<Enclosed> all) {
    Map<String, Enclosed> distinct = new LinkedHashMap<>();
    all.stream().limit(CONSIDERED).forEach(one -> distinct.putIfAbsent(one.hash(), one));
    return distinct;
  }

  private void picture(
      String hash, Enclosed picture, Set<Code> codes, List<Wordy> wordy, List<Unread> unread) {
    Optional<PictureReader.Scan> known = reader.scan(hash, picture, this::late);
    if (known.isEmpty()) {
      unread.add(new Unread(picture.name(), "no time left"));
      return;
    }
    PictureReader.Scan scan = known.get();
    scan.codes().forEach(text -> codes.add(new Code(text, Code.Place.PICTURE, picture.name())));
    missed(picture.name(), scan.unread(), unread);
    if (scan.unread().isEmpty() && scan.codes().isEmpty() && wordy(picture) && scarce(1)) {
      wordy.add(new Wordy(picture.name(), Code.Place.PICTURE, hash, 0));
    }
  }

  private void document(Document one, Set<Code> codes, List<Wordy> wordy, List<Unread> unread) {
    if (one.pdf().pictured() == 0) {
      return;
    }
    String name = one.file().name();
    Optional<PictureReader.Scan> known =
        reader.codes(one.hash(), one.file(), one.pdf(), this::late);
    if (known.isEmpty()) {
      unread.add(new Unread(name, "no time left"));
    } else {
      known.get().codes().forEach(text -> codes.add(new Code(text, Code.Place.PDF, name)));
      missed(name, known.get().unread(), unread);
    }
    if (wordless(one.pdf().facts())) {
      for (int page = 0; page < one.pdf().pictured(); page++) {
        wordy.add(new Wordy(name, Code.Place.PDF, one.hash(), page));
      }
    }
  }

  /// Whether the message says so little that text in pictures is read. Documents of their own are
  /// given more room than pictures: a logo comes with every letter, a scan does not.
  private boolean scarce(int times) {
    if (letters < 0) {
      letters = letters(content, limits);
    }
    return letters < limits.letters() * times;
  }

  /// Whether a message says so little that its files may be what it is about.
  static boolean scarce(ContentFacts content, PictureLimits limits) {
    return letters(content, limits) < limits.letters() * PDF_LETTERS;
  }

  /// Up to the most that anything asks for.
  private static int letters(ContentFacts content, PictureLimits limits) {
    return (int)
        content
            .visible()
            .codePoints()
            .filter(Character::isLetter)
            .limit((long) limits.letters() * PDF_LETTERS)
            .count();
  }

  /// Whether a PDF file is a picture of a text.
  private boolean wordless(Optional<PdfFacts> facts) {
    return scarce(PDF_LETTERS) && facts.filter(pdf -> pdf.letters() < limits.letters()).isPresent();
  }

  private static void missed(String name, String why, List<Unread> unread) {
    if (!why.isEmpty()) {
      unread.add(new Unread(name, why));
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
