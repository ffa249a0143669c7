package org.postern.mail.dmarc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.EncodedWords;
import org.postern.mail.mime.Mailbox;

/// Reads the author out of a header as many readers would at once.
///
/// One From field, written by the grammar and in one of the forms that all readers know, gives its
/// domains. Anything else gives every domain that stands behind any `@` in it, decoded or not.
final class AuthorReader {

  private static final int SHORTEST_BASE64 = 8;
  private static final int MOST_MAILBOXES = 20;

  private final Set<String> domains = new LinkedHashSet<>();
  private final Set<AuthorDoubt> doubts = EnumSet.noneOf(AuthorDoubt.class);

  private AuthorReader() {}

  static AuthorDomains read(byte[] octets, int headerEnd) {
    AuthorReader reader = new AuthorReader();
    reader.read(FromFields.find(octets, headerEnd));
    return reader.result();
  }

  private AuthorDomains result() {
    List<String> all = new ArrayList<>(domains);
    if (all.size() > AuthorDomains.MOST) {
      doubts.add(AuthorDoubt.TOO_MANY);
      all = all.subList(0, AuthorDomains.MOST);
    }
    return new AuthorDomains(all, doubts);
  }

  private void read(FromFields.Found found) {
    note(AuthorDoubt.TOO_MANY, found.cut());
    for (FromFields.Candidate each : found.from()) {
      if (!each.proper()) {
        doubts.add(AuthorDoubt.ODD_NAME);
      }
      if (each.broken()) {
        doubts.add(AuthorDoubt.BROKEN_HEADER);
      }
    }
    if (found.from().isEmpty()) {
      doubts.add(AuthorDoubt.NO_FROM);
    } else if (found.from().size() > 1) {
      doubts.add(AuthorDoubt.SEVERAL_FROM);
    }
    for (FromFields.Candidate each : found.from()) {
      value(each.value());
    }
    if (!doubts.isEmpty()) {
      found.from().forEach(each -> everywhere(each.value()));
      // What is shown where From is missing or not understood.
      found.others().forEach(this::everywhere);
    }
    if (domains.isEmpty() && doubts.isEmpty()) {
      doubts.add(AuthorDoubt.NO_ADDRESS);
    }
  }

  private void value(String value) {
    AddressList list = AddressList.parse(value);
    note(AuthorDoubt.SYNTAX, list.malformed());
    note(AuthorDoubt.GROUP, !list.groups().isEmpty());
    note(AuthorDoubt.CONTROL, value.chars().anyMatch(AuthorReader::control));
    note(AuthorDoubt.NO_ADDRESS, list.mailboxes().isEmpty());
    note(AuthorDoubt.NAME, otherAddress(value, list.mailboxes()) || quotedAddress(value));
    note(AuthorDoubt.ENCODED, encodedAddress(value));
    note(AuthorDoubt.TOO_MANY, list.mailboxes().size() > MOST_MAILBOXES);
    for (Mailbox mailbox : list.mailboxes().stream().limit(MOST_MAILBOXES).toList()) {
      String domain = mailbox.domain();
      // Blanks and comments inside of an address: a simple reader stops at them.
      note(AuthorDoubt.SYNTAX, odd(mailbox) || !value.contains(mailbox.address()));
      note(AuthorDoubt.DOMAIN, !DomainNames.plain(domain));
      note(AuthorDoubt.ENCODED, mailbox.address().contains("=?"));
      DomainNames.ascii(domain).ifPresent(domains::add);
    }
  }

  private void note(AuthorDoubt doubt, boolean there) {
    if (there) {
      doubts.add(doubt);
    }
  }

  private static boolean control(int c) {
    return (c < ' ' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
  }

  /// A local part with characters that only quotes permit: readers differ where it ends.
  private static boolean odd(Mailbox mailbox) {
    String local = mailbox.local();
    boolean special = local.chars().anyMatch(c -> "@<>,;:\\\"()".indexOf(c) >= 0);
    return local.isEmpty() || (special && mailbox.address().startsWith("\""));
  }

  /// Whether an @ outside of quoted text, in a comment, a route or a name, leads to another domain
  /// than those of the mailboxes.
  private static boolean otherAddress(String value, List<Mailbox> mailboxes) {
    Set<String> known = new HashSet<>();
    mailboxes.forEach(mailbox -> DomainNames.ascii(mailbox.domain()).ifPresent(known::add));
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '@' && !quoted && known(value, i, known).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> known(String value, int at, Set<String> known) {
    return DomainNames.ascii(behind(value, at)).filter(known::contains);
  }

  /// Whether quoted text has an address in angle brackets: a reader that looks for brackets first
  /// shows that one. A bare `a@b` as a name is common and for the checks of names.
  private static boolean quotedAddress(String value) {
    boolean quoted = false;
    boolean bracket = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
        bracket = false;
      } else if (quoted && c == '<') {
        bracket = true;
      } else if (quoted && bracket && c == '@') {
        return true;
      }
    }
    return false;
  }

  /// Whether encoded words hold more than a name: an address in brackets, a list, line ends.
  private static boolean encodedAddress(String value) {
    String decoded = EncodedWords.decode(value);
    if (decoded.equals(value)) {
      return false;
    }
    boolean ends = decoded.chars().anyMatch(AuthorReader::control);
    boolean brackets = count(decoded, '<') != count(value, '<');
    return ends || (brackets && count(decoded, '@') != count(value, '@'));
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /// Takes every domain that stands behind an @, in the text, in its encoded words however broken,
  /// and in what is base64 without saying so.
  private void everywhere(String value) {
    behindAts(value);
    String decoded = EncodedWords.decode(value);
    if (!decoded.equals(value)) {
      behindAts(decoded);
    }
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || !base64(value.charAt(i))) {
        if (i - start >= SHORTEST_BASE64) {
          behindAts(decoded(value.substring(start, i)));
        }
        start = i + 1;
      }
    }
  }

  private static boolean base64(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  private static String decoded(String base64) {
    String whole = base64.substring(0, base64.length() - (base64.length() % 4 == 1 ? 1 : 0));
    return new String(Base64.getDecoder().decode(whole), StandardCharsets.ISO_8859_1);
  }

  private void behindAts(String text) {
    int at = text.indexOf('@');
    while (at >= 0 && domains.size() <= AuthorDomains.MOST) {
      DomainNames.ascii(behind(text, at)).ifPresent(domains::add);
      at = text.indexOf('@', at + 1);
    }
  }

  /// What a simple reader takes for the domain behind an @.
  private static String behind(String text, int at) {
    int start = at + 1;
    while (start < text.length() && text.charAt(start) <= ' ') {
      start++;
    }
    int end = start;
    while (end < text.length() && domainCharacter(text.charAt(end))) {
      end++;
    }
    return trimmed(text.substring(start, end));
  }

  private static boolean domainCharacter(char c) {
    return c >= 0x80 || Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  }

  private static String trimmed(String name) {
    int start = 0;
    int end = name.length();
    while (start < end && name.charAt(start) == '.') {
      start++;
    }
    while (end > start && name.charAt(end - 1) == '.') {
      end--;
    }
    return name.substring(start, end);
  }
}
