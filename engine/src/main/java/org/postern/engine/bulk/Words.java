package org.postern.engine.bulk;

import java.util.Arrays;

/// The words of a text that its copies have in common, as hashes, in their order: without numbers,
/// web and mail addresses, names of the recipient, greetings, quoted lines, and the lines about
/// confidence and viruses that companies put below what their people write.
final class Words {

  private static final int MOST_TEXT = 16 << 10;
  private static final int MOST = 4_096;
  private static final int FIRST = 256;
  private static final int TOP_LINES = 5;
  private static final int GREETING = 8;
  private static final int LEGAL = 2;
  private static final int LEGAL_LINE = 150;

  private static final WordSet GREETINGS =
      WordSet.of(
          """
          hi hello hey dear greetings good hallo hej hei lieber liebe liebes sehr guten moin servus
          bonjour bonsoir cher chère chers salut estimado estimada hola buenos buenas querido querida
          ciao buongiorno buonasera gentile gentili egregio caro cara beste geachte dag olá prezado
          prezada caro dzień szanowny szanowna witaj dobrý vážený vážená kedves tisztelt bună stimate
          hyvä kära kære kjære здравствуйте уважаемый уважаемая добрый привет sayın merhaba αγαπητέ
          """);

  private static final WordSet LEGAL_WORDS =
      WordSet.of(
          """
          confidential confidentiality privileged intended recipient recipients addressee addressees
          disclaimer unauthorised unauthorized disclosure viruses virus scanned malware
          vertraulich vertrauliche vertraulichen adressat empfänger irrtümlich vernichten unbefugte
          confidentiel confidentielle destinataire destinataires confidenziale riservato riservate
          destinatario destinatari destinatarios confidencial vertrouwelijk geadresseerde poufny
          """);

  private final String text;
  private final WordSet names;
  private long[] words = new long[FIRST];
  private int count;
  private int lines;
  private int greetings;
  private int codes;
  private long legal;
  private boolean quotes;
  private boolean cut;

  private Words(String text, WordSet names) {
    this.text = text;
    this.names = names;
  }

  /// Reads at most 16 KB.
  ///
  /// @param names words that are left out
  static Words of(String text, WordSet names) {
    Words all = new Words(text, names);
    int end = Math.min(text.length(), MOST_TEXT);
    all.cut = end < text.length();
    int at = 0;
    while (at < end) {
      int line = text.indexOf('\n', at);
      int stop = line < 0 || line > end ? end : line;
      all.line(at, stop);
      at = stop + 1;
    }
    all.words = Arrays.copyOf(all.words, all.count);
    return all;
  }

  /// In their order.
  long[] all() {
    return words;
  }

  /// Of what was left out, as far as it is the same in all copies: how many greetings, about how
  /// many numbers and addresses, which legal lines.
  long aside() {
    return Mix.and(Mix.and(legal, greetings), Integer.SIZE - Integer.numberOfLeadingZeros(codes));
  }

  /// Whether nothing else was left out: no end of a long text, no quoted lines.
  boolean whole() {
    return !cut && !quotes && count < MOST;
  }

  private void line(int start, int end) {
    int from = start;
    while (from < end && text.charAt(from) <= ' ') {
      from++;
    }
    if (from == end) {
      return;
    }
    if (text.charAt(from) == '>') {
      quotes = true;
      return;
    }
    lines++;
    int before = count;
    int at = from;
    while (at < end) {
      int stop = at;
      boolean address = false;
      while (stop < end && !blank(text.charAt(stop))) {
        char c = text.charAt(stop++);
        address |= c == '@' || (c >= '0' && c <= '9') || (c == ':' && follows(stop, end));
      }
      if (address || host(at, stop)) {
        codes++;
      } else {
        chunk(at, stop);
      }
      at = stop + 1;
    }
    if (greets(before, end)) {
      greetings++;
      count = before;
    } else if (legal(before)) {
      for (int i = before; i < count; i++) {
        legal = Mix.and(legal, words[i]);
      }
      count = before;
    }
  }

  private static boolean blank(char c) {
    return c <= ' ' || c == '\u00a0';
  }

  private boolean follows(int at, int end) {
    return at + 1 < end && text.charAt(at) == '/' && text.charAt(at + 1) == '/';
  }

  private boolean host(int at, int stop) {
    return stop - at > 4 && text.regionMatches(true, at, "www.", 0, 4);
  }

  private void chunk(int start, int end) {
    long hash = Mix.begin();
    boolean open = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (alone(c)) {
        add(hash, open);
        add(Mix.letter(Mix.begin(), c), true);
        hash = Mix.begin();
        open = false;
      } else if (letter(c)) {
        hash = Mix.letter(hash, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        open = true;
      } else if (open) {
        add(hash, true);
        hash = Mix.begin();
        open = false;
      }
    }
    add(hash, open);
  }

  /// Ideographs, kana, and the letters of those who put no space between words: Thai, Lao, Burmese,
  /// Khmer.
  private static boolean alone(char c) {
    return (c >= '\u2e80' && c < '\ua000')
        || (c >= '\u0e01' && c < '\u0f00')
        || (c >= '\u1000' && c < '\u10a0')
        || (c >= '\u1780' && c < '\u1800');
  }

  private static boolean letter(char c) {
    return c < 0x80
        ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        : Character.isLetter(c) || Character.isSurrogate(c);
  }

  private void add(long hash, boolean there) {
    if (!there || count == MOST) {
      return;
    }
    long word = Mix.spread(hash);
    if (!names.contains(word)) {
      if (count == words.length) {
        words = Arrays.copyOf(words, 2 * count);
      }
      words[count++] = word;
    }
  }

  private boolean greets(int before, int end) {
    if (lines > TOP_LINES || count - before > GREETING || count == before) {
      return false;
    }
    char last = text.charAt(end - 1);
    char sign = last == '\r' && end > 1 ? text.charAt(end - 2) : last;
    return sign == ',' || sign == '!' || GREETINGS.contains(words[before]);
  }

  private boolean legal(int before) {
    if (count - before > LEGAL_LINE) {
      return false;
    }
    int legal = 0;
    for (int i = before; i < count; i++) {
      legal += LEGAL_WORDS.contains(words[i]) ? 1 : 0;
    }
    return legal >= LEGAL;
  }
}
