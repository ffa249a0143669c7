package org.postern.mail.address;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads envelope paths: RFC 5321 sections 4.1.2 and 4.1.3 with the UTF-8 of RFC 6531 section 3.3.
/// Whether UTF-8 is permitted depends on SMTPUTF8 and is the caller's question
/// ([EmailAddress#needsUtf8]).
///
/// Limits in octets: local part 64, domain 255, path 256 with its brackets (RFC 5321 section
/// 4.5.3.1). The length of a local part counts as written, quotes included.
///
/// Deviates: a path without angle brackets is taken, and `_` in a host name; both are common in
/// real mail, and neither can be read in two ways.
public final class PathParser {

  private static final Pattern POSTMASTER =
      Pattern.compile("postmaster>", Pattern.CASE_INSENSITIVE);
  static final int LOCAL_LIMIT = 64;
  static final int DOMAIN_LIMIT = 255;
  static final int MAILBOX_LIMIT = 254;

  /// Why a path was not taken.
  public enum Fault {
    SYNTAX,
    DOMAIN_SYNTAX,
    TOO_LONG
  }

  /// What came of reading a path.
  public sealed interface Outcome {
    /// A path that ended before index `end` of the text.
    record Read(Path path, int end) implements Outcome {}

    /// No path.
    record Wrong(Fault fault) implements Outcome {}
  }

  private final String text;
  private final StringBuilder local = new StringBuilder();
  private int at;
  private Fault fault = Fault.SYNTAX;

  private PathParser(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /// Reads the path that begins at index `from` and ends with the text or before a space.
  public static Outcome read(String text, int from) {
    return new PathParser(text, from).path();
  }

  static Optional<EmailAddress> mailbox(String text) {
    PathParser parser = new PathParser(text, 0);
    Optional<EmailAddress> address = parser.mailbox();
    return parser.at == text.length() ? address : Optional.empty();
  }

  private Outcome path() {
    boolean bracket = skip('<');
    if (bracket && skip('>')) {
      return new Outcome.Read(new Path.Null(), at);
    }
    Matcher postmaster = POSTMASTER.matcher(text).region(at, text.length());
    if (bracket && postmaster.lookingAt()) {
      return new Outcome.Read(new Path.Postmaster(), postmaster.end());
    }
    if (bracket && peek() == '@' && !sourceRoute()) {
      return new Outcome.Wrong(fault);
    }
    Optional<EmailAddress> address = mailbox();
    if (address.isEmpty() || (bracket && !skip('>')) || (at < text.length() && peek() != ' ')) {
      return new Outcome.Wrong(fault);
    }
    return new Outcome.Read(new Path.Mailbox(address.get()), at);
  }

  // A-d-l ":"
  private boolean sourceRoute() {
    do {
      if (!skip('@') || domain().isEmpty()) {
        return false;
      }
    } while (skip(','));
    return skip(':');
  }

  private Optional<EmailAddress> mailbox() {
    int start = at;
    local.setLength(0);
    if (!(peek() == '"' ? quotedString() : dotString())) {
      return Optional.empty();
    }
    int localOctets = octets(start, at);
    if (!skip('@')) {
      return Optional.empty();
    }
    Optional<String> domain = domain();
    if (domain.isEmpty()) {
      return Optional.empty();
    }
    if (localOctets > LOCAL_LIMIT || octets(start, at) > MAILBOX_LIMIT) {
      fault = Fault.TOO_LONG;
      return Optional.empty();
    }
    return Optional.of(new EmailAddress(local.toString(), domain.get()));
  }

  private boolean dotString() {
    do {
      int start = at;
      while (at < text.length() && isAtext(text.codePointAt(at))) {
        local.appendCodePoint(text.codePointAt(at));
        at += Character.charCount(text.codePointAt(at));
      }
      if (at == start) {
        return false;
      }
    } while (skip('.') && !local.append('.').isEmpty());
    return true;
  }

  // Quoted-string with qtextSMTP and quoted-pairSMTP: no control characters, not even escaped.
  private boolean quotedString() {
    at++;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c == '"') {
        return true;
      }
      if (c == '\\') {
        c = peek();
        at++;
        if (c < ' ' || c > '~') {
          return false;
        }
      } else if (c < ' ' || c == 0x7f || (c > 0x7f && !isReadable(c))) {
        return false;
      }
      local.appendCodePoint(c);
    }
    return false;
  }

  private Optional<String> domain() {
    int start = at;
    if (peek() == '[') {
      int end = text.indexOf(']', at);
      if (end < 0 || !AddressLiteral.isValid(text.substring(at + 1, end))) {
        fault = Fault.DOMAIN_SYNTAX;
        return Optional.empty();
      }
      at = end + 1;
    } else {
      while (at < text.length() && isDomainCharacter(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
      if (!isHostName(text.substring(start, at))) {
        fault = Fault.DOMAIN_SYNTAX;
        return Optional.empty();
      }
    }
    if (octets(start, at) > DOMAIN_LIMIT) {
      fault = Fault.TOO_LONG;
      return Optional.empty();
    }
    return Optional.of(text.substring(start, at).toLowerCase(Locale.ROOT));
  }

  // Labels of letters, digits and inner hyphens, 63 octets at most.
  private static boolean isHostName(String name) {
    int start = 0;
    while (true) {
      int dot = name.indexOf('.', start);
      String label = name.substring(start, dot < 0 ? name.length() : dot);
      if (label.isEmpty() || label.length() > 63 || label.startsWith("-") || label.endsWith("-")) {
        return false;
      }
      if (dot < 0) {
        return true;
      }
      start = dot + 1;
    }
  }

  private static boolean isDomainCharacter(int c) {
    if (c < 0x80) {
      return isAsciiLetterOrDigit(c) || c == '-' || c == '.' || c == '_';
    }
    return isReadable(c)
        && (Character.isLetterOrDigit(c)
            || Character.getType(c) == Character.NON_SPACING_MARK
            || Character.getType(c) == Character.COMBINING_SPACING_MARK
            || c == 0xb7
            || c == 0x200c
            || c == 0x200d);
  }

  static boolean isAtext(int c) {
    return c < 0x80
        ? isAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0
        : isReadable(c);
  }

  private static boolean isAsciiLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  // Beyond ASCII: nothing that is invisible, turns the direction of text or ends a line.
  private static boolean isReadable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.FORMAT -> c == 0x200c || c == 0x200d;
      default -> true;
    };
  }

  private int octets(int from, int to) {
    int octets = to - from;
    for (int i = from; i < to; i++) {
      if (text.charAt(i) >= 0x80) {
        return text.substring(from, to).getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return octets;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private boolean skip(char expected) {
    if (peek() != expected) {
      return false;
    }
    at++;
    return true;
  }
}
