package org.postern.mail.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.mail.address.EmailAddress;

/// Where reports go: one URI of rua or ruf, without the size limit that RFC 7489 knew (RFC 9989
/// section 4.8: ignored where found).
public record ReportUri(String uri) {

  // What stands between the digits and their unit is no blank by the grammar; some write one.
  private static final Pattern SIZE = Pattern.compile("\\s*!\\s*[0-9]{1,18}\\s*[kmgtKMGT]?");

  /// Reads one; empty where it is no URI with a scheme.
  static Optional<ReportUri> parse(String text) {
    int mark = text.indexOf('!');
    if (mark >= 0 && !SIZE.matcher(text.substring(mark)).matches()) {
      return Optional.empty();
    }
    String plain = (mark < 0 ? text : text.substring(0, mark)).strip();
    try {
      URI uri = new URI(plain);
      boolean whole = uri.getScheme() != null && !uri.getRawSchemeSpecificPart().isEmpty();
      return whole ? Optional.of(new ReportUri(plain)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty(); // The library's answer for "no URI".
    }
  }

  /// The mailbox of a `mailto:` URI, percent-encoding undone; empty for other schemes.
  public Optional<EmailAddress> mailbox() {
    if (!uri.toLowerCase(Locale.ROOT).startsWith("mailto:")) {
      return Optional.empty();
    }
    String address = uri.substring("mailto:".length());
    int query = address.indexOf('?');
    return EmailAddress.parse(decoded(query < 0 ? address : address.substring(0, query)));
  }

  private static String decoded(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < octets.length; i++) {
      byte octet = octets[i];
      if (octet == '%' && i + 2 < octets.length) {
        int high = Character.digit(octets[i + 1], 16);
        int low = Character.digit(octets[i + 2], 16);
        if (high >= 0 && low >= 0) {
          octet = (byte) (high << 4 | low);
          i += 2;
        }
      }
      octets[length++] = octet;
    }
    return new String(octets, 0, length, StandardCharsets.UTF_8);
  }
}
