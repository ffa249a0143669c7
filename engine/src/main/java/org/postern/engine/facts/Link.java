package org.postern.engine.facts;

import java.util.Locale;

/// A link in the body: where it leads and the text a reader sees on it (empty for one that stands
/// in plain text).
public record Link(String target, String shown) {

  /// The host it leads to, lower case, without user and port; empty where it has none.
  public String host() {
    int start = target.indexOf("://");
    start = start < 0 ? 0 : start + 3;
    int end = start;
    while (end < target.length() && "/?#\\".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    String authority = target.substring(start, end);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = host.lastIndexOf(':');
    if (colon >= 0 && !host.endsWith("]")) {
      host = host.substring(0, colon);
    }
    return host.toLowerCase(Locale.ROOT);
  }
}
