package org.postern.engine.checks.identity;

import java.util.Set;
import org.postern.engine.url.RegistrableDomain;

/// The providers of free mailboxes that sign everything they send. Those of telephone companies and
/// many small ones do not.
final class SigningProviders {

  /// Names below every top level.
  private static final Set<String> LABELS =
      Set.of(
          "gmail",
          "googlemail",
          "outlook",
          "hotmail",
          "windowslive",
          "yahoo",
          "ymail",
          "rocketmail",
          "aol",
          "gmx",
          "yandex",
          "proton",
          "protonmail",
          "icloud",
          "fastmail");

  private static final Set<String> DOMAINS =
      Set.of(
          "live.com",
          "msn.com",
          "me.com",
          "mac.com",
          "web.de",
          "mail.ru",
          "bk.ru",
          "list.ru",
          "inbox.ru",
          "ya.ru",
          "pm.me",
          "zoho.com",
          "zohomail.com",
          "qq.com",
          "163.com",
          "126.com",
          "naver.com");

  private SigningProviders() {}

  /// Whether all mail of a free mailbox there is signed.
  static boolean sign(String host) {
    String domain = RegistrableDomain.of(host);
    int dot = domain.indexOf('.');
    return dot > 0 && (DOMAINS.contains(domain) || LABELS.contains(domain.substring(0, dot)));
  }

  /// Whether the provider signed under another name of its own: invitations of Google's calendar
  /// are sent for mailboxes of Gmail.
  static boolean signedFor(String host, Set<String> signers) {
    String domain = RegistrableDomain.of(host);
    return (domain.equals("gmail.com") || domain.equals("googlemail.com"))
        && signers.contains("google.com");
  }
}
