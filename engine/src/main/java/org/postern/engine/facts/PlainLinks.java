package org.postern.engine.facts;

import org.postern.engine.url.BareHosts;

/// Finds what mail clients turn into links in plain text: `http://`, `https://` and `www.`, 4,096
/// characters of each, and names of hosts as [BareHosts] knows them.
final class PlainLinks {

  private static final int SHORTEST = 8;
  private static final int LONGEST = 4_096;
  private static final int LONGEST_HOST = 253;
  private static final String CLOSING = ".,;:!?)]'";

  /// What may stand before the name of a host: not what makes it a part of a path, of an address or
  /// of a program.
  private static final String BEFORE = " \t\r\n\f\u00a0([{<>\"',;:!?|*\u00bb\u00ab";

  /// What may stand behind it, where no path follows.
  private static final String BEHIND = " \t\r\n\f\u00a0)]}<>\"',;:!?|*\u00bb\u00ab";

  /// What no path begins with, behind its first mark.
  private static final String NO_PATH = "/.,;:!*|)]}'";

  /// Han, Kana, Hangul and their marks.
  private static final char WITHOUT_BLANKS = '\u2e80';

  /// Takes what was found.
  interface Found {
    void link(String target, Link.Kind kind);
  }

  private final String text;
  private final Found found;

  private PlainLinks(String text, Found found) {
    this.text = text;
    this.found = found;
  }

  static void find(String text, Found found) {
    new PlainLinks(text, found).find();
  }

  private void find() {
    int done = 0;
    int at = 0;
    while (at < text.length() - 3) {
      char c = text.charAt(at);
      if (c == '.') {
        int end = bare(at, done);
        if (end > at) {
          done = end;
          at = end;
          continue;
        }
      } else if (starts(c, at)) {
        Abandoned.check();
        int end = end(at);
        int last = closed(at, end);
        if (last - at > SHORTEST) {
          found.link(text.substring(at, last), Link.Kind.PLAIN);
        }
        done = end + 1;
        at = end;
      }
      at++;
    }
  }

  /// Whether an address with a scheme, or `www.`, begins here.
  private boolean starts(char c, int at) {
    if (c == 'h' || c == 'H') {
      return text.regionMatches(true, at, "http://", 0, 7)
          || text.regionMatches(true, at, "https://", 0, 8);
    }
    return (c == 'w' || c == 'W')
        && text.regionMatches(true, at, "www.", 0, 4)
        && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)));
  }

  private int end(int start) {
    int end = start;
    while (end < text.length() && belongs(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /// Where it ends without what closes a sentence.
  private int closed(int start, int end) {
    int last = Math.min(end, start + LONGEST);
    while (last > start && CLOSING.indexOf(text.charAt(last - 1)) >= 0) {
      last--;
    }
    return last;
  }

  private static boolean belongs(char c) {
    return c > ' ' && c != '<' && c != '>' && c != '"' && c != 0xa0;
  }

  /// Looks at the name around a dot; gives where it ends, or the dot where there is none.
  private int bare(int dot, int done) {
    if (dot == done
        || !host(text.charAt(dot - 1))
        || !host(text.charAt(dot + 1))
        || text.regionMatches(true, dot + 1, "www.", 0, 4)) {
      return dot;
    }
    Abandoned.check();
    int start = dot;
    while (start > done && host(text.charAt(start - 1)) && dot - start < LONGEST_HOST) {
      start--;
    }
    int end = dot + 1;
    int last = dot;
    while (end < text.length() && (host(text.charAt(end)) || dot(end))) {
      if (text.charAt(end) == '.') {
        last = end;
        if (text.regionMatches(true, end + 1, "www.", 0, 4)) {
          return end;
        }
      }
      end++;
    }
    if (text.startsWith("://", end)) {
      return last;
    }
    boolean whole = end - start <= LONGEST_HOST && (start == 0 || apart(start - 1, BEFORE));
    return whole ? behind(start, end) : end;
  }

  /// Whether what stands there is no part of a name.
  private boolean apart(int at, String marks) {
    char c = text.charAt(at);
    return c < 0x80 ? marks.indexOf(c) >= 0 : marks.indexOf(c) >= 0 || !host(c);
  }

  /// Takes a name if clients make a link of it; gives where it ends with its path.
  private int behind(int start, int end) {
    String host = text.substring(start, end);
    int path = end;
    while (path < text.length()
        && path - end < 6
        && (text.charAt(path) == ':' || (path > end && Character.isDigit(text.charAt(path))))) {
      path++;
    }
    boolean follows =
        path + 1 < text.length()
            && "/?#".indexOf(text.charAt(path)) >= 0
            && belongs(text.charAt(path + 1))
            && NO_PATH.indexOf(text.charAt(path + 1)) < 0;
    if (follows) {
      int all = end(path);
      if (BareHosts.inText(host, true)) {
        found.link(text.substring(start, closed(start, all)), Link.Kind.BARE);
      }
      return all;
    }
    boolean alone =
        end == text.length()
            || apart(end, BEHIND)
            || (text.charAt(end) == '/' && !belongs(at(end + 1)))
            || (text.charAt(end) == '.' && !Character.isLetterOrDigit(at(end + 1)));
    if (alone && BareHosts.inText(host, false)) {
      found.link(host, Link.Kind.BARE);
    }
    return end;
  }

  private char at(int position) {
    return position < text.length() ? text.charAt(position) : ' ';
  }

  /// A dot within a name, rather than at the end of a sentence.
  private boolean dot(int at) {
    return text.charAt(at) == '.' && at + 1 < text.length() && host(text.charAt(at + 1));
  }

  /// Letters of scripts that write without blanks stand beside a name, not in it.
  private static boolean host(char c) {
    return c == '-' || (c < WITHOUT_BLANKS && Character.isLetterOrDigit(c));
  }
}
