package org.postern.engine.checks.identity;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Phrases with which a text speaks for a firm: it signs, or greets its customer. Expressions are
/// asked only where a phrase can begin.
final class BrandPhrases {

  private static final int SIGNATURES = 100;
  private static final int GREETINGS = 3;

  /// `© 2024 Example Inc`, `The Example Team`, `Ihr Example-Team`, `Equipe Example`. Possessive
  /// before the name: blanks without end are read once.
  private static final Pattern SIGNED =
      Pattern.compile(
          "(?:©|\\(c\\)|copyright)[ \\t]*+(?:©|\\(c\\))?+[ \\t]*+(?:20\\d\\d)?+[ \\t,–-]*+(?:20\\d\\d)?+[ \\t,.]*+([^\\n.,|]{3,40})"
              + "|(?:^|\\n)[ \\t]*+(?:the|your|ihr|dein|das|equipe|équipe|equipo|il|team|atenciosamente,?|sincerely,?|regards,?)[ \\t\\n]++([^\\n.,|]{3,40})(?=[ \\t]{0,100}+(?:\\n|$))",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// The words before a brand that signs.
  private static final FirstLetters SIGNS =
      new FirstLetters(
          "the",
          "your",
          "ihr",
          "dein",
          "das",
          "equipe",
          "il",
          "team",
          "atenciosamente",
          "sincerely",
          "regards");

  /// `Dear Example customer`, `Estimado cliente de Example`, `Sehr geehrter Example-Kunde`.
  private static final Pattern GREETED =
      Pattern.compile(
          "(?:^|[\\n>.!] {0,3})(?:dear|hello|hi|hey|greetings|attention|estimad[oa]s?|prezad[oa]s?|car[oa]s?|olá|ola|hola"
              + "|bonjour|ch(?:er|ère|ers)|sehr geehrter?s?|lieber?s?|hallo|beste|geachte|gentile|szanown[ya]|drogi)"
              + "(?: (?:valued|esteemed|our))?[ \\t]{1,3}([^\\n,.:;!?]{4,60})",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// The first words of a greeting.
  private static final FirstLetters GREETS =
      new FirstLetters(
          "dear",
          "hello",
          "hi",
          "greetings",
          "attention",
          "estimado",
          "prezado",
          "caro",
          "ola",
          "hola",
          "bonjour",
          "cher",
          "sehr",
          "lieber",
          "hallo",
          "beste",
          "geachte",
          "gentile",
          "szanowny",
          "drogi");

  private static final Pattern CUSTOMER =
      Pattern.compile(
          "\\b(?:customers?|users?|members?|clients?|cliente?s?|subscribers?|holders?|owners?|kund(?:e|en|in)|klant(?:en)?"
              + "|usuari[oa]s?|utilisateur|titular|klient|nutzer(?:in)?|mitglied|cardmember)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private BrandPhrases() {}

  /// The first signature whose name is one of those.
  ///
  /// @param names says so of what is signed with
  static Optional<String> signature(String text, Predicate<String> names) {
    Matcher matcher = SIGNED.matcher(text).useAnchoringBounds(false).useTransparentBounds(true);
    int left = SIGNATURES;
    int at = 0;
    while (left > 0 && (at = signing(text, at)) >= 0) {
      if (!matcher.region(at, text.length()).lookingAt()) {
        at++;
        continue;
      }
      left--;
      at = matcher.end();
      if (names.test(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))) {
        return Optional.of(matcher.group().strip());
      }
    }
    return Optional.empty();
  }

  /// The first greeting of somebody's customer whose name is one of those.
  ///
  /// @param names says so of who is greeted
  static Optional<String> greeting(String text, Predicate<String> names) {
    Matcher matcher = GREETED.matcher(text).useAnchoringBounds(false);
    int left = GREETINGS;
    int at = 0;
    while (left > 0 && (at = opening(text, at)) >= 0) {
      if (!matcher.region(at, text.length()).lookingAt()) {
        at++;
        continue;
      }
      left--;
      at = matcher.end();
      String greeted = matcher.group(1);
      if (CUSTOMER.matcher(greeted).find() && names.test(greeted)) {
        return Optional.of(matcher.group().strip());
      }
    }
    return Optional.empty();
  }

  /// The next place where a greeting may begin, -1 without one.
  private static int opening(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      boolean begins =
          switch (text.charAt(i)) {
            case '\n', '>', '.', '!' -> GREETS.begin(text, i + 1);
            default -> i == 0;
          };
      if (begins) {
        return i;
      }
    }
    return -1;
  }

  /// The next place where a signature may begin, -1 without one.
  private static int signing(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      // most letters come behind all that a signature begins with
      if (c > 'c' && c < '©' && i > 0) {
        continue;
      }
      boolean begins =
          switch (c) {
            case '\n' -> SIGNS.begin(text, i + 1);
            case '©' -> true;
            case '(' -> text.regionMatches(true, i, "(c)", 0, 3);
            case 'c', 'C' -> text.regionMatches(true, i, "copyright", 0, 9);
            default -> i == 0;
          };
      if (begins) {
        return i;
      }
    }
    return -1;
  }
}
