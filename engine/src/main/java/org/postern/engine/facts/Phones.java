package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.facts.Contacts.Phone;

/// Finds telephone numbers: with a country (`+44 20 …`, `0049 …`), of North America (`(888)
/// 555-0100`), and with the zero of long distance (`030 / 123 45 67`). Letters that stand for
/// digits between digits (`8O8`, `l-888`) are read as those.
final class Phones {

  private static final Pattern CANDIDATE =
      Pattern.compile(
          "[+\uff0b(]?[(]?[0-9lI][0-9OoIl\\s().\u00a0\u2010-\u2014\u2212/~*_-]{6,28}"
              + "[0-9OoIl](?![\\p{Alnum}%])");
  private static final Pattern AMERICAN =
      Pattern.compile(
          "(?:1[^0-9]{0,4})?[(]?[2-9][0-9]{2}[)]?[^0-9]{1,4}[0-9]{3}[^0-9]{1,4}[0-9]{4}");

  private Phones() {}

  static List<Phone> find(String text, int most) {
    Set<Phone> found = new LinkedHashSet<>();
    Matcher matcher = CANDIDATE.matcher(text);
    int at = 0;
    while (at < text.length() - 7 && found.size() < most) {
      if (begins(text, at) && matcher.region(at, text.length()).lookingAt()) {
        read(matcher.group()).ifPresent(found::add);
        at = matcher.end();
      } else {
        at++;
      }
    }
    return new ArrayList<>(found);
  }

  private static boolean begins(String text, int at) {
    char c = text.charAt(at);
    boolean digit = c >= '0' && c <= '9';
    boolean one = (c == 'l' || c == 'I') && "-. (".indexOf(text.charAt(at + 1)) >= 0;
    if (!digit && c != '+' && c != '(' && c != '\uff0b' && !one) {
      return false;
    }
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    return !Character.isLetterOrDigit(before) && ".,$\u20ac\u00a3/=_-+(".indexOf(before) < 0;
  }

  /// Reads a text that is a number and nothing else.
  static Optional<Phone> read(String text) {
    String shown = text.strip();
    if (shown.indexOf('\n') >= 0) {
      return Optional.empty();
    }
    StringBuilder plain = new StringBuilder();
    int real = 0;
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      real += c >= '0' && c <= '9' ? 1 : 0;
      plain.append(
          switch (c) {
            case 'O', 'o' -> '0';
            case 'I', 'l' -> '1';
            case '\uff0b' -> '+';
            default -> c;
          });
    }
    String digits = plain.toString().replaceAll("[^0-9]", "");
    if (real * 3 < digits.length() * 2) {
      return Optional.empty();
    }
    if (plain.indexOf("+") >= 0) {
      return among(shown, "+" + digits, digits.length(), 8, 15);
    }
    if (digits.startsWith("00")) {
      return among(shown, "+" + digits.substring(2), digits.length() - 2, 9, 15);
    }
    if (AMERICAN.matcher(plain).matches()) {
      return Optional.of(new Phone(shown, "+1" + digits.substring(digits.length() - 10)));
    }
    boolean grouped = plain.chars().filter(c -> c < '0' || c > '9').count() > 0;
    if (digits.startsWith("0") && grouped && !date(shown)) {
      return among(shown, digits, digits.length(), 9, 13);
    }
    return Optional.empty();
  }

  private static Optional<Phone> among(
      String shown, String digits, int length, int least, int most) {
    return length >= least && length <= most
        ? Optional.of(new Phone(shown, digits))
        : Optional.empty();
  }

  /// `01.02.2026 - 10` and the like.
  private static boolean date(String shown) {
    return shown.matches("[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}.*");
  }
}
