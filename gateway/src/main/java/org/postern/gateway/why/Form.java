package org.postern.gateway.why;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.mail.address.EmailAddress;

/// What a sender filled in.
///
/// @param bait a field that people do not see and leave empty
record Form(String token, String email, String text, String bait) {

  static final int TEXT_LIMIT = 2_000;
  private static final int EMAIL_LIMIT = 254;
  private static final int FIELDS = 8;

  /// Reads `application/x-www-form-urlencoded`; empty when it is none.
  static Optional<Form> parse(byte[] body) {
    Map<String, String> fields = new HashMap<>();
    String[] pairs = new String(body, StandardCharsets.UTF_8).split("&", FIELDS + 1);
    if (pairs.length > FIELDS) {
      return Optional.empty();
    }
    try {
      for (String pair : pairs) {
        String[] two = pair.split("=", 2);
        String value = two.length > 1 ? two[1] : "";
        fields.put(decoded(two[0]), decoded(value));
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // a percent sign without two digits behind it
    }
    return Optional.of(
        new Form(
            fields.getOrDefault("token", ""),
            fields.getOrDefault("email", "").strip(),
            plain(fields.getOrDefault("text", "")).strip(),
            fields.getOrDefault("website", "")));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  // Line ends as LF; of other control characters nobody has any use.
  private static String plain(String text) {
    return text.replace("\r\n", "\n")
        .codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /// What the sender has to mend; empty when nothing.
  Optional<String> mistake() {
    if (text.isEmpty()) {
      return Optional.of("Please say what the message was about.");
    }
    if (text.length() > TEXT_LIMIT) {
      return Optional.of("The text has more than " + TEXT_LIMIT + " characters.");
    }
    if (!email.isEmpty() && !isAddress(email)) {
      return Optional.of("This is not an e-mail address. You may leave it empty.");
    }
    return Optional.empty();
  }

  private static boolean isAddress(String text) {
    return text.length() <= EMAIL_LIMIT
        && text.codePoints().noneMatch(Character::isISOControl)
        && EmailAddress.parse(text).isPresent();
  }
}
