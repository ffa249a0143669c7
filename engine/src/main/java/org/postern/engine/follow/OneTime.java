package org.postern.engine.follow;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.url.WebAddress;

/// Whether an address looks as if asking for it does something: it unsubscribes, confirms, signs
/// in, or belongs to one person. Judged by path and query alone, rather once too often.
///
/// Pure.
final class OneTime {

  /// What ends a subscription, anywhere in a path or in the text of a link.
  private static final List<String> LEAVING =
      List.of(
          "subscri", // unsubscribe, subscription
          "optout",
          "opt-out",
          "opt_out",
          "opt out",
          "remove me",
          "abmeld",
          "abbestell",
          "austrag",
          "desinscri",
          "désinscri",
          "desabon",
          "désabon",
          "darbaja",
          "dar-de-baja",
          "dar de baja",
          "darse de baja",
          "disiscri",
          "annulla",
          "afmeld",
          "uitschrij",
          "wypisz",
          "avregistr",
          "отпис");

  /// What does something else, anywhere in a path.
  private static final List<String> WITHIN =
      List.of(
          "optin",
          "opt-in",
          "confirm",
          "verif",
          "validat",
          "activat",
          "signin",
          "sign-in",
          "signup",
          "sign-up",
          "register",
          "login",
          "log-in",
          "logon",
          "logout",
          "password",
          "passwd",
          "passwort",
          "onetime",
          "one-time",
          "magiclink",
          "magic-link",
          "invit",
          "anmeld",
          "bestaetig",
          "bestätig",
          "aktivier",
          "einladung",
          "cancelar",
          "conferma",
          "bevestig",
          "potwierd",
          "подтверд");

  /// As a word of their own.
  private static final Set<String> WORDS =
      Set.of(
          "token",
          "auth",
          "oauth",
          "sso",
          "otp",
          "reset",
          "accept",
          "approve",
          "reject",
          "decline",
          "delete",
          "remove",
          "cancel",
          "unsub",
          "optout",
          "prefs",
          "preferences",
          "rsvp",
          "vote",
          "pay",
          "checkout",
          "order",
          "buy",
          "callback",
          "session",
          "join",
          "release",
          "baja");

  private static final Pattern UUID =
      Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  /// Names of parameters that hold who somebody is.
  private static final Set<String> PERSONAL =
      Set.of(
          "e",
          "em",
          "mail",
          "email",
          "to",
          "u",
          "uid",
          "user",
          "userid",
          "username",
          "id",
          "cid",
          "sid",
          "mid",
          "rid",
          "recipient",
          "recipientid",
          "subscriber",
          "member",
          "contact",
          "key",
          "code",
          "hash",
          "sig",
          "signature",
          "secret",
          "token",
          "auth",
          "ticket",
          "session",
          "otp",
          "nonce",
          "state",
          "upn",
          "upi",
          "data",
          "payload");

  /// Longer values are no words of a page but marks of a person or a mailing.
  private static final int LONGEST_VALUE = 15;

  private static final int LONGEST_QUERY = 160;

  /// A segment of so many letters and digits mixed is a mark, not a name.
  private static final int MARK = 20;

  private OneTime() {}

  /// Whether the path does.
  static boolean path(WebAddress address) {
    String path = address.path();
    for (String segment : path.split("/", -1)) {
      if (words(segment) || mark(segment) || address(segment)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a text, of a path or of a link, speaks of leaving.
  static boolean leaving(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return LEAVING.stream().anyMatch(lower::contains);
  }

  private static boolean words(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return LEAVING.stream().anyMatch(lower::contains)
        || WITHIN.stream().anyMatch(lower::contains)
        || BETWEEN.splitAsStream(lower).anyMatch(WORDS::contains);
  }

  /// Whether the query belongs to one person. Parameters that count where visitors come from
  /// (`utm_…`) do not.
  static boolean query(WebAddress address) {
    Optional<String> query = address.query();
    if (query.isEmpty() || query.get().isEmpty()) {
      return false;
    }
    if (query.get().length() > LONGEST_QUERY) {
      return true;
    }
    for (String one : query.get().split("&", -1)) {
      int equals = one.indexOf('=');
      String name = (equals < 0 ? one : one.substring(0, equals)).toLowerCase(Locale.ROOT);
      String value = equals < 0 ? "" : one.substring(equals + 1);
      boolean counts = name.startsWith("utm_") && !address(value) && value.length() <= 40;
      if (!counts
          && (PERSONAL.contains(name)
              || value.length() > LONGEST_VALUE
              || name.length() > LONGEST_VALUE
              || address(one)
              || words(one))) {
        return true;
      }
    }
    return false;
  }

  private static boolean address(String text) {
    return text.indexOf('@') >= 0 || text.toLowerCase(Locale.ROOT).contains("%40");
  }

  private static boolean mark(String segment) {
    if (segment.length() < MARK) {
      return false;
    }
    if (UUID.matcher(segment).find()) {
      return true;
    }
    int run = 0;
    int digits = 0;
    int letters = 0;
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!digit && !letter) {
        run = 0;
        digits = 0;
        letters = 0;
        continue;
      }
      run++;
      digits += digit ? 1 : 0;
      letters += letter ? 1 : 0;
      if (run >= MARK && digits > 2 && letters > 2) {
        return true;
      }
    }
    return false;
  }
}
