package org.postern.engine.url;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Domains and addresses somebody listed. A line is a domain (`evil.example`: it and all names
/// below it), an IP address, or a web address (`https://host.example/path`: that host, and every
/// path that begins so; the scheme does not matter). What stands behind a `#` at the beginning or
/// behind a blank is a comment.
///
/// Immutable and thread-safe.
public final class UrlList {

  /// Nothing is listed.
  public static final UrlList NONE = new UrlList(Set.of(), Map.of());

  /// What reading a list gave.
  public sealed interface Result {
    /// Every line was understood.
    record Read(UrlList list) implements Result {}

    /// A line was not.
    ///
    /// @param line counted from 1
    record Wrong(int line, String why) implements Result {}
  }

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)+");

  private final Set<String> domains;
  private final Map<String, List<String>> paths;
  private final int size;

  private UrlList(Set<String> domains, Map<String, List<String>> paths) {
    this.domains = domains;
    this.paths = paths;
    this.size = domains.size() + paths.values().stream().mapToInt(List::size).sum();
  }

  /// Reads lines.
  public static Result read(List<String> lines) {
    Set<String> domains = new HashSet<>();
    Map<String, List<String>> paths = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String entry = withoutComment(lines.get(i));
      if (!entry.isEmpty() && !add(entry, domains, paths)) {
        return new Result.Wrong(
            i + 1,
            "expected a domain such as evil.example or an address such as"
                + " https://evil.example/path, not \""
                + shown(entry)
                + "\"");
      }
    }
    return new Result.Read(new UrlList(Set.copyOf(domains), Map.copyOf(paths)));
  }

  private static String withoutComment(String line) {
    if (line.startsWith("#")) {
      return "";
    }
    int mark = line.indexOf(" #");
    int tab = line.indexOf("\t#");
    int end = mark < 0 ? tab : tab < 0 ? mark : Math.min(mark, tab);
    return (end < 0 ? line : line.substring(0, end)).strip();
  }

  private static String shown(String entry) {
    String cut = entry.length() > 60 ? entry.substring(0, 60) : entry;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  private static boolean add(String entry, Set<String> domains, Map<String, List<String>> paths) {
    boolean address = entry.contains("://");
    Optional<WebAddress> read =
        WebAddress.parse(address ? entry : "http://" + entry).filter(WebAddress::web);
    if (read.isEmpty() || !plausible(read.get())) {
      return false;
    }
    WebAddress found = read.get();
    String path = pathAndQuery(found);
    if (!address && !path.equals("/")) {
      // `host.example/path`: people write it so
      address = true;
    }
    if (address && !path.equals("/")) {
      paths.computeIfAbsent(found.host(), _ -> new ArrayList<>(1)).add(path);
    } else {
      domains.add(found.host());
    }
    return true;
  }

  private static boolean plausible(WebAddress address) {
    String host = address.host();
    return address.literal()
        || (NAME.matcher(host).matches() && !RegistrableDomain.of(host).isEmpty());
  }

  private static String pathAndQuery(WebAddress address) {
    return address.path() + address.query().map(query -> "?" + query).orElse("");
  }

  /// How many entries there are.
  public int size() {
    return size;
  }

  /// The entry an address falls under.
  public Optional<String> match(WebAddress address) {
    if (size == 0) {
      return Optional.empty();
    }
    String host = address.host();
    for (int at = 0; at >= 0 && at < host.length(); at = next(host, at)) {
      String name = host.substring(at);
      if (domains.contains(name)) {
        return Optional.of(name);
      }
      if (address.literal()) {
        break;
      }
    }
    String path = pathAndQuery(address);
    for (String start : paths.getOrDefault(host, List.of())) {
      if (begins(path, start)) {
        return Optional.of(host + start);
      }
    }
    return Optional.empty();
  }

  /// Whether a path begins with another one, at the end of a name: `/a` is the beginning of `/a/b`
  /// and `/a?b`, not of `/ab`.
  private static boolean begins(String path, String start) {
    return path.startsWith(start)
        && (path.length() == start.length()
            || start.endsWith("/")
            || "/?&".indexOf(path.charAt(start.length())) >= 0);
  }

  private static int next(String host, int at) {
    int dot = host.indexOf('.', at);
    return dot < 0 ? -1 : dot + 1;
  }
}
