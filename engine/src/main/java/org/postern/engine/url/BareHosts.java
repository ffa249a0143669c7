package org.postern.engine.url;

import crawlercommons.domains.EffectiveTldFinder;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.logs.LibraryLogs;

/// Tells whether a text begins with a host name although no scheme says so, and which names of
/// hosts in running text mail clients make links.
public final class BareHosts {

  private static final int LONGEST = 255;
  private static final int SHORTEST = 3;

  /// Endings of files, too.
  private static final Set<String> FILES = Set.of("md", "py", "rs", "sh", "so", "zip", "mov");

  /// Those that are neither words in some language nor endings of files.
  private static final Set<String> PLAIN =
      Set.of(
          "com", "net", "org", "biz", "de", "uk", "fr", "nl", "br", "ru", "ua", "cn", "jp", "kr",
          "eu", "ch", "se", "dk", "fi", "cz", "hu", "ro", "gr", "pt", "au", "ca", "mx", "za", "tr");

  static {
    LibraryLogs.warnings("crawlercommons");
  }

  /// Cheap ones, of which no program makes files.
  private static final Set<String> CHEAP =
      Set.of(
          "top", "xyz", "icu", "buzz", "cyou", "cfd", "sbs", "online", "site", "store", "shop",
          "website", "space", "click", "club", "live", "vip");

  private static final Set<String> TOP_LEVELS =
      EffectiveTldFinder.getEffectiveTLDs().keySet().stream()
          .filter(name -> name.indexOf('.') < 0)
          .collect(Collectors.toUnmodifiableSet());

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

  /// Whether a mail client makes a host in running text a link. More than clients do it by
  /// themselves: Gmail and Apple Mail know nearly all top-level domains, Outlook none. Left out is
  /// what rather is a file, a word behind a full stop, or a part of a program.
  ///
  /// @param host letters, digits, hyphens and dots, as written
  /// @param path whether a path follows
  public static boolean inText(String host, boolean path) {
    int dot = host.lastIndexOf('.');
    if (dot <= 0 || host.length() > LONGEST || host.charAt(0) == '-') {
      return false;
    }
    String topLevel = host.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (topLevel.length() < 2 || Character.isDigit(topLevel.charAt(0)) || !known(topLevel)) {
      return false;
    }
    if (host.charAt(dot - 1) == '-') {
      return false;
    }
    if (path) {
      return !FILES.contains(topLevel) || host.indexOf('.') < dot;
    }
    boolean plain = PLAIN.contains(topLevel);
    if (!plain && !CHEAP.contains(topLevel)) {
      return false;
    }
    String domain = RegistrableDomain.of(host.toLowerCase(Locale.ROOT));
    String label = RegistrableDomain.name(domain);
    return label.length() >= SHORTEST && (plain || cheap(host, label));
  }

  /// Cheap top-level domains are words too: behind a full stop without a blank a sentence begins.
  private static boolean cheap(String host, String label) {
    boolean name = label.chars().anyMatch(c -> c == '-' || Character.isDigit(c));
    return name && host.equals(host.toLowerCase(Locale.ROOT));
  }

  private static boolean port(String text, int at) {
    return at < text.length() && Character.isDigit(text.charAt(at));
  }

  private static boolean known(String topLevel) {
    if (topLevel.chars().allMatch(c -> c < 0x80)) {
      return TOP_LEVELS.contains(topLevel.toLowerCase(Locale.ROOT));
    }
    return HostReader.toAscii(topLevel).filter(TOP_LEVELS::contains).isPresent();
  }
}
