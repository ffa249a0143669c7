package org.postern.engine.rules;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The links of a body as `uri` rules see them: targets in HTML, and in the text what mail clients
/// make links of, addresses of mail as `mailto:`; each once, also with its percent signs resolved.
final class LinkTexts {

  private static final int MOST = 2_000;
  private static final int LONGEST = 8_192;

  private LinkTexts() {}

  /// @param body as body rules see it
  /// @param further what else counts as a link
  static Lines of(Lines body, List<HtmlRendering> html, List<String> further) {
    Set<String> all = new LinkedHashSet<>();
    further.forEach(link -> add(all, fromOctets(link.getBytes(StandardCharsets.UTF_8))));
    for (HtmlRendering one : html) {
      one.links().forEach(link -> add(all, fromOctets(link.getBytes(StandardCharsets.UTF_8))));
    }
    String text = new String(body.octets(), 0, body.length(), StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < text.length() && all.size() < MOST) {
      int start = at;
      while (at < text.length() && belongs(text.charAt(at))) {
        at++;
      }
      if (at - start > 3) {
        word(text.substring(start, Math.min(at, start + LONGEST)), all);
      }
      at++;
    }
    Lines.Builder lines = new Lines.Builder(all.size() * 40);
    for (String link : all) {
      lines.startLine();
      byte[] octets = link.getBytes(StandardCharsets.ISO_8859_1);
      lines.add(octets, 0, octets.length);
    }
    return lines.build();
  }

  private static String fromOctets(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static boolean belongs(char c) {
    return c > ' ' && c != '<' && c != '>' && c != '"' && c != '\'' && c < 0x7f;
  }

  private static void word(String word, Set<String> all) {
    String lower = word.toLowerCase(Locale.ROOT);
    int scheme = lower.indexOf("://");
    if (scheme > 0) {
      int start = Math.max(lower.lastIndexOf("http", scheme), lower.lastIndexOf("ftp", scheme));
      if (start >= 0) {
        add(all, trimmed(word.substring(start)));
      }
      return;
    }
    int www = lower.indexOf("www");
    if (www >= 0 && www <= 2 && lower.indexOf('.', www) > 0) {
      add(all, "http://" + trimmed(word.substring(www)));
    } else if (lower.indexOf('@') > 0) {
      String address = trimmed(word.substring(lower.startsWith("mailto:") ? 7 : start(word)));
      if (address.indexOf('.', address.indexOf('@') + 2) > 0 && address.indexOf('@') > 0) {
        add(all, "mailto:" + address);
      }
    } else if (isHost(lower)) {
      add(all, "http://" + trimmed(word.substring(start(word))));
    }
  }

  /// Behind brackets and the like.
  private static int start(String word) {
    int start = 0;
    while (start < word.length() - 1 && "([{*_:;,=-".indexOf(word.charAt(start)) >= 0) {
      start++;
    }
    return start;
  }

  /// `example.com` or `example.com/path`: what ends in a label of two letters or more.
  private static boolean isHost(String word) {
    int start = start(word);
    int end = start;
    int dot = -1;
    while (end < word.length()
        && (Character.isLetterOrDigit(word.charAt(end)) || ".-".indexOf(word.charAt(end)) >= 0)) {
      dot = word.charAt(end) == '.' && end + 1 < word.length() ? end : dot;
      end++;
    }
    if (dot <= start || (end < word.length() && "/?#:,;).!".indexOf(word.charAt(end)) < 0)) {
      return false;
    }
    String label = word.substring(dot + 1, end);
    return COMMON.contains(label) && Character.isLetterOrDigit(word.charAt(dot - 1));
  }

  /// Ends of names that clients take for hosts in running text; not a list of all there are,
  /// because "readme.md" is none.
  private static final Set<String> COMMON =
      Set.of(
          "com", "net", "org", "info", "biz", "edu", "gov", "io", "co", "us", "uk", "de", "fr",
          "es", "it", "nl", "ru", "cn", "jp", "br", "in", "au", "ca", "eu", "ch", "at", "be", "pl",
          "se", "no", "dk", "fi", "cz", "tv", "me", "xyz", "top", "club", "online", "site", "shop",
          "app", "dev", "icu", "live", "click", "link", "vip", "work", "store", "space", "website");

  private static String trimmed(String link) {
    int close = link.indexOf(')');
    String text = close >= 0 && link.lastIndexOf('(', close) < 0 ? link.substring(0, close) : link;
    int end = text.length();
    while (end > 0 && "-~!@#^&*()_+=:;'?,.]}".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  private static void add(Set<String> all, String link) {
    if (link.length() < 4 || all.size() >= MOST) {
      return;
    }
    String cut = link.length() <= LONGEST ? link : link.substring(0, LONGEST);
    all.add(cut);
    if (cut.indexOf('%') >= 0) {
      all.add(unescaped(cut));
    }
    // a redirector: what stands behind it
    int inner = cut.indexOf("http", 8);
    if (inner > 0 && (cut.startsWith("://", inner + 4) || cut.startsWith("s://", inner + 4))) {
      all.add(cut.substring(inner));
    }
  }

  private static String unescaped(String link) {
    StringBuilder out = new StringBuilder(link.length());
    for (int i = 0; i < link.length(); i++) {
      char c = link.charAt(i);
      int high = i + 2 < link.length() ? Character.digit(link.charAt(i + 1), 16) : -1;
      int low = i + 2 < link.length() ? Character.digit(link.charAt(i + 2), 16) : -1;
      if (c == '%' && high >= 0 && low >= 0) {
        out.append((char) (high * 16 + low));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
