package org.postern.engine.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.EncodedWords;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Mailbox;

/// The fields of one header as rules see them.
final class HeaderTexts {

  /// Encoded words mean nothing in these; the fields of lists neither.
  private static final Set<String> NOT_DECODED =
      Set.of(
          "received",
          "message-id",
          "resent-message-id",
          "date",
          "resent-date",
          "mime-version",
          "references",
          "in-reply-to");

  private static final List<String> MESSAGE_IDS =
      List.of("x-message-id", "resent-message-id", "x-original-message-id", "message-id");

  private static final Pattern HOST =
      Pattern.compile("(?<![._-])([a-z0-9][a-z0-9._-]{0,250}\\.[a-z][a-z0-9-]{1,30})(?![._-])");
  private static final Pattern IP =
      Pattern.compile(
          "(?<![0-9.])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?![0-9.])|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}");

  private final Headers headers;
  private final byte[] octets;
  private final boolean ofMessage;

  /// @param octets of the message; for the header of a part its raw fields cannot be had from there
  HeaderTexts(Headers headers, byte[] octets, boolean ofMessage) {
    this.headers = headers;
    this.octets = octets;
    this.ofMessage = ofMessage;
  }

  /// The selected text; empty where there is no such field.
  Optional<String> text(HeaderSelector selector) {
    List<String> values = values(selector);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<String> chosen =
        switch (selector.which()) {
          case ALL -> values;
          case FIRST -> values.subList(0, 1);
          case LAST -> values.subList(values.size() - 1, values.size());
        };
    List<String> pieces = pieces(selector, chosen);
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(String.join(pieces.getFirst().endsWith("\n") ? "" : "\n", pieces));
  }

  private List<String> values(HeaderSelector selector) {
    boolean raw =
        selector.raw()
            || selector.piece() == HeaderSelector.Piece.ADDRESS
            || selector.piece() == HeaderSelector.Piece.NAME;
    List<String> values = new ArrayList<>();
    switch (selector.name()) {
      case "all", "all-external", "all-untrusted" -> {
        for (Field field : headers.fields()) {
          values.add(field.name() + ": " + value(field, selector.raw()));
        }
      }
      // all that came to us was put there by others
      case "all-trusted", "all-internal" -> {}
      case "tocc" -> {
        named("to", raw, values);
        named("cc", raw, values);
      }
      case "messageid" -> MESSAGE_IDS.forEach(name -> named(name, raw, values));
      default -> named(selector.name(), raw, values);
    }
    return values;
  }

  private void named(String name, boolean raw, List<String> into) {
    for (Field field : headers.fields()) {
      if (field.name().equalsIgnoreCase(name)) {
        into.add(value(field, raw));
      }
    }
  }

  private String value(Field field, boolean raw) {
    if (raw && ofMessage) {
      return rawValue(field);
    }
    String plain = field.value();
    int start = 0;
    while (start < plain.length() && plain.charAt(start) <= ' ') {
      start++;
    }
    plain = plain.substring(start);
    String name = field.name().toLowerCase(Locale.ROOT);
    boolean decoded = !NOT_DECODED.contains(name) && !name.startsWith("list-");
    return (decoded ? EncodedWords.decode(plain) : plain) + "\n";
  }

  /// As it stands in the message, line ends as `\n`, without what stands before the value.
  private String rawValue(Field field) {
    String all =
        new String(
                octets, field.offset(), field.end() - field.offset(), StandardCharsets.ISO_8859_1)
            .replace("\r\n", "\n");
    int at = all.indexOf(':') + 1;
    while (at < all.length() && (all.charAt(at) == ' ' || all.charAt(at) == '\t')) {
      at++;
    }
    String value = all.substring(at);
    byte[] raw = value.getBytes(StandardCharsets.ISO_8859_1);
    return new String(raw, StandardCharsets.UTF_8).indexOf('\ufffd') < 0
        ? new String(raw, StandardCharsets.UTF_8)
        : value;
  }

  private static List<String> pieces(HeaderSelector selector, List<String> values) {
    return switch (selector.piece()) {
      case WHOLE -> values;
      case ADDRESS -> addresses(values, true);
      case NAME -> addresses(values, false);
      case HOST -> found(HOST, values);
      case DOMAIN -> found(HOST, values);
      case IP -> found(IP, values);
    };
  }

  private static List<String> addresses(List<String> values, boolean address) {
    List<String> all = new ArrayList<>();
    for (String value : values) {
      for (Mailbox mailbox : AddressList.parse(value.replace("\n", "")).mailboxes()) {
        if (address) {
          if (!mailbox.address().isEmpty()) {
            all.add(mailbox.address());
          }
        } else if (!mailbox.name().isEmpty()) {
          all.add(mailbox.name().replaceAll("\\s+", " ").strip());
        }
      }
    }
    return all;
  }

  private static List<String> found(Pattern pattern, List<String> values) {
    List<String> all = new ArrayList<>();
    for (String value : values) {
      int behind = value.lastIndexOf('@') + 1;
      String lower = value.substring(behind).toLowerCase(Locale.ROOT);
      Matcher matcher =
          pattern.matcher(lower.length() <= 10_000 ? lower : lower.substring(0, 10_000));
      if (matcher.find()) {
        all.add(matcher.group());
      }
    }
    return all;
  }
}
