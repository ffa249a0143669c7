package org.postern.engine.learn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.Link;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MessageIds;
import org.postern.mail.mime.Part;

/// What a Bayesian filter sees of a message, each token once: the words of the subject and of the
/// text a reader sees, pairs of words that stand near each other (orthogonal sparse bigrams), the
/// hosts of links and the domains above them, the addresses and domains of the senders, and a few
/// marks of the structure; then words and hosts of what it says beside its text, [Beside].
///
/// Nothing tells by which way a message came here (Received, recipients, dates): such tokens would
/// stand for the receiver. The text is read in linear time up to a limit; what lies behind it does
/// not count.
public final class BayesTokens {

  /// Changes whenever the same message gives other tokens: what was learnt before is then of no
  /// use.
  static final int VERSION = 2;

  /// No message has more.
  public static final int MOST = 3_000;

  /// The bits of a token.
  static final long MASK = (1L << 48) - 1;

  private static final int MOST_TEXT = 24 << 10;
  private static final int MOST_SUBJECT = 300;
  private static final int MOST_WORDS = 1_000;
  private static final int MOST_LINKS = 40;
  private static final int MOST_PARTS = 8;
  private static final int MOST_LABELS = 4;
  private static final int MOST_MARK = 100;
  private static final int LONGEST_WORD = 24;
  private static final int WINDOW = 3;
  private static final int ALONE = -1;
  private static final long IN_SUBJECT = 0x5bd1e9955bd1e995L;
  private static final long SEED = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final long[] DISTANCES = {0, 0x9e3779b97f4a7c15L, 0xc2b2ae3d27d4eb4fL};

  /// Every word and mark, one after the other, to show what weighed.
  private final StringBuilder text = new StringBuilder(4_096);

  private int[] starts = new int[512];
  private int[] ends = new int[512];
  private long[] hashes = new long[512];
  private int words;
  private int subjectFrom;
  private int subjectTo;

  private long[] tokens = new long[1_024];
  private int[] firsts = new int[1_024];
  private int[] seconds = new int[1_024];
  private int count;
  private int own;

  private BayesTokens() {}

  /// Reads a message.
  public static BayesTokens of(
      Message message, HeaderFacts header, ContentFacts content, Beside beside) {
    BayesTokens all = new BayesTokens();
    Seen seen = new Seen();
    all.senders(message, header, seen);
    all.structure(message, content, seen);
    beside.files().forEach(hash -> all.mark("file", hash, seen));
    all.links(content.links(), seen);
    all.mark("links", magnitude(content.links().size()), seen);
    // In the subject a word may mean something else than in the text, and often means the same.
    all.subjectFrom = all.words;
    all.read(header.subject(), MOST_SUBJECT, IN_SUBJECT, seen);
    all.subjectTo = all.words;
    all.read(header.subject(), MOST_SUBJECT, 0, seen);
    all.read(content.visible(), MOST_TEXT, 0, seen);
    all.own = all.count;
    all.links(beside.links(), seen);
    all.read(beside.text(), MOST_TEXT, 0, seen);
    return all;
  }

  /// How many there are.
  public int count() {
    return count;
  }

  /// What a filter learns.
  public Lesson lesson() {
    return new Lesson(Arrays.copyOf(tokens, own), Arrays.copyOfRange(tokens, own, count));
  }

  long token(int i) {
    return tokens[i];
  }

  /// How far the two words of a pair stand from each other; 0 for a single one.
  int distance(int i) {
    return seconds[i] == ALONE ? 0 : seconds[i] - firsts[i];
  }

  /// The words of a token, for people: `buy … now`, `subject:big sale`.
  String shown(int i) {
    boolean inSubject = firsts[i] >= subjectFrom && firsts[i] < subjectTo;
    String one = (inSubject ? "subject:" : "") + text.substring(starts[firsts[i]], ends[firsts[i]]);
    return switch (distance(i)) {
      case 0 -> one;
      case 1 -> one + " " + text.substring(starts[seconds[i]], ends[seconds[i]]);
      default -> one + " … " + text.substring(starts[seconds[i]], ends[seconds[i]]);
    };
  }

  /// Whether two tokens share a word.
  boolean overlap(int i, int j) {
    int end = Math.max(firsts[i], seconds[i]);
    int otherEnd = Math.max(firsts[j], seconds[j]);
    return firsts[i] <= otherEnd && firsts[j] <= end;
  }

  private void senders(Message message, HeaderFacts header, Seen seen) {
    header.from().stream()
        .limit(MOST_PARTS)
        .forEach(one -> {
          sender("from", one, seen);
          if (!one.name().isEmpty()) {
            mark("name", one.name(), seen);
          }
        });
    header.replyTo().stream().limit(MOST_PARTS).forEach(one -> sender("reply-to", one, seen));
    header.sender().stream().limit(MOST_PARTS).forEach(one -> sender("sender", one, seen));
    message
        .headers()
        .value("Message-ID")
        .flatMap(value -> MessageIds.parse(value).stream().findFirst())
        .filter(id -> id.indexOf('@') >= 0)
        .ifPresent(id -> domains("message-id", id.substring(id.lastIndexOf('@') + 1), seen));
    for (String name : List.of("X-Mailer", "User-Agent")) {
      message.headers().value(name).ifPresent(value -> mark("mailer", unversioned(value), seen));
    }
    message.headers().value("List-Id").ifPresent(value -> mark("list", value.strip(), seen));
    if (header.listMail()) {
      mark("header", "list", seen);
    }
  }

