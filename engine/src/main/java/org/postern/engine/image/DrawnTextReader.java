package org.postern.engine.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.time.Budget;
import org.postern.engine.time.Clocks;
import org.postern.mail.mime.Message;

/// Reads text that is drawn, in pictures and on pages of PDF files that [PictureReader] found,
/// under a budget of time, and remembers by hash what it read.
///
/// Thread-safe. Ends early with [InterruptedException] when its thread is interrupted.
public final class DrawnTextReader {

  /// With the standard budgets; one for the whole process.
  public static final DrawnTextReader STANDARD =
      new DrawnTextReader(PictureLimits.STANDARD, Clocks.SYSTEM, new TextReader());

  /// Of everything remembered, in characters.
  private static final int MEMORY = 4 << 20;

  private final PictureLimits limits;
  private final Clocks clocks;
  private final TextReader textReader;
  private final ImageDecoder decoder;
  private final Cache<String, String> texts =
      Caffeine.newBuilder()
          .maximumWeight(MEMORY)
          .weigher((String _, String text) -> 200 + text.length())
          .build();

  /// @param clocks by which the budget of time is counted
  /// @param textReader of the whole process
  DrawnTextReader(PictureLimits limits, Clocks clocks, TextReader textReader) {
    this.limits = limits;
    this.clocks = clocks;
    this.textReader = textReader;
    this.decoder = new ImageDecoder(limits);
  }

  /// Reads the text of the first of them, until that is enough.
  ///
  /// @param facts of the same message
  public DrawnText read(Message message, PictureFacts facts) throws InterruptedException {
    List<Wordy> wordy = facts.wordy();
    if (wordy.isEmpty()) {
      return DrawnText.NONE;
    }
    Walk walk = new Walk(message);
    for (Wordy one : wordy.subList(0, Math.min(limits.texts(), wordy.size()))) {
      if (!walk.enough()) {
        walk.read(one);
      }
    }
    if (wordy.size() > limits.texts() && !walk.enough()) {
      walk.missed("", "text not read: more than " + limits.texts() + " pictures");
    }
    return new DrawnText(walk.read, walk.unread);
  }

  private final class Walk {
    private final Budget budget = new Budget(limits.textTime(), limits.textClock(), clocks);
    private final Message message;
    private final List<PictureText> read = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private Map<String, Enclosed> enclosed = Map.of();

    Walk(Message message) {
      this.message = message;
    }

    private boolean late() {
      return budget.late();
    }

    boolean enough() {
      return read.stream().mapToInt(PictureText::letters).sum() >= Ocr.ENOUGH;
    }

    void read(Wordy one) throws InterruptedException {
      String known = texts.getIfPresent(one.key());
      String text = known == null ? text(one) : known;
      if (!text.isBlank()) {
        read.add(PictureText.of(one.name(), one.place(), text));
      }
    }

    private String text(Wordy one) throws InterruptedException {
      if (textReader.missing()) {
        missed(one.name(), TextReader.MISSING);
        return "";
      }
      Optional<BufferedImage> image = late() ? Optional.empty() : image(one);
      if (image.isEmpty() || late()) {
        missed(one.name(), "text not read: no time left");
        return "";
      }
      return switch (textReader.read(image.get(), budget.clockLeft(), this::late)) {
        case TextReader.Reading.Text all -> {
          texts.put(one.key(), all.text());
          yield all.text();
        }
        case TextReader.Reading.Partly part -> {
          missed(one.name(), part.why());
          yield part.text();
        }
      };
    }

    private Optional<BufferedImage> image(Wordy one) {
      if (enclosed.isEmpty()) {
        enclosed = new LinkedHashMap<>();
        Enclosed.in(message).forEach(file -> enclosed.putIfAbsent(file.hash(), file));
      }
      return Optional.ofNullable(enclosed.get(one.hash()))
          .flatMap(file -> file.header().isPresent() ? decoded(file) : page(file, one.page()));
    }

    private Optional<BufferedImage> decoded(Enclosed picture) {
      return switch (decoder.decode(picture.octets(), picture.header().orElseThrow(), this::late)) {
        case ImageDecoder.Decoding.Done done -> Optional.of(done.image());
        case ImageDecoder.Decoding.Refused _ -> Optional.empty();
      };
    }

    private Optional<BufferedImage> page(Enclosed file, int page) {
      return new PdfReader(limits).page(file.octets(), page, this::late);
    }

    void missed(String name, String why) {
      unread.add(new Unread(name, why));
    }
  }
}
