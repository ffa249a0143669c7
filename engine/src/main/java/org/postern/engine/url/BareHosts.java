package org.postern.engine.url;

import crawlercommons.domains.EffectiveTldFinder;
import org.postern.engine.logs.LibraryLogs;

/// Tells whether a text begins with a host name although no scheme says so.
final class BareHosts {

  private static final int LONGEST = 255;

  static {
    LibraryLogs.warnings("crawlercommons");
  }

  private BareHosts() {}

  /// `www.anything`, or letters, digits, dots and hyphens that end in a known top-level domain
  /// before a slash, a colon and a port, a question mark or the end.
  static boolean startsWithHost(String text) {
    int end = 0;
    int dot = -1;
    boolean atEnd = false;
    while (end < text.length() && end <= LONGEST && !atEnd) {
      char c = text.charAt(end);
      if (c == '.') {
        dot = end;
      }
      atEnd = !Character.isLetterOrDigit(c) && c != '.' && c != '-';
      end += atEnd ? 0 : 1;
    }
    if (dot <= 0 || dot == end - 1 || end > LONGEST) {
      return false;
    }
    if (end < text.length() && "/?#:\\".indexOf(text.charAt(end)) < 0) {
      return false;
    }
    if (end < text.length() && text.charAt(end) == ':' && !port(text, end + 1)) {
      return false;
    }
    return text.regionMatches(true, 0, "www.", 0, 4) || known(text.substring(dot + 1, end));
  }

  private static boolean port(String text, int at) {
    return at < text.length() && Character.isDigit(text.charAt(at));
  }

  private static boolean known(String topLevel) {
    return HostReader.toAscii(topLevel)
        .filter(name -> EffectiveTldFinder.getEffectiveTLDs().containsKey(name))
        .isPresent();
  }
}