  private void sender(String role, Mailbox mailbox, Seen seen) {
    if (!mailbox.address().isEmpty()) {
      mark(role, mailbox.address().toLowerCase(Locale.ROOT), seen);
      domains(role, mailbox.domain(), seen);
    }
  }

  /// A host and the domains above it.
  private void domains(String role, String host, Seen seen) {
    String rest = host.toLowerCase(Locale.ROOT);
    for (int i = 0; i < MOST_LABELS && rest.indexOf('.') >= 0; i++) {
      mark(role, rest, seen);
      rest = rest.substring(rest.indexOf('.') + 1);
    }
  }

  private static String unversioned(String value) {
    int digit = 0;
    while (digit < value.length() && !Character.isDigit(value.charAt(digit))) {
      digit++;
    }
    return value.substring(0, digit).strip();
  }

  private void links(List<Link> links, Seen seen) {
    links.stream()
        .map(Link::host)
        .filter(host -> !host.isEmpty())
        .distinct()
        .limit(MOST_LINKS)
        .forEach(host -> domains("link", host, seen));
  }

  private void structure(Message message, ContentFacts content, Seen seen) {
    List<Part> parts = message.parts();
    StringBuilder shape = new StringBuilder();
    for (Part part : parts.subList(0, Math.min(MOST_PARTS, parts.size()))) {
      shape.append(part.contentType().name()).append(' ');
      if (part.leaf()) {
        mark("type", part.contentType().name(), seen);
        if (part.contentType().type().equals("text")) {
          mark("charset", part.charset().name(), seen);
        }
        part.headers()
            .value("Content-Transfer-Encoding")
            .ifPresent(value -> mark("encoding", value.strip().toLowerCase(Locale.ROOT), seen));
      }
    }
    mark("parts", shape.toString().strip(), seen);
    content.attachments().stream()
        .limit(MOST_PARTS)
        .flatMap(part -> part.names().stream().limit(1))
        .filter(name -> name.indexOf('.') >= 0)
        .forEach(name -> mark("file", name.substring(name.lastIndexOf('.')), seen));
    if (!content.hidden().isEmpty()) {
      mark("text", "hidden", seen);
    }
    mark("text", magnitude(content.visible().length()), seen);
  }

  private static String magnitude(int number) {
    return "2^" + (Integer.SIZE - Integer.numberOfLeadingZeros(number));
  }

  private void mark(String kind, String value, Seen seen) {
    int start = text.length();
    text.append(kind).append(':').append(value, 0, Math.min(value.length(), MOST_MARK));
    long hash = SEED;
    for (int i = start; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    add(mix(hash), word(start, hash), ALONE, seen);
    text.append('\n');
  }

  /// Reads words and pairs. What is no letter, digit or sign of money divides; where words are not
  /// divided (Chinese, Japanese, Korean) every character is one.
  private void read(String source, int most, long salt, Seen seen) {
    int begin = words;
    int end = Math.min(source.length(), most);
    int start = text.length();
    long hash = SEED;
    for (int i = 0; i <= end && words - begin < MOST_WORDS; i++) {
      char c = i < end ? source.charAt(i) : ' ';
      boolean single = c >= '\u2e80' && c <= '\ud7ff';
      if (!single && belongs(c)) {
        if (text.length() - start < LONGEST_WORD) {
          char folded = folded(c);
          hash = (hash ^ folded) * PRIME;
          text.append(folded);
        }
        continue;
      }
      if (text.length() > start) {
        next(start, hash ^ salt, begin, seen);
        hash = SEED;
        start = divide();
      }
      if (single) {
        text.append(c);
        next(start, (hash ^ c) * PRIME ^ salt, begin, seen);
        start = divide();
      }
    }
    divide();
  }

  private int divide() {
    text.append(' ');
    return text.length();
  }

  private static char folded(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return Character.toLowerCase(c);
  }

  private static boolean belongs(char c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '$'
          || c == '!'
          || c == '%';
    }
    return Character.isLetterOrDigit(c)
        || Character.isSurrogate(c)
        || Character.getType(c) == Character.CURRENCY_SYMBOL;
  }

  private void next(int start, long hash, int begin, Seen seen) {
    int word = word(start, hash);
    add(mix(hash), word, ALONE, seen);
    for (int distance = 1; distance < WINDOW && word - distance >= begin; distance++) {
      long before = hashes[word - distance] * DISTANCES[distance];
      add(mix(hash ^ before), word - distance, word, seen);
    }
  }

  private int word(int start, long hash) {
    if (words == starts.length) {
      starts = Arrays.copyOf(starts, words * 2);
      ends = Arrays.copyOf(ends, words * 2);
      hashes = Arrays.copyOf(hashes, words * 2);
    }
    starts[words] = start;
    ends[words] = text.length();
    hashes[words] = hash;
    return words++;
  }

  private static long mix(long value) {
    long h = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    h = (h ^ (h >>> 33)) & MASK;
    return h == 0 ? 1 : h;
  }

  private void add(long token, int first, int second, Seen seen) {
    if (count == MOST || !seen.add(token)) {
      return;
    }
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, count * 2);
      firsts = Arrays.copyOf(firsts, count * 2);
      seconds = Arrays.copyOf(seconds, count * 2);
    }
    tokens[count] = token;
    firsts[count] = first;
    seconds[count++] = second;
  }

  /// The tokens so far. It is never full: at most three eighths of it are used.
  private static final class Seen {

    private final long[] places = new long[8_192];

    boolean add(long token) {
      int at = (int) token & (places.length - 1);
      while (places[at] != 0) {
        if (places[at] == token) {
          return false;
        }
        at = (at + 1) & (places.length - 1);
      }
      places[at] = token;
      return true;
    }
  }
}
