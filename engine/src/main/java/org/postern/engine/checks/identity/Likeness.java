package org.postern.engine.checks.identity;

import java.util.regex.Pattern;
import org.postern.engine.url.Confusables;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.url.TopLevelDomains;

/// How much a host is made to be taken for a domain.
final class Likeness {

  private static final int SHORTEST = 4;
  private static final int SHORTEST_WITHIN = 5;
  private static final int SHORTEST_CHANGED = 6;

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private Likeness() {}

  /// From 0, not at all, to 1. Neither is the other, or below it.
  static double of(String host, String domain) {
    String registrable = RegistrableDomain.of(host);
    String own = RegistrableDomain.of(domain);
    if (registrable.isEmpty() || own.isEmpty() || registrable.equals(own)) {
      return 0;
    }
    // in front of another domain only: `example.com.br` is one of its own
    String front = host.substring(0, Math.max(0, host.length() - registrable.length()));
    if (front.contains(domain + ".") || host.contains(domain.replace('.', '-') + ".")) {
      return 1;
    }
    String label = RegistrableDomain.name(registrable);
    String ownLabel = RegistrableDomain.name(own);
    if (ownLabel.length() < SHORTEST) {
      return 0;
    }
    if (label.equals(ownLabel)) {
      // companies have their name below several top levels; few have it below the abused ones
      return TopLevelDomains.abused(registrable) ? 0.5 : 0;
    }
    String seen = Confusables.skeleton(bare(label));
    String ownSeen = Confusables.skeleton(bare(ownLabel));
    if (seen.equals(ownSeen)) {
      return 1;
    }
    if (ownLabel.length() >= SHORTEST_CHANGED && oneStep(label, ownLabel)) {
      return 0.8;
    }
    return ownLabel.length() >= SHORTEST_WITHIN && dressed(seen, ownSeen) ? 0.8 : 0;
  }

  /// Whether the name of a host is another's but for one letter, or letters that look alike.
  /// Companies have names with and without hyphens, with words around them, and with a number.
  static boolean misspelt(String host, String domain) {
    String label = RegistrableDomain.name(RegistrableDomain.of(host));
    String other = RegistrableDomain.name(RegistrableDomain.of(domain));
    return other.length() >= SHORTEST_CHANGED
        && !bare(label).equals(bare(other))
        && (Confusables.skeleton(label).equals(Confusables.skeleton(other))
            || (oneStep(label, other) && !unnumbered(label).equals(unnumbered(other))));
  }

  private static String bare(String label) {
    return label.replace("-", "");
  }

  private static String unnumbered(String label) {
    return DIGITS.matcher(label).replaceAll("");
  }

  private static boolean dressed(String seen, String ownSeen) {
    int at = seen.indexOf(ownSeen);
    if (at < 0) {
      return false;
    }
    String before = seen.substring(0, at);
    String after = seen.substring(at + ownSeen.length());
    return (ClaimWords.dressing(before) && ClaimWords.allBusiness(after))
        || (ClaimWords.dressing(after) && ClaimWords.allBusiness(before));
  }

  /// Whether one letter more, less, changed, or two swapped make one of the other.
  static boolean oneStep(String one, String other) {
    int start = 0;
    int shorter = Math.min(one.length(), other.length());
    while (start < shorter && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    String restOne = one.substring(start);
    String restOther = other.substring(start);
    return switch (restOne.length() - restOther.length()) {
      case 1 -> restOne.substring(1).equals(restOther);
      case -1 -> restOther.substring(1).equals(restOne);
      case 0 ->
          !restOne.isEmpty()
              && (restOne.substring(1).equals(restOther.substring(1))
                  || (restOne.length() > 1
                      && restOne.charAt(0) == restOther.charAt(1)
                      && restOne.charAt(1) == restOther.charAt(0)
                      && restOne.substring(2).equals(restOther.substring(2))));
      default -> false;
    };
  }
}
