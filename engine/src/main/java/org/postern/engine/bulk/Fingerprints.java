package org.postern.engine.bulk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.postern.engine.bulk.Fingerprint.Kind;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.HtmlFacts;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// What a message shares with its copies for other recipients, whatever is personal in them. A text
/// of less than thirty words has no fingerprint of its own: `ok, thanks` is no mass mail.
///
/// @param all four of a longer text or at most one of a short one with a file or a link, one of the
///   links, one of the page, three of files (of pictures beside a short text only)
/// @param whole of the message as a whole: of each fingerprint of its text or letter together with
///   all that stands beside it, exactly: links, files, legal lines, how many numbers. Who has one
///   of these in common says the same and leads to the same, or has nearly the same words for it.
///   Empty where the message has no text of its own, or has more than is read, or quotes another
///   one
public record Fingerprints(List<Fingerprint> all, List<Long> whole) {

  /// No text of less words has fingerprints.
  static final int LEAST_WORDS = 30;

  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");
  private static final int LEAST_WITH_LINK = 8;
  private static final int LEAST_FILE = 8 << 10;
  private static final int LEAST_PICTURE = 20 << 10;
  private static final int MOST_FILES = 3;
  private static final int MOST_NAMES = 50;
  private static final int MOST_PICTURES = 100;
  private static final int LEAST_PAGE = 4;
  private static final int MOST_OCTETS = 1 << 20;

  public Fingerprints {
    all = List.copyOf(all);
    whole = List.copyOf(whole);
  }

  /// Takes them.
  ///
  /// @param normal the text a reader sees as it was meant to be read
  /// @param recipients of the envelope, lower case
  public static Fingerprints of(
      Message message,
      HeaderFacts header,
      ContentFacts content,
      String normal,
      List<String> recipients) {
    List<Fingerprint> all = new ArrayList<>();
    WordSet names = names(header, recipients);
    Words text = Words.of(normal, names);
    long[] words = text.all();
    LinkShapes links = LinkShapes.of(content.links());
    long[] subject = Words.of(header.subject(), names).all();
    List<Part> files = files(message);
    if (words.length >= LEAST_WORDS) {
      for (long band : TextBands.of(words)) {
        all.add(new Fingerprint(Kind.TEXT, band));
      }
    } else if (!files.isEmpty()
        || (!links.isEmpty() && subject.length + words.length >= LEAST_WITH_LINK)) {
      all.add(new Fingerprint(Kind.LETTER, letter(subject, words, links, files)));
    }
    List<Long> whole =
        text.whole() && !links.cut() && !content.truncated()
            ? whole(List.copyOf(all), Mix.and(text.aside(), links.value()), message)
            : List.of();
    if (links.telling()) {
      all.add(new Fingerprint(Kind.LINKS, links.value()));
    }
    page(content.html(), all);
    files.stream()
        .filter(file -> words.length < LEAST_WORDS || !picture(file))
        .forEach(file -> all.add(new Fingerprint(Kind.FILE, Mix.octets(file.content()))));
    return new Fingerprints(all, whole);
  }

  /// @param texts of the text, or of the letter
  private static List<Long> whole(List<Fingerprint> texts, long beside, Message message) {
    long hash = beside;
    int left = MOST_OCTETS;
    for (Part part : texts.isEmpty() ? List.<Part>of() : message.parts()) {
      if (part.leaf() && (!part.contentType().type().equals("text") || part.attachment())) {
        left -= part.content().length;
        if (left < 0) {
          return List.of();
        }
        hash = Mix.and(hash, Mix.whole(part.content()));
      }
    }
    long all = hash;
    return texts.stream().map(text -> Mix.and(text.value(), all)).toList();
  }

  /// The words by which a recipient may be called in a copy of their own.
  private static WordSet names(HeaderFacts header, List<String> recipients) {
    WordSet names = new WordSet();
    for (Mailbox mailbox : header.to().subList(0, Math.min(MOST_NAMES, header.to().size()))) {
      names(mailbox.name(), names);
    }
    for (String recipient : recipients.subList(0, Math.min(MOST_NAMES, recipients.size()))) {
      names(recipient.substring(0, Math.max(0, recipient.lastIndexOf('@'))), names);
    }
    return names;
  }

  private static void names(String text, WordSet names) {
    for (String word : NO_LETTERS.split(text)) {
      if (word.length() >= 3) {
        names.add(word);
      }
    }
  }

  private static long letter(long[] subject, long[] words, LinkShapes links, List<Part> files) {
    long hash = links.value();
    for (long word : subject) {
      hash = Mix.and(hash, word);
    }
    for (long word : words) {
      hash = Mix.and(hash, word);
    }
    for (Part file : files) {
      hash = Mix.and(hash, Mix.octets(file.content()));
    }
    return hash;
  }

  /// The largest files, and pictures larger than logos are.
  private static List<Part> files(Message message) {
    return message.parts().stream()
        .filter(Part::leaf)
        .filter(part -> !part.contentType().type().equals("text"))
        .filter(part -> part.content().length >= (picture(part) ? LEAST_PICTURE : LEAST_FILE))
        .sorted(Comparator.comparingInt(part -> -part.content().length))
        .limit(MOST_FILES)
        .toList();
  }

  private static boolean picture(Part part) {
    return part.contentType().type().equals("image");
  }

  private static void page(List<HtmlFacts> pages, List<Fingerprint> all) {
    long hash = 1;
    int things = 0;
    for (HtmlFacts page : pages) {
      hash = Mix.and(hash, page.counts().tables());
      hash = Mix.and(hash, page.forms().size());
      things += page.counts().tables() + page.forms().size();
      for (HtmlFacts.Picture picture :
          page.pictures().subList(0, Math.min(MOST_PICTURES, page.pictures().size()))) {
        hash = Mix.and(hash, picture.origin().name().length());
        hash = Mix.and(hash, (long) picture.width() << 20 ^ picture.height());
        things++;
      }
    }
    if (things >= LEAST_PAGE) {
      all.add(new Fingerprint(Kind.PAGE, hash));
    }
  }
}
