package org.postern.engine.learn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.Link;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.mime.Mailbox;

/// What the text model sees of a message besides its text: some twenty marks of the author, the
/// subject and the links that mean the same wherever the message is received.
///
/// Left out on purpose is what depends on receivers, list software or collections: Received,
/// recipients, dates, list headers, message identifiers, threads; and whether it is HTML, how long
/// it is, in which letters it is written, how many links and pictures it has: public collections of
/// ordinary mail are English and plain, so that a model holds everything else for spam.
public final class Marks {

  /// The number of weights is 2 to this power.
  static final int BITS = 14;

  private static final int MOST_LINKS = 200;
  private static final int MOST_WORDS = 6;
  private static final int SHORTEST_WORD = 3;
  private static final int LONGEST_SHAPE = 12;
  private static final int SCARCE = 200;
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

  private final List<String> marks = new ArrayList<>();

  private Marks() {}

  /// Reads a message.
  public static Marks of(HeaderFacts header, ContentFacts content) {
    Marks marks = new Marks();
    String from = RegistrableDomain.of(header.fromDomain());
    marks.links(content, from);
    marks.author(header, from);
    marks.answers(header, from);
    marks.subject(header.subject());
    marks.sight(content);
    return marks;
  }

  /// How many there are.
  public int count() {
    return marks.size();
  }

  String name(int i) {
    return marks.get(i);
  }

  int index(int i) {
    return (int) (SiteText.salt(marks.get(i)) >>> (Long.SIZE - BITS));
  }

  /// The indices alone, for training.
  int[] toArray() {
    int[] indices = new int[marks.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index(i);
    }
    return indices;
  }

  private void add(String kind, Object value) {
    marks.add(kind + " " + value);
  }

  private void links(ContentFacts content, String from) {
    Set<String> domains = new LinkedHashSet<>();
    EnumSet<HostKind> kinds = EnumSet.noneOf(HostKind.class);
    boolean numeric = false;
    List<Link> links = content.links();
    for (Link link : links.subList(0, Math.min(MOST_LINKS, links.size()))) {
      String host = link.host();
      if (host.indexOf('.') > 0 && domains.add(RegistrableDomain.of(host))) {
        kinds.addAll(HostKind.of(host));
        char last = host.charAt(host.length() - 1);
        numeric |= last >= '0' && last <= '9';
      }
    }
    boolean own = domains.contains(from);
    if (!domains.isEmpty()) {
      add("links", own ? "to the author's domain" : "to other domains only");
    }
    if (numeric) {
      add("link to", "an address of numbers");
    }
    kinds.forEach(kind -> add("link to", kind.name().toLowerCase(Locale.ROOT)));
  }

  private static int few(int number) {
    if (number < 2) {
      return number;
    }
    if (number < 4) {
      return 2;
    }
    if (number < 10) {
      return 4;
    }
    return number < 30 ? 10 : 30;
  }

  private void author(HeaderFacts header, String from) {
    boolean free = HostKind.FREE_MAIL.contains(from);
    add("free mailbox", free);
    if (header.from().isEmpty()) {
      return;
    }
    Mailbox author = header.from().getFirst();
    String name = author.name();
    add("name", nameShape(name));
    add("local part", shape(author.local()));
    words(author.local()).forEach(word -> add("local word", word));
    boolean related = words(name).stream().anyMatch(from::contains);
    add("name in domain", related + (free ? " free" : ""));
  }

  private static String nameShape(String name) {
    if (name.isEmpty()) {
      return "none";
    }
    if (name.contains("@")) {
      return "an address";
    }
    boolean cased =
        !name.equals(name.toLowerCase(Locale.ROOT)); // Arabic, Chinese and others have one case
    if (cased && name.equals(name.toUpperCase(Locale.ROOT))) {
      return "capitals";
    }
    int words = BLANKS.split(name.strip()).length;
    return words > 3 ? "long" : String.valueOf(words);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : NO_LETTERS.split(text.toLowerCase(Locale.ROOT), MOST_WORDS)) {
      if (word.length() >= SHORTEST_WORD) {
        words.add(word);
      }
    }
    return words;
  }

  private static String shape(String text) {
    StringBuilder shape = new StringBuilder();
    char before = 0;
    for (int i = 0; i < text.length() && shape.length() < LONGEST_SHAPE; i++) {
      char c = text.charAt(i);
      char kind = Character.isDigit(c) ? '0' : Character.isLetter(c) ? 'a' : c;
      if (kind != before) {
        shape.append(kind);
      }
      before = kind;
    }
    return shape.toString();
  }

  private void answers(HeaderFacts header, String from) {
    if (header.replyTo().isEmpty()) {
      add("answers to", "author");
      return;
    }
    String to = RegistrableDomain.of(header.replyTo().getFirst().domain());
    String other = HostKind.FREE_MAIL.contains(to) ? "free mailbox" : "other";
    add("answers to", to.equals(from) ? "same domain" : other);
  }

  private void subject(String subject) {
    int capitals = 0;
    int letters = 0;
    int digits = 0;
    int pictures = 0;
    for (int i = 0; i < subject.length(); i++) {
      char c = subject.charAt(i);
      letters += Character.isLetter(c) ? 1 : 0;
      capitals += Character.isUpperCase(c) ? 1 : 0;
      digits += Character.isDigit(c) ? 1 : 0;
      pictures += c > '\u2000' && !Character.isLetter(c) ? 1 : 0;
    }
    add("subject capitals", letters > 5 && 2 * capitals > letters);
    add("subject digits", few(digits));
    if (pictures > 0) {
      add("subject", "with signs");
    }
    if (subject.isEmpty()) {
      add("subject", "none");
    }
    if (subject.indexOf('!') >= 0) {
      add("subject", "with !");
    }
  }

  private void sight(ContentFacts content) {
    int pictures = content.html().stream().mapToInt(page -> page.pictures().size()).sum();
    String text = content.visible();
    add("pictures only", pictures > 0 && text.length() < SCARCE);
  }
}
