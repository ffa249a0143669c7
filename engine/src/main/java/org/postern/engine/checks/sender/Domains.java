package org.postern.engine.checks.sender;

import java.util.Set;

/// What checks of senders know about domains.
final class Domains {

  /// Where anybody gets a mailbox.
  private static final Set<String> FREEMAIL =
      Set.of(
          "gmail.com",
          "googlemail.com",
          "hotmail.com",
          "outlook.com",
          "live.com",
          "msn.com",
          "yahoo.com",
          "yahoo.co.uk",
          "yahoo.co.jp",
          "ymail.com",
          "aol.com",
          "gmx.de",
          "gmx.net",
          "gmx.com",
          "web.de",
          "mail.com",
          "mail.ru",
          "yandex.ru",
          "yandex.com",
          "icloud.com",
          "proton.me",
          "protonmail.com",
          "tutanota.com",
          "zoho.com",
          "qq.com",
          "163.com",
          "126.com",
          "naver.com",
          "libero.it",
          "orange.fr",
          "free.fr",
          "laposte.net",
          "t-online.de",
          "freenet.de",
          "rediffmail.com");

  private Domains() {}

  static boolean isFreemail(String domain) {
    return FREEMAIL.contains(domain);
  }

  /// Whether two domains belong together as far as their names tell: equal, one below the other, or
  /// the same last two labels (the last three below short ones such as `co.uk`).
  static boolean related(String one, String other) {
    return one.equals(other)
        || one.endsWith("." + other)
        || other.endsWith("." + one)
        || organisation(one).equals(organisation(other));
  }

  private static String organisation(String domain) {
    int last = domain.lastIndexOf('.');
    int second = domain.lastIndexOf('.', last - 1);
    if (last < 0 || second < 0) {
      return domain;
    }
    boolean shortPair = last - second <= 4 && domain.length() - last <= 3;
    int start = shortPair ? domain.lastIndexOf('.', second - 1) : second;
    return domain.substring(start + 1);
  }
}
