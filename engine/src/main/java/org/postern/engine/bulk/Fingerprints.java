package org.postern.engine.bulk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
public record Fingerprints(List<Fingerprint> all) {

  /// No text of less words has fingerprints.
  static final int LEAST_WORDS = 30;

  private static final int LEAST_WITH_LINK = 8;
  private static final int LEAST_FILE = 8 << 10;
  private static final int LEAST_PICTURE = 20 << 10;
  private static final int MOST_FILES = 3;
  private static final int MOST_NAMES = 50;
  private static final int MOST_PICTURES = 100;
  private static final int LEAST_PAGE = 4;

  public Fingerprints {
    all = List.copyOf(all);
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
    long[] words = Words.of(normal, names);
    LinkShapes links = LinkShapes.of(content.links());
    long[] subject = Words.of(header.subject(), names);
    List<Part> files = files(message);
    if (words.length >= LEAST_WORDS) {
      for (long band : TextBands.of(words)) {
        all.add(new Fingerprint(Kind.TEXT, band));
      }
    } else if (!files.isEmpty()
        || (!links.isEmpty() && subject.length + words.length >= LEAST_WITH_LINK)) {
      all.add(new Fingerprint(Kind.LETTER, letter(subject, words, links, files)));
    }
    if (links.telling()) {
      all.add(new Fingerprint(Kind.LINKS, links.value()));
    }
    page(content.html(), all);
    files.stream()
        .filter(file -> words.length < LEAST_WORDS || !picture(file))
        .forEach(file -> all.add(new Fingerprint(Kind.FILE, Mix.octets(file.content()))));
    return new Fingerprints(all);
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
    for (String word : text.split("[^\\p{L}]+")) {
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
