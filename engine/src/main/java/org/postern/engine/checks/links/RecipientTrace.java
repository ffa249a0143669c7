package org.postern.engine.checks.links;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.postern.engine.url.WebAddress;

/// Looks for the recipient's address in a link, plain, encoded, or in base64.
final class RecipientTrace {

  private static final int LONGEST = 4_096;

  private RecipientTrace() {}

  static boolean inFragment(WebAddress address, List<String> recipients) {
    return address.fragment().filter(text -> holds(text, recipients)).isPresent();
  }

  /// In path or query.
  static boolean before(WebAddress address, List<String> recipients) {
    return holds(address.path() + "?" + address.query().orElse(""), recipients);
  }

  private static boolean holds(String text, List<String> recipients) {
    if (text.length() > LONGEST) {
      return false;
    }
    String lower = text.toLowerCase(Locale.ROOT).replace("%40", "@");
    if (lower.indexOf('@') >= 0 && recipients.stream().anyMatch(lower::contains)) {
      return true;
    }
    return recipients.stream().anyMatch(one -> text.contains(base64(one)));
  }

  /// All but the last three octets, so that whatever follows the address does not matter.
  private static String base64(String address) {
    int whole = address.length() - address.length() % 3;
    byte[] octets = address.substring(0, whole).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().withoutPadding().encodeToString(octets);
  }
}
