package org.postern.engine.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How likely a message is spam, by what one filter has learnt: Fisher's method over the tokens
/// that tell something, as Robinson proposed it ("A statistical approach to the spam problem",
/// 2003).
///
/// Tokens of a message depend on each other, so what they say together is taken for less than it
/// would be were they independent; what speaks on both sides ends near the middle.
final class BayesFilter {

  /// What a token is worth that was never seen, and so many observations that is worth.
  private static final double UNKNOWN = 0.5;

  private static final double STRENGTH = 0.1;

  /// Nearer to the middle than this a token tells nothing.
  private static final double LEAST = 0.1;

  /// A pair of words says less on its own than a word: by their distance.
  private static final double[] WEIGHTS = {1, 0.7, 0.5};

  /// The part of the tokens that counts as independent.
  private static final double INDEPENDENT = 0.25;

  private static final int SHOWN = 4;

  private BayesFilter() {}

  /// What one filter says.
  ///
  /// @param strength -1 (ham) to 1 (spam)
  /// @param confidence 0 to 1: how much was learnt, and how much of it the message holds
  /// @param odds the weight of each token, positive for spam
  record Opinion(double strength, double confidence, BayesTable.Numbers numbers, double[] odds) {}

  /// Asks a filter that has learnt at least so many messages of each class.
  static Opinion ask(BayesTable.View filter, BayesTokens tokens, int minimum) {
    double[] odds = new double[tokens.count()];
    BayesTable.Numbers learnt = filter.numbers();
    int fewer = Math.min(learnt.spam(), learnt.ham());
    if (fewer < minimum) {
      return new Opinion(0, 0, learnt, odds);
    }
    double logSpam = 0;
    double logHam = 0;
    double telling = 0;
    int known = 0;
    for (int i = 0; i < odds.length; i++) {
      int counts = filter.tokens().counts(tokens.token(i));
      if (counts != 0) {
        known++;
        double spam = probability(counts, learnt);
        if (Math.abs(spam - UNKNOWN) >= LEAST) {
          double weight = WEIGHTS[tokens.distance(i)];
          double forSpam = Math.log(spam);
          double forHam = Math.log(1 - spam);
          logSpam += weight * forSpam;
          logHam += weight * forHam;
          telling += weight;
          odds[i] = weight * (forSpam - forHam);
        }
      }
    }
    double independent = telling * INDEPENDENT;
    if (independent < 1) {
      return new Opinion(0, 0, learnt, odds);
    }
    double spamlike = survival(-2 * INDEPENDENT * logHam, independent);
    double hamlike = survival(-2 * INDEPENDENT * logSpam, independent);
    double confidence = fewer / (fewer + (double) minimum) * known / (known + 20.0);
    return new Opinion(hamlike - spamlike, confidence, learnt, odds);
  }

  /// How likely a message with this token is spam, were both classes as frequent.
  private static double probability(int counts, BayesTable.Numbers learnt) {
    double spam = Math.min(1, TokenTable.spam(counts) / (double) learnt.spam());
    double ham = Math.min(1, TokenTable.ham(counts) / (double) learnt.ham());
    double seen = TokenTable.spam(counts) + (double) TokenTable.ham(counts);
    double raw = spam / (spam + ham);
    return (STRENGTH * UNKNOWN + seen * raw) / (STRENGTH + seen);
  }

  /// The probability that a chi-square variable of twice so many degrees of freedom is larger.
  static double survival(double chiSquare, double pairs) {
    double half = chiSquare / 2;
    double term = Math.exp(-half);
    double sum = term;
    int last = (int) Math.round(pairs);
    for (int i = 1; i < last; i++) {
      term *= half / i;
      sum += term;
    }
    return Math.min(1, sum);
  }

  /// The words that weighed most for one side, the heaviest first, none that overlap.
  static List<String> heaviest(
      BayesTable.View filter, BayesTokens tokens, Opinion opinion, boolean forSpam) {
    List<Integer> chosen = new ArrayList<>();
    double[] odds = opinion.odds();
    // The heaviest of what is left, a few times: a sort of all would cost more.
    boolean[] passed = new boolean[odds.length];
    for (int tries = 0; tries < 10 * SHOWN && chosen.size() < SHOWN; tries++) {
      int best = heaviest(odds, passed, forSpam);
      if (best < 0) {
        break;
      }
      passed[best] = true;
      if (chosen.stream().noneMatch(other -> tokens.overlap(other, best))) {
        chosen.add(best);
      }
    }
    return chosen.stream().map(i -> shown(filter, tokens, i)).toList();
  }

  private static int heaviest(double[] odds, boolean[] passed, boolean forSpam) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < odds.length; i++) {
      double weight = forSpam ? odds[i] : -odds[i];
      if (weight > most && !passed[i]) {
        most = weight;
        best = i;
      }
    }
    return best;
  }

  private static String shown(BayesTable.View filter, BayesTokens tokens, int i) {
    int counts = filter.tokens().counts(tokens.token(i));
    return String.format(
        Locale.ROOT,
        "\"%s\" in %d spam, %d ham",
        tokens.shown(i),
        TokenTable.spam(counts),
        TokenTable.ham(counts));
  }

  /// Several filters together, the most specific first: each leaves to the next as much as it is
  /// not sure of.
  static double together(List<Opinion> opinions) {
    double strength = 0;
    for (Opinion one : opinions.reversed()) {
      double say = one.confidence() * Math.abs(one.strength());
      strength = say * one.strength() + (1 - say) * strength;
    }
    return strength;
  }

  /// How much each had to say in the end.
  static double[] says(List<Opinion> opinions) {
    double[] says = new double[opinions.size()];
    double left = 1;
    for (int i = 0; i < says.length; i++) {
      Opinion one = opinions.get(i);
      says[i] = left * one.confidence() * Math.abs(one.strength());
      left -= says[i];
    }
    return Arrays.stream(says).map(say -> Math.max(0, say)).toArray();
  }
}
