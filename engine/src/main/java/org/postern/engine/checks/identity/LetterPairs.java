package org.postern.engine.checks.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.url.HostKind;

/// Tells names that people thought of from letters that a program drew: by how often two letters
/// follow each other in the brands, words and names that come with Postern.
final class LetterPairs {

  /// Names of programs have a mean logarithm below the first, those of people above the second.
  private static final double SURELY = -4.2;

  private static final double HARDLY = -3.6;
  private static final int LETTERS = 27;
  private static final double UNSEEN = 0.3;
  private static final int SHORTEST = 5;
  private static final Pattern RUN = Pattern.compile("[a-z]{3,40}");
  private static final Pattern DIGITS_INSIDE =
      Pattern.compile("[a-z]\\d+[a-z]+\\d|\\d[a-z]+\\d+[a-z]");
  private static final int ABBREVIATION = 7;
  private static final Pattern LETTERS_ALONE = Pattern.compile("[a-z]+");
  private static final Pattern CONSONANTS = Pattern.compile("[^aeiouy]+");
  private static final Pattern OFFICES =
      Pattern.compile("\\.(?:edu|gov|gouv|gob|mil|ac)(?:\\.[a-z]{2})?");
  private static final double[][] PAIRS = learn();

  private LetterPairs() {}

  private static double[][] learn() {
    int[][] counts = new int[LETTERS][LETTERS];
    Set<String> words = new TreeSet<>();
    for (String list : new String[] {"brands.txt", "claim-words.txt", "names.txt"}) {
      for (String line : Resources.lines(list)) {
        Matcher matcher = RUN.matcher(line.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
          words.add(matcher.group());
        }
      }
    }
    for (String word : words) {
      count(word, counts);
    }
    double[][] logs = new double[LETTERS][LETTERS];
    for (int i = 0; i < LETTERS; i++) {
      double all = Arrays.stream(counts[i]).sum() + UNSEEN * LETTERS;
      for (int j = 0; j < LETTERS; j++) {
        logs[i][j] = Math.log((counts[i][j] + UNSEEN) / all);
      }
    }
    return logs;
  }

  private static void count(String word, int[][] counts) {
    int last = 0;
    for (int i = 0; i <= word.length(); i++) {
      int next = i < word.length() ? word.charAt(i) - 'a' + 1 : 0;
      counts[last][next]++;
      last = next;
    }
  }

  /// How sure it is that a program drew the letters of a label, 0 to 1.
  static double drawn(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    if (lower.startsWith("xn--")) {
      return 0;
    }
    double worst = 0;
    Matcher matcher = RUN.matcher(lower);
    while (matcher.find()) {
      worst = Math.max(worst, ofRun(matcher.group()));
    }
    boolean mixed =
        lower.length() > SHORTEST + 1 && DIGITS_INSIDE.matcher(lower).find() && !word(lower);
    return mixed ? Math.max(worst, 0.7) : worst;
  }

  /// Whether a word stands beside the digits: `4x4parts`.
  private static boolean word(String label) {
    Matcher matcher = RUN.matcher(label);
    while (matcher.find()) {
      if (matcher.group().length() >= SHORTEST - 1 && mean(matcher.group()) > HARDLY) {
        return true;
      }
    }
    return false;
  }

  private static double ofRun(String run) {
    if (run.length() < SHORTEST) {
      return 0;
    }
    // few letters say little
    double bound = run.length() < SHORTEST + 2 ? HARDLY - 0.4 : HARDLY;
    return Math.clamp((bound - mean(run)) / (HARDLY - SURELY), 0, 1);
  }

  private static double mean(String run) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i <= run.length(); i++) {
      int next = i < run.length() ? run.charAt(i) - 'a' + 1 : 0;
      sum += PAIRS[last][next];
      last = next;
    }
    return sum / (run.length() + 1);
  }

  /// The same for the registrable part of a host. Hosts of platforms have such names by design;
  /// universities and offices register what they are called, in short; and companies are called by
  /// a few first letters everywhere.
  static double drawnHost(String host, String registrable) {
    int dot = registrable.indexOf('.');
    if (dot < 0
        || HostKind.SENDING_PLATFORM.contains(host)
        || OFFICES.matcher(registrable.substring(dot)).matches()) {
      return 0;
    }
    String label = registrable.substring(0, dot);
    if (label.length() > ABBREVIATION || !LETTERS_ALONE.matcher(label).matches()) {
      return drawn(label);
    }
    return CONSONANTS.matcher(label).matches() && label.length() < ABBREVIATION
        ? 0
        : drawn(label) / 2;
  }
}
