package org.postern.engine.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Domains where anybody gets a mailbox for nothing: a built-in few, and those of
/// `freemail_domains`. Immutable.
final class Freemail {

  private static final Set<String> BUILTIN =
      Set.of(
          "gmail.com",
          "googlemail.com",
          "yahoo.*",
          "ymail.com",
          "rocketmail.com",
          "hotmail.*",
          "outlook.*",
          "live.*",
          "msn.com",
          "aol.*",
          "icloud.com",
          "me.com",
          "mac.com",
          "gmx.*",
          "web.de",
          "mail.ru",
          "bk.ru",
          "inbox.ru",
          "list.ru",
          "yandex.*",
          "ya.ru",
          "rambler.ru",
          "qq.com",
          "163.com",
          "126.com",
          "sina.com",
          "foxmail.com",
          "naver.com",
          "daum.net",
          "proton.me",
          "protonmail.*",
          "pm.me",
          "tutanota.com",
          "zoho.com",
          "mail.com",
          "email.com",
          "usa.com",
          "libero.it",
          "virgilio.it",
          "tiscali.it",
          "laposte.net",
          "orange.fr",
          "wanadoo.fr",
          "free.fr",
          "sfr.fr",
          "t-online.de",
          "freenet.de",
          "wp.pl",
          "o2.pl",
          "interia.pl",
          "onet.pl",
          "seznam.cz",
          "terra.com.br",
          "uol.com.br",
          "bol.com.br",
          "rediffmail.com",
          "comcast.net",
          "att.net",
          "verizon.net",
          "sbcglobal.net",
          "cox.net",
          "btinternet.com",
          "sky.com",
          "bigpond.com",
          "telus.net",
          "rogers.com",
          "shaw.ca");

  private final Set<String> domains = new HashSet<>();
  private final Set<String> starts = new HashSet<>();

  Freemail(List<String> more) {
    BUILTIN.forEach(this::add);
    more.forEach(this::add);
  }

  private void add(String domain) {
    if (domain.endsWith(".*")) {
      starts.add(domain.substring(0, domain.length() - 1));
    } else {
      domains.add(domain);
    }
  }

  /// Whether the address is of such a domain.
  boolean is(String address) {
    String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    int dot = domain.indexOf('.');
    return domains.contains(domain) || (dot > 0 && starts.contains(domain.substring(0, dot + 1)));
  }
}
