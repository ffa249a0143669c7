package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.url.WebAddress;

/// By what the sender wants to be reached or paid, as found in the text a reader sees.
///
/// @param addresses mail addresses, lower case, those of `mailto:` links included
/// @param phones telephone numbers
/// @param wallets addresses of crypto currencies
/// @param ibans bank accounts, without blanks; their check digits are right
/// @param amounts of money
public record Contacts(
    Set<String> addresses,
    List<Phone> phones,
    List<Wallet> wallets,
    Set<String> ibans,
    List<Money> amounts) {

  private static final int MOST_TEXT = 200_000;
  private static final int MOST = 100;
  private static final int MOST_MAILTO = 4_096;

  /// A telephone number.
  ///
  /// @param shown as it stands in the text
  /// @param digits with `+` where the country stands before
  public record Phone(String shown, String digits) {}

  /// A currency with addresses of its own.
  public enum Currency {
    BITCOIN,
    ETHEREUM,
    MONERO,
    LITECOIN,
    TRON,
    DOGECOIN,
    SOLANA
  }

  /// An address money can be sent to.
  ///
  /// @param checked whether its check digits were there and right; false where only its form is
  public record Wallet(Currency currency, String address, boolean checked) {}

  /// An amount of money.
  ///
  /// @param currency ISO 4217
  /// @param shown as it stands in the text
  public record Money(String currency, double amount, String shown) {}

  public Contacts {
    addresses = Set.copyOf(addresses);
    phones = List.copyOf(phones);
    wallets = List.copyOf(wallets);
    ibans = Set.copyOf(ibans);
    amounts = List.copyOf(amounts);
  }

  /// Looks through the first 200,000 characters of a text, and the links beside it; at most 100 of
  /// each kind.
  public static Contacts of(String text, List<Link> links) {
    String read = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    Set<String> addresses = new LinkedHashSet<>();
    mail(read, addresses);
    List<Phone> phones = new ArrayList<>(Phones.find(read, MOST));
    for (Link link : links) {
      link.address().ifPresent(address -> take(address, addresses, phones));
    }
    return new Contacts(
        addresses,
        phones,
        Wallets.find(read, MOST),
        Ibans.find(read, MOST),
        Amounts.find(read, MOST));
  }

  /// The addresses of crypto currencies in the first 200,000 characters of a text.
  public static List<Wallet> wallets(String text) {
    return Wallets.find(text.substring(0, Math.min(text.length(), MOST_TEXT)), MOST);
  }

  /// The bank accounts in the first 200,000 characters of a text.
  public static Set<String> ibans(String text) {
    return Ibans.find(text.substring(0, Math.min(text.length(), MOST_TEXT)), MOST);
  }

  private static void take(WebAddress address, Set<String> addresses, List<Phone> phones) {
    if (address.scheme().equals("mailto") && addresses.size() < MOST) {
      String path = address.path();
      String read = path.substring(0, Math.min(path.length(), MOST_MAILTO));
      mail(read.replace("%40", "@"), addresses);
    } else if (address.scheme().equals("tel") && phones.size() < MOST) {
      Optional<Phone> phone = Phones.read(address.path());
      phone.filter(found -> !phones.contains(found)).ifPresent(phones::add);
    }
  }

  private static void mail(String text, Set<String> found) {
    int at = text.indexOf('@');
    while (at >= 0 && found.size() < MOST) {
      Abandoned.check();
      int start = at;
      while (start > 0 && at - start < 64 && local(text.charAt(start - 1))) {
        start--;
      }
      int end = at + 1;
      while (end < text.length() && end - at < 255 && domain(text.charAt(end))) {
        end++;
      }
      while (end > at && !Character.isLetterOrDigit(text.charAt(end - 1))) {
        end--;
      }
      int dot = end - 1;
      while (dot > at && text.charAt(dot) != '.') {
        dot--;
      }
      if (start < at && dot > at + 1 && end - dot > 2 && Character.isLetter(text.charAt(dot + 1))) {
        found.add(text.substring(start, end).toLowerCase(Locale.ROOT));
      }
      at = text.indexOf('@', Math.max(end, at + 1));
    }
  }

  private static boolean local(char c) {
    return Character.isLetterOrDigit(c) || "._%+-'".indexOf(c) >= 0;
  }

  private static boolean domain(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-';
  }
}
