package org.postern.engine.learn;

import java.util.List;
import java.util.Locale;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.Link;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Message;

/// What the model of a site sees of a message. It learns the mail of one place and may use all that
/// tells its mail apart, the quirks of its own servers included: the words and runs of four
/// characters of text and subject, pairs of words up to four apart, the header (names, their order,
/// words, hosts with the domains above them, shapes), the structure (types, boundaries, tags of
/// HTML), the hosts of links, and the first octets as they came.
///
/// Fields that filters add (`X-Spam…`, `X-Postern…`, Authentication-Results and what looks like
/// them) are left out: they would say what a filter thought before.
public final class SiteFeatures {

  /// Changes whenever the same message gives other features.
  static final int VERSION = 1;

  private static final int MOST = 24_000;
  private static final int MOST_TEXT = 16 << 10;
  private static final int MOST_HIDDEN = 3_000;
  private static final int MOST_FIELDS = 120;
  private static final int MOST_VALUE = 600;
  private static final int MOST_LINKS = 200;
  private static final int MOST_HOST = 100;

  private final SiteText text = new SiteText();
  private final FeatureSet features = new FeatureSet(MOST);

  private SiteFeatures() {}

  /// Reads a message.
  public static Read of(Message message, HeaderFacts header, ContentFacts content) {
    SiteFeatures site = new SiteFeatures();
    int words;
    int calm;
    try {
      site.subject(header.subject());
      site.body(content);
      site.links(content.links());
      words = site.features.count();
      SiteStructure.read(message, content, site.text, site.features);
      List<Field> fields = fields(message);
      site.header(fields);
      calm = site.features.count();
      site.headerRuns(fields);
    } finally {
      site.features.close();
    }
    return new Read(site.features, words, calm, RawOctets.read(message), site.text.toString());
  }

  /// What was read.
  ///
  /// @param features of the decoded message: first those of subject, text and links, then those of
  ///   structure and header, last the runs of characters of the header
  /// @param words how many are of subject, text and links
  /// @param calm how many come before the runs of characters of the header
  /// @param raw features of the first octets
  /// @param text what the positions of `features` count in
  public record Read(FeatureSet features, int words, int calm, FeatureSet raw, String text) {}

  static boolean ofFilter(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("x-spam")
        || lower.startsWith("x-postern")
        || lower.endsWith("authentication-results")
        || lower.startsWith("x-virus");
  }

  private static List<Field> fields(Message message) {
    return message.headers().fields().stream()
        .filter(field -> !ofFilter(field.name()))
        .limit(MOST_FIELDS)
        .toList();
  }

  private void subject(String subject) {
    int start = text.startLine("");
    text.append(subject, Math.min(subject.length(), 300));
    int end = text.length();
    text.words(start, end, 60, new SubjectWords());
    text.runs(start, end, SiteText.salt("subject"), features, true);
    features.add(text.shape(start, end) ^ SiteText.salt("subject shape"), end);
  }

  /// Words of a subject count as such and as words of the text.
  private final class SubjectWords implements SiteText.Words {
    private final Pairs pairs = new Pairs(SiteText.salt("subject pair"));

    @Override
    public void word(int from, int to, long exact, long lower) {
      features.add(exact ^ SiteText.salt("subject word"), to - 1);
      features.add(lower ^ SiteText.salt("subject lower"), to - 1);
      features.add(lower ^ SiteText.salt("lower"), to - 1);
      pairs.add(lower, to - 1);
    }
  }

  private void body(ContentFacts content) {
    int start = text.startLine("");
    text.fold(content.visible(), MOST_TEXT);
    int end = text.length();
    Pairs pairs = new Pairs(SiteText.salt("pair"));
    text.words(
        start,
        end,
        3_000,
        (_, to, exact, lower) -> {
          features.add(exact ^ SiteText.salt("word"), to - 1);
          features.add(lower ^ SiteText.salt("lower"), to - 1);
          pairs.add(lower, to - 1);
        });
    text.runs(start, end, SiteText.salt("run"), features, true);
    int hidden = text.startLine("hidden");
    text.fold(content.hidden(), MOST_HIDDEN);
    text.words(
        hidden,
        text.length(),
        500,
        (_, to, exact, _) -> features.add(exact ^ SiteText.salt("hidden"), to - 1));
  }

  /// Pairs of words up to four apart: orthogonal sparse bigrams.
  private final class Pairs {
    private static final int WINDOW = 4;
    private final long salt;
    private final long[] before = new long[WINDOW];
    private int words;

    Pairs(long salt) {
      this.salt = salt;
    }

    void add(long word, int position) {
      for (int distance = 1; distance <= Math.min(words, WINDOW); distance++) {
        long other = before[(words - distance) % WINDOW];
        features.add((other * 31 + word + distance * 0x632be59bd9b4e019L) ^ salt, position);
      }
      before[words % WINDOW] = word;
      words++;
    }
  }

  private void links(List<Link> links) {
    for (Link link : links.subList(0, Math.min(MOST_LINKS, links.size()))) {
      String host = link.host();
      if (host.length() > MOST_HOST) {
        continue;
      }
      int start = text.startLine("link");
      text.append(host, host.length());
      text.domains(start, text.length(), SiteText.salt("link host"), features);
      int target = text.startLine("");
      text.append(link.target(), Math.min(200, link.target().length()));
      text.words(
          target,
          text.length(),
          30,
          (_, to, exact, _) -> features.add(exact ^ SiteText.salt("link word"), to - 1));
    }
  }

  private void header(List<Field> fields) {
    long previous = 0;
    int received = 0;
    for (Field field : fields) {
      String lower = field.name().toLowerCase(Locale.ROOT);
      int name = text.startLine("");
      text.append(field.name(), Math.min(60, field.name().length()));
      text.append(": ", 2);
      long named = text.hash(name, text.length());
      features.add(named ^ SiteText.salt("name"), text.length() - 1);
      features.add((previous * 31 + named) ^ SiteText.salt("order"), text.length() - 1);
      previous = named;
      int start = text.length();
      text.append(field.value(), Math.min(MOST_VALUE, field.value().length()));
      boolean way = lower.equals("received");
      received += way ? 1 : 0;
      value(SiteText.salt(lower), start, way);
      if (!way || received < 4) {
        features.add(
            text.shape(start, text.length()) ^ SiteText.salt(lower) * 3, text.length() - 1);
      }
    }
    text.startLine("");
    features.add(SiteText.salt("received") * 31 + Math.min(received, 20), text.length() - 1);
  }

  private void value(long field, int start, boolean way) {
    int end = text.length();
    if (!way) {
      long[] before = {0};
      text.words(
          start,
          end,
          60,
          (_, to, exact, _) -> {
            features.add(exact ^ field, to - 1);
            if (before[0] != 0) {
              features.add((before[0] * 31 + exact) ^ field * 5, to - 1);
            }
            before[0] = exact;
          });
    }
    text.atoms(start, end, field * 7, features);
  }

  private void headerRuns(List<Field> fields) {
    int received = 0;
    for (Field field : fields) {
      boolean way = field.name().equalsIgnoreCase("received");
      received += way ? 1 : 0;
      if (!way || received < 4) {
        int start = text.startLine("");
        text.append(field.name().toLowerCase(Locale.ROOT), Math.min(60, field.name().length()));
        text.append(": ", 2);
        text.append(field.value(), Math.min(200, field.value().length()));
        int end = Math.min(text.length(), start + 200);
        text.runs(start, end, SiteText.salt("header run"), features, false);
      }
    }
  }
}
