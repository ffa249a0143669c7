package org.postern.engine.url;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An address as a browser reads it (WHATWG URL): tabs and line breaks dropped, backslashes taken
/// for slashes, hosts decoded and mapped to lower-case ASCII, IPv4 addresses in any notation made
/// plain.
///
/// Immutable and thread-safe.
public final class WebAddress {

  private static final int MANY_LABELS = 5;
  private static final int LONGEST = 8_192;

  private final String scheme;
  private final String username;
  private final String password;
  private final Optional<String> host;
  private final boolean literal;
  private final int port;
  private final String path;
  private final boolean opaque;
  private final Optional<String> query;
  private final Optional<String> fragment;
  private final EnumSet<Trick> seen;
  private volatile @Nullable String registrable;
  private volatile @Nullable Set<Trick> tricks;
  private volatile @Nullable WebAddress destination;

  WebAddress(
      String scheme,
      String username,
      String password,
      Optional<String> host,
      boolean literal,
      int port,
      String path,
      boolean opaque,
      Optional<String> query,
      Optional<String> fragment,
      Set<Trick> seen) {
    this.scheme = scheme;
    this.username = username;
    this.password = password;
    this.host = host;
    this.literal = literal;
    this.port = port;
    this.path = path;
    this.opaque = opaque;
    this.query = query;
    this.fragment = fragment;
    this.seen = seen.isEmpty() ? EnumSet.noneOf(Trick.class) : EnumSet.copyOf(seen);
  }

  /// Reads an absolute address; empty where a browser would not take it for one. Of one longer than
  /// 8,192 characters only so much is read, nothing where its host does not end there.
  public static Optional<WebAddress> parse(String text) {
    return text.length() > LONGEST ? beginning(text, null) : UrlReader.read(text, null);
  }

  /// Reads an address that may be relative to another one.
  public static Optional<WebAddress> parse(String text, WebAddress base) {
    return text.length() > LONGEST ? beginning(text, base) : UrlReader.read(text, base);
  }

  private static Optional<WebAddress> beginning(String text, @Nullable WebAddress base) {
    String start = text.substring(0, LONGEST);
    if (!hostEnds(start)) {
      return Optional.empty();
    }
    Optional<WebAddress> address = UrlReader.read(start, base);
    address.ifPresent(known -> known.seen.add(Trick.LONG));
    return address;
  }

