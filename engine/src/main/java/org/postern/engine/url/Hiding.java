package org.postern.engine.url;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Addresses that lead on and do not show where: those of shorteners, and those of `hiding.txt`,
/// whose head tells the form of its lines.
public final class Hiding {

  private static final Map<String, String> PATHS = read(HostList.lines("hiding.txt"));

  private Hiding() {}

  private static Map<String, String> read(List<String> lines) {
    Map<String, String> paths = new HashMap<>();
    for (String line : lines) {
      List<String> words = List.of(line.split("\\s+"));
      if (words.size() != 2 || paths.put(words.getFirst(), words.getLast()) != null) {
        throw new IllegalStateException("hiding.txt: host and path expected, once: " + line);
      }
    }
    return Map.copyOf(paths);
  }

  /// Whether an address leads to the web and hides where.
  public static boolean hides(WebAddress address) {
    if (!address.web() || address.literal()) {
      return false;
    }
    String host = address.host();
    if (HostKind.SHORTENER.contains(host)) {
      return true;
    }
    for (int at = 0; at < host.length(); at = next(host, at)) {
      String path = PATHS.get(host.substring(at));
      if (path != null && address.path().startsWith(path)) {
        return true;
      }
    }
    return false;
  }

  private static int next(String host, int at) {
    int dot = host.indexOf('.', at);
    return dot < 0 ? host.length() : dot + 1;
  }
}
