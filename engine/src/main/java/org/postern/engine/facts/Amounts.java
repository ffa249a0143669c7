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
      "US ?\\$|U\\.S\\. ?\\$|\\$|€|£|¥|₹|₽|₿|USD|EUR|GBP|CHF|JPY|CNY|AUD|CAD|INR|BRL|PLN|BTC|Euros?|dollars?|pounds?";
  private static final String NUMBER =
      "[0-9]{1,3}(?:[.,' \u00a0][0-9]{3}){0,4}(?:[.,][0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,8})?";
  private static final String SCALE = "million|billion|thousand|mio|mln|m|k|bn";
  private static final Pattern BEFORE =
      Pattern.compile(
          "(" + CURRENCY + ")[ \u00a0]?(" + NUMBER + ")(?![0-9])(?:[ \u00a0]?(" + SCALE + ")\\b)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern BEHIND =
      Pattern.compile(
          "(?<![0-9.,])("
              + NUMBER
              + ")[ \u00a0]?(?:("
              + SCALE
              + ")[ \u00a0])?(?:US |united states )?("
              + CURRENCY
              + ")(?![A-Za-z])",
          Pattern.CASE_INSENSITIVE);
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
    Matcher before = BEFORE.matcher(text);
    while (found.size() < most && before.find()) {
      add(before.group(1), before.group(2), before.group(3), before.group(), found);
    }
    Matcher behind = BEHIND.matcher(text);
    while (found.size() < most && behind.find()) {
      add(behind.group(3), behind.group(1), behind.group(2), behind.group(), found);
    }
    return found;
  }

  private static void add(
      String sign,
      String number,
      @org.jspecify.annotations.Nullable String scale,
      String shown,
      List<Money> found) {
    String lower = sign.toLowerCase(Locale.ROOT);
    String code = CODES.getOrDefault(lower, sign.toUpperCase(Locale.ROOT));
    double amount = value(number) * (scale == null ? 1 : factor(scale.toLowerCase(Locale.ROOT)));
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

  /// The last sign is the decimal one where one or two digits follow it, or more than three.
  private static double value(String number) {
    int last = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
    int digits = number.length() - last - 1;
    String whole = last < 0 || digits == 3 ? number : number.substring(0, last);
    String part = last < 0 || digits == 3 ? "" : number.substring(last + 1);
    return Double.parseDouble("0" + whole.replaceAll("[^0-9]", "") + "." + part + "0");
  }
}
