package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.facts.Contacts.Money;

/// Finds amounts of money: a sign or code of a currency before or behind a number, `million` and
/// its kin between.
final class Amounts {

  private static final String CURRENCY =
      "US ?\\$|U\\.S\\. ?\\$|\\$|\u20ac|\u00a3|\u00a5|\u20b9|\u20bd|\u20bf|USD|EUR|GBP|CHF|JPY|CNY|AUD|CAD|INR"
          + "|BRL|PLN|BTC|Euros?|dollars?|pounds?";
  private static final Pattern NUMBER =
      Pattern.compile(
          "[0-9]{1,3}(?:[.,' \u00a0][0-9]{3}){1,4}(?:[.,][0-9]{1,2})?(?![0-9])"
              + "|[0-9]{1,12}(?:[.,][0-9]{1,8})?");
  private static final String SCALE = "million|billion|thousand|mio|mln|m|k|bn";
  private static final Pattern BEFORE =
      Pattern.compile("(?<![A-Za-z])(" + CURRENCY + ")[ \u00a0]?$", Pattern.CASE_INSENSITIVE);
  private static final Pattern SCALED =
      Pattern.compile("[ \u00a0]?(" + SCALE + ")\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern BEHIND =
      Pattern.compile(
          "[ \u00a0]?(?:("
              + SCALE
              + ")[ \u00a0])?(?:US |united states )?("
              + CURRENCY
              + ")(?![A-Za-z])",
          Pattern.CASE_INSENSITIVE);
  private static final int LOOK_BACK = 7;
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("$", "USD"),
          Map.entry("us$", "USD"),
          Map.entry("us $", "USD"),
          Map.entry("u.s.$", "USD"),
          Map.entry("u.s. $", "USD"),
          Map.entry("dollar", "USD"),
          Map.entry("dollars", "USD"),
          Map.entry("€", "EUR"),
          Map.entry("euro", "EUR"),
          Map.entry("euros", "EUR"),
          Map.entry("£", "GBP"),
          Map.entry("pound", "GBP"),
          Map.entry("pounds", "GBP"),
          Map.entry("¥", "JPY"),
          Map.entry("₹", "INR"),
          Map.entry("₽", "RUB"),
          Map.entry("₿", "BTC"));

  private Amounts() {}

  static List<Money> find(String text, int most) {
    List<Money> found = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    Matcher before = BEFORE.matcher(text).useAnchoringBounds(true);
    Matcher behind = BEHIND.matcher(text);
    Matcher scaled = SCALED.matcher(text);
    int at = 0;
    while (at < text.length() && found.size() < most) {
      if (!digit(text, at) || !number.region(at, text.length()).lookingAt()) {
        at++;
        continue;
      }
      int end = number.end();
      if (signBefore(text, at) && before.region(Math.max(0, at - LOOK_BACK), at).find()) {
        boolean scale = scaled.region(end, text.length()).lookingAt();
        String shown = text.substring(before.start(), scale ? scaled.end() : end);
        add(before.group(1), number.group(), scale ? scaled.group(1) : "", shown, found);
      } else if (signBehind(text, end) && behind.region(end, text.length()).lookingAt()) {
        String scale = behind.group(1) == null ? "" : behind.group(1);
        add(behind.group(2), number.group(), scale, text.substring(at, behind.end()), found);
      }
      at = end;
      while (digit(text, at)) {
        at++;
      }
    }
    return found;
  }

  private static boolean digit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /// Whether a currency may stand before: a letter or a sign of one, perhaps with a blank between.
  private static boolean signBefore(String text, int at) {
    int last = at - 1;
    if (last >= 0 && (text.charAt(last) == ' ' || text.charAt(last) == '\u00a0')) {
      last--;
    }
    return last >= 0 && sign(text.charAt(last));
  }

  private static boolean signBehind(String text, int end) {
    int next = end;
    if (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\u00a0')) {
      next++;
    }
    return next < text.length() && sign(text.charAt(next));
  }

  private static boolean sign(char c) {
    return c == '$'
        || (c >= '\u00a3' && !Character.isLetter(c))
        || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }

  private static void add(
      String sign, String number, String scale, String shown, List<Money> found) {
    String lower = sign.toLowerCase(Locale.ROOT);
    String code = CODES.getOrDefault(lower, sign.toUpperCase(Locale.ROOT));
    double amount = value(number) * factor(scale.toLowerCase(Locale.ROOT));
    found.add(new Money(code, amount, shown));
  }

  private static double factor(String scale) {
    return switch (scale) {
      case "million", "mio", "mln", "m" -> 1e6;
      case "billion", "bn" -> 1e9;
      case "thousand", "k" -> 1e3;
      default -> 1;
    };
  }

  /// The last sign is the decimal one where it is a dot or comma and not three digits follow it.
  private static double value(String number) {
    int last = number.length() - 1;
    while (last >= 0 && Character.isDigit(number.charAt(last))) {
      last--;
    }
    int digits = number.length() - last - 1;
    boolean decimal = last >= 0 && ".,".indexOf(number.charAt(last)) >= 0 && digits != 3;
    String whole = decimal ? number.substring(0, last) : number;
    String part = decimal ? number.substring(last + 1) : "";
    return Double.parseDouble("0" + whole.replaceAll("[^0-9]", "") + "." + part + "0");
  }
}
