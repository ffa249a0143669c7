package org.postern.engine.checks.links;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.postern.engine.Case;
import org.postern.engine.url.WebAddress;
import org.postern.mail.mime.Mailbox;

/// Looks for the recipient's address in a link, plain, encoded, or in base64.
final class RecipientTrace {

  private static final int LONGEST = 4_096;
  private static final int MOST = 20;
  private static final int SHORTEST = 7;

  private RecipientTrace() {}

  /// The addresses of the recipients that are known, in lower case.
  static List<String> recipients(Case mail) {
    List<String> addresses = new ArrayList<>();
    mail.envelope().to().forEach(one -> addresses.add(one.address().toString()));
    mail.header().to().stream().map(Mailbox::address).limit(MOST).forEach(addresses::add);
    addresses.removeIf(address -> address.indexOf('@') <= 0 || address.length() < SHORTEST);
    return addresses.stream().map(one -> one.toLowerCase(Locale.ROOT)).distinct().toList();
  }

  /// Whether an address holds one of the recipients, wherever it stands.
  static boolean of(Case mail, WebAddress address) {
    List<String> recipients = recipients(mail);
    return before(address, recipients) || inFragment(address, recipients);
  }

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
    return recipients.stream()
        .anyMatch(one -> text.contains(base64(one)) || lower.contains(hex(one)));
  }

  private static String hex(String address) {
    return HexFormat.of().formatHex(address.getBytes(StandardCharsets.UTF_8));
  }

  /// All but the last three octets, so that whatever follows the address does not matter.
  private static String base64(String address) {
    int whole = address.length() - address.length() % 3;
    byte[] octets = address.substring(0, whole).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().withoutPadding().encodeToString(octets);
  }
}
