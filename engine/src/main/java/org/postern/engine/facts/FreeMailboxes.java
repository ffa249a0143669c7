package org.postern.engine.facts;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.postern.engine.url.HostKind;

/// Finds addresses that anybody can have at a provider of free mailboxes.
public final class FreeMailboxes {

  private static final int MOST_TEXT = 20_000;
  private static final int MOST_SIGNS = 50;
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_DOMAIN = 60;

  private FreeMailboxes() {}

  /// Those in the first 20,000 characters of a text, lower case; of the first 50 signs `@`.
  public static Set<String> in(String text) {
    Set<String> found = new LinkedHashSet<>();
    int limit = Math.min(text.length(), MOST_TEXT);
    int at = text.indexOf('@');
    for (int i = 0; i < MOST_SIGNS && at >= 0 && at < limit; i++) {
      int start = at;
      while (start > 0 && at - start < LONGEST_LOCAL && local(text.charAt(start - 1))) {
        start--;
      }
      int end = at + 1;
      while (end < limit && end - at < LONGEST_DOMAIN && domain(text.charAt(end))) {
        end++;
      }
      while (end > at + 1 && !Character.isLetterOrDigit(text.charAt(end - 1))) {
        end--;
      }
      String host = text.substring(at + 1, end).toLowerCase(Locale.ROOT);
      if (start < at && host.indexOf('.') > 0 && HostKind.FREE_MAIL.contains(host)) {
        found.add(text.substring(start, at).toLowerCase(Locale.ROOT) + '@' + host);
      }
      at = text.indexOf('@', Math.max(end, at + 1));
    }
    return found;
  }

  private static boolean local(char c) {
    return domain(c) || c == '_' || c == '+';
  }

  private static boolean domain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-';
  }
}