  /// Whether something stands behind the host, so that what follows cannot change it.
  private static boolean hostEnds(String text) {
    int at = text.indexOf(':') + 1;
    while (at < text.length() && (text.charAt(at) <= ' ' || "/\\".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    while (at < text.length() && "/\\?#".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at < text.length();
  }

  /// Reads what stands in a link of a message or is shown as an address: like `parse`, but a host
  /// without a scheme (`www.example.org/x`, `example.org`) leads to the web, as mail clients do it.
  public static Optional<WebAddress> parseLoosely(String text) {
    String stripped = text.strip();
    if (BareHosts.startsWithHost(stripped)) {
      return parse("http://" + stripped);
    }
    if (stripped.startsWith("//") || stripped.startsWith("\\\\")) {
      return parse("https:" + stripped);
    }
    return parse(stripped);
  }

  static boolean isSpecial(String scheme) {
    return switch (scheme) {
      case "http", "https", "ftp", "ws", "wss", "file" -> true;
      default -> false;
    };
  }

  static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      case "ftp" -> 21;
      default -> -1;
    };
  }

  /// Lower case, without the colon.
  public String scheme() {
    return scheme;
  }

  /// Whether it leads to the web: http or https.
  public boolean web() {
    return scheme.equals("http") || scheme.equals("https");
  }

  /// What stands before the `@`, percent-encoded; empty where nothing does.
  public String userInfo() {
    return password.isEmpty() ? username : username + ":" + password;
  }

  String username() {
    return username;
  }

  String password() {
    return password;
  }

  /// In lower-case ASCII without a dot at the end, an IPv6 address without brackets; empty where
  /// there is none.
  public String host() {
    String written = host.orElse("");
    if (written.startsWith("[")) {
      return written.substring(1, written.length() - 1);
    }
    return written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
  }

  Optional<String> hostAsWritten() {
    return host;
  }

  /// The host as a reader sees it, A-labels decoded.
  public String unicodeHost() {
    return HostReader.toUnicode(host());
  }

  /// Whether the host is an IP address.
  public boolean literal() {
    return literal;
  }

  /// The port, or the usual one of the scheme; -1 where there is none.
  public int port() {
    return port >= 0 ? port : defaultPort(scheme);
  }

  int portGiven() {
    return port;
  }

  /// Percent-encoded, with its first slash; all between scheme and query where there is no
  /// hierarchy, as in `mailto:` and `data:`.
  public String path() {
    return path;
  }

  /// Whether the path is one text without hierarchy.
  public boolean opaque() {
    return opaque;
  }

  /// Percent-encoded, without the question mark.
  public Optional<String> query() {
    return query;
  }

  /// Percent-encoded, without the number sign.
  public Optional<String> fragment() {
    return fragment;
  }

  /// The first value of a parameter of the query, decoded.
  public Optional<String> parameter(String name) {
    return query.flatMap(text -> Redirects.parameter(text, name));
  }

  List<String> segments() {
    return path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  /// The domain somebody registered, see [RegistrableDomain#of]; empty for IP addresses and where
  /// there is none.
  public String registrable() {
    String known = registrable;
    if (known == null) {
      known = literal || !isSpecial(scheme) ? "" : RegistrableDomain.of(host());
      registrable = known;
    }
    return known;
  }

  /// What is unusual about it.
  public Set<Trick> tricks() {
    Set<Trick> known = tricks;
    if (known == null) {
      EnumSet<Trick> all = EnumSet.copyOf(seen);
      addHostTricks(all);
      if (!opaque && Redirects.embedded(this).isPresent()) {
        all.add(Trick.EMBEDDED_ADDRESS);
      }
      known = all.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(all);
      tricks = known;
    }
    return known;
  }

  private void addHostTricks(Set<Trick> all) {
    String name = host();
    if (literal || name.isEmpty()) {
      return;
    }
    if (name.startsWith("xn--") || name.contains(".xn--")) {
      all.add(Trick.PUNYCODE);
      if (Confusables.mixesScripts(unicodeHost())) {
        all.add(Trick.MIXED_SCRIPT);
      }
    }
    String registered = registrable();
    if (!registered.isEmpty() && name.length() > registered.length()) {
      int dots = 0;
      for (int i = 0; i < name.length() - registered.length(); i++) {
        dots += name.charAt(i) == '.' ? 1 : 0;
      }
      if (dots >= MANY_LABELS) {
        all.add(Trick.MANY_SUBDOMAINS);
      }
    }
  }

  /// Where it leads on, for hosts that are known to redirect to an address they carry: search
  /// engines, link scanners, advertising. Read from the text alone, nothing is fetched; empty where
  /// the host is no redirector or hides its target.
  public Optional<WebAddress> redirectsTo() {
    return Redirects.target(this);
  }

  /// Where it leads in the end, known redirectors followed, at most five.
  public WebAddress destination() {
    WebAddress known = destination;
    if (known == null) {
      known = followed();
      destination = known;
    }
    return known;
  }

  private WebAddress followed() {
    WebAddress last = this;
    for (int i = 0; i < 5; i++) {
      Optional<WebAddress> next = last.redirectsTo();
      if (next.isEmpty()) {
        return last;
      }
      last = next.get();
    }
    return last;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof WebAddress address && toString().equals(address.toString()));
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /// The address as a browser shows it after it was read (`href`).
  @Override
  public String toString() {
    StringBuilder all = new StringBuilder(scheme).append(':');
    if (host.isPresent()) {
      all.append("//");
      if (!username.isEmpty() || !password.isEmpty()) {
        all.append(username);
        if (!password.isEmpty()) {
          all.append(':').append(password);
        }
        all.append('@');
      }
      all.append(host.get());
      if (port >= 0) {
        all.append(':').append(port);
      }
    } else if (!opaque && path.startsWith("//")) {
      all.append("/.");
    }
    all.append(path);
    query.ifPresent(text -> all.append('?').append(text));
    fragment.ifPresent(text -> all.append('#').append(text));
    return all.toString();
  }
}
