package org.postern.engine.facts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.engine.url.RegistrableDomain;

/// A notice of one's own site that somebody left some words there, and that they wait for a
/// decision: what it is about with a link, the words, then at least two links to decide (`approve`,
/// `trash`, `spam`). The links around the words all lead to that site, so nobody gains by writing
/// such a notice himself. Plain text only, as blogs send it.
///
/// @param own the notice without those words
public record Moderated(String own) {

  private static final int MOST_TEXT = 20_000;
  private static final int MOST_LINES = 300;
  private static final int FEWEST = 2;
  private static final Pattern LINK =
      Pattern.compile("https?://([^\\s/?#:]{1,253})(?:/[^\\s?]{0,300})?(\\?\\S{1,500})?");
  private static final Pattern VALUE = Pattern.compile("[?&][a-z_]{1,20}=([a-z]{1,20})(?=&|$)");
  private static final Set<String> DECISIONS =
      Set.of("approve", "unapprove", "trash", "spam", "delete", "reject");

  /// @param domain the registrable domain of the site and of who gets the notice
  public static Optional<Moderated> of(String visible, String domain) {
    String text = visible.substring(0, Math.min(visible.length(), MOST_TEXT));
    if (!text.contains("=approve")) {
      return Optional.empty();
    }
    List<String> lines = text.lines().limit(MOST_LINES).toList();
    int to = first(lines, 0, line -> decides(line, domain));
    int from = first(lines, 0, line -> leads(line, domain));
    if (from >= to || to == lines.size()) {
      return Optional.empty();
    }
    int after = first(lines, to, line -> !decides(line, domain));
    return after - to < FEWEST
        ? Optional.empty()
        : Optional.of(new Moderated(without(lines, from + 1, to)));
  }

  private static int first(List<String> lines, int from, Predicate<String> wanted) {
    int at = from;
    while (at < lines.size() && !wanted.test(lines.get(at))) {
      at++;
    }
    return at;
  }

  private static String without(List<String> lines, int from, int to) {
    return Stream.concat(lines.stream().limit(from), lines.stream().skip(to))
        .collect(Collectors.joining("\n"));
  }

  private static boolean leads(String line, String domain) {
    Matcher link = LINK.matcher(line);
    return link.find() && of(link, domain);
  }

  private static boolean decides(String line, String domain) {
    Matcher link = LINK.matcher(line);
    if (!link.find() || !of(link, domain) || link.group(2) == null) {
      return false;
    }
    return VALUE
        .matcher(link.group(2))
        .results()
        .map(found -> found.group(1))
        .anyMatch(DECISIONS::contains);
  }

  private static boolean of(Matcher link, String domain) {
    return RegistrableDomain.of(link.group(1).toLowerCase(Locale.ROOT)).equals(domain);
  }
}
