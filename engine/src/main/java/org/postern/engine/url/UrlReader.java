package org.postern.engine.url;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parser of WHATWG URL section 4.4, its states as methods. One use.
final class UrlReader {

  /// What cannot be read; caught in `read`, never seen outside. Without a stack: it costs nothing.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable() {
      super("unreadable", null, false, false);
    }
  }

  private final UrlInput input;
  private final String text;
  private final @Nullable WebAddress base;
  private final Set<Trick> tricks = EnumSet.noneOf(Trick.class);
  private int at;

  private String scheme = "";
  private boolean special;
  private String username = "";
  private String password = "";
  private @Nullable String host;
  private boolean literal;
  private int port = -1;
  private final UrlPath path = new UrlPath();
  private @Nullable String opaquePath;
  private @Nullable String query;
  private @Nullable String fragment;

  private UrlReader(UrlInput input, @Nullable WebAddress base) {
    this.input = input;
    this.text = input.text();
    this.base = base;
    if (input.hadBreaks()) {
      tricks.add(Trick.LINE_BREAK);
    }
  }

  static Optional<WebAddress> read(String input, @Nullable WebAddress base) {
    UrlReader reader = new UrlReader(UrlInput.of(input), base);
    try {
      reader.start();
    } catch (Unreadable _) {
      return Optional.empty();
    }
    return Optional.of(reader.address());
  }

  private WebAddress address() {
    return new WebAddress(
        scheme,
        username,
        password,
        Optional.ofNullable(host),
        literal,
        port,
        opaquePath == null ? path.toString() : opaquePath,
        opaquePath != null,
        Optional.ofNullable(query),
        Optional.ofNullable(fragment),
        tricks);
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private boolean slash(int c) {
    return c == '/' || (special && c == '\\');
  }

  private void noteBackslash(int c) {
    if (c == '\\') {
      tricks.add(Trick.BACKSLASH);
    }
  }

  private void start() throws Unreadable {
    int end = input.schemeEnd();
    if (end < 0) {
      withoutScheme();
      return;
    }
    scheme = text.substring(0, end).toLowerCase(Locale.ROOT);
    special = WebAddress.isSpecial(scheme);
    at = end + 1;
    if (scheme.equals("file")) {
      file();
    } else if (special
        && base != null
        && base.scheme().equals(scheme)
        && !text.startsWith("//", at)) {
      relative(base);
    } else if (special) {
      authority(true);
    } else if (text.startsWith("//", at)) {
      at += 2;
      authority(false);
    } else if (peek() == '/') {
      segments();
    } else {
      opaque();
    }
  }

  private void withoutScheme() throws Unreadable {
    if (base == null || (base.opaque() && peek() != '#')) {
      throw new Unreadable();
    }
    scheme = base.scheme();
    special = WebAddress.isSpecial(scheme);
    if (base.opaque()) {
      opaquePath = base.path();
      query = base.query().orElse(null);
      queryAndFragment();
    } else if (scheme.equals("file")) {
      file();
    } else {
      relative(base);
    }
  }

  private void relative(WebAddress from) throws Unreadable {
    int c = peek();
    if (slash(c)) {
      int next = at + 1 < text.length() ? text.charAt(at + 1) : -1;
      if (slash(next)) {
        noteBackslash(c);
        noteBackslash(next);
        if (special) {
          authority(true);
        } else {
          at += 2;
          authority(false);
        }
        return;
      }
      copyAuthority(from);
      segments();
      return;
    }
    copyAuthority(from);
    path.start(from.segments());
    if (c == '?' || c == '#' || c == -1) {
      query = from.query().orElse(null);
      queryAndFragment();
    } else {
      path.shorten(scheme.equals("file"));
      pathFrom();
    }
  }

  private void copyAuthority(WebAddress from) {
    username = from.username();
    password = from.password();
    host = from.hostAsWritten().orElse(null);
    literal = from.literal();
    port = from.portGiven();
  }

  private void authority(boolean anySlashes) throws Unreadable {
    if (anySlashes) {
      int start = at;
      while (peek() == '/' || peek() == '\\') {
        noteBackslash(peek());
        at++;
      }
      if (at - start != 2) {
        tricks.add(Trick.SLASHES);
      }
    }
    int end = at;
    int credentials = -1;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0 && !slash(text.charAt(end))) {
      if (text.charAt(end) == '@') {
        credentials = end;
      }
      end++;
    }
    if (credentials >= 0) {
      userinfo(text.substring(at, credentials));
      at = credentials + 1;
      if (at == end) {
        throw new Unreadable();
      }
    }
    hostAndPort(text.substring(at, end));
    at = end;
    pathStart();
  }

  private void userinfo(String info) {
    int colon = info.indexOf(':');
    username =
        PercentEncoding.encode(
            colon < 0 ? info : info.substring(0, colon), PercentEncoding.USERINFO);
    password =
        colon < 0
            ? ""
            : PercentEncoding.encode(info.substring(colon + 1), PercentEncoding.USERINFO);
    if (!info.isEmpty()) {
      tricks.add(Trick.USERINFO);
    }
  }

  private void hostAndPort(String authority) throws Unreadable {
    int colon = -1;
    boolean inside = false;
    for (int i = 0; i < authority.length() && colon < 0; i++) {
      char c = authority.charAt(i);
      inside = c == '[' || (inside && c != ']');
      if (c == ':' && !inside) {
        colon = i;
      }
    }
    String name = colon < 0 ? authority : authority.substring(0, colon);
    if (name.isEmpty() && (special || colon >= 0)) {
      throw new Unreadable();
    }
    readHost(name);
    if (colon >= 0) {
      readPort(authority.substring(colon + 1));
    }
  }

  private void readHost(String name) throws Unreadable {
    if (name.isEmpty()) {
      host = "";
      return;
    }
    HostReader.Host read = HostReader.read(name, special, tricks).orElseThrow(Unreadable::new);
    host = read.text();
    literal = read.literal();
  }

  private void readPort(String digits) throws Unreadable {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      value = value * 10 + (c - '0');
      if (c < '0' || c > '9' || value > 65_535) {
        throw new Unreadable();
      }
    }
    if (!digits.isEmpty() && value != WebAddress.defaultPort(scheme)) {
      port = value;
      tricks.add(Trick.PORT);
    }
  }

  private void file() throws Unreadable {
    host = "";
    int c = peek();
    if (c == '/' || c == '\\') {
      noteBackslash(c);
      at++;
      fileSlash();
      return;
    }
    if (base == null || !base.scheme().equals("file")) {
      pathFrom();
      return;
    }
    host = base.hostAsWritten().orElse(null);
    path.start(base.segments());
    if (c == '?' || c == '#' || c == -1) {
      query = base.query().orElse(null);
      queryAndFragment();
      return;
    }
    if (startsWithDrive()) {
      path.start(List.of());
    } else {
      path.shorten(scheme.equals("file"));
    }
    pathFrom();
  }

  private void fileSlash() throws Unreadable {
    int c = peek();
    if (c == '/' || c == '\\') {
      noteBackslash(c);
      at++;
      fileHost();
      return;
    }
    if (base != null && base.scheme().equals("file")) {
      host = base.hostAsWritten().orElse(null);
      if (!startsWithDrive() && !base.segments().isEmpty()) {
        String first = base.segments().getFirst();
        if (UrlPath.isPlainDrive(first)) {
          path.add(first);
        }
      }
    }
    pathFrom();
  }

  private void fileHost() throws Unreadable {
    int end = at;
    while (end < text.length() && "/\\?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String name = text.substring(at, end);
    if (UrlPath.isDrive(name)) {
      pathFrom();
      return;
    }
    readHost(name);
    if ("localhost".equals(host)) {
      host = "";
    }
    at = end;
    pathStart();
  }

  private boolean startsWithDrive() {
    if (text.length() - at < 2 || !UrlPath.isDrive(text.substring(at, at + 2))) {
      return false;
    }
    return text.length() - at == 2 || "/\\?#".indexOf(text.charAt(at + 2)) >= 0;
  }

  private void pathStart() {
    int c = peek();
    if (special || (c != '?' && c != '#' && c != -1)) {
      segments();
    } else {
      queryAndFragment();
    }
  }

  /// A path whose first slash may stand here.
  private void segments() {
    if (slash(peek())) {
      noteBackslash(peek());
      at++;
    }
    pathFrom();
  }

  private void pathFrom() {
    while (true) {
      int end = at;
      while (end < text.length()
          && "/?#".indexOf(text.charAt(end)) < 0
          && !slash(text.charAt(end))) {
        end++;
      }
      String segment = PercentEncoding.encode(text.substring(at, end), PercentEncoding.PATH);
      at = end;
      boolean more = slash(peek());
      path.take(segment, more, scheme.equals("file"));
      if (!more) {
        queryAndFragment();
        return;
      }
      noteBackslash(peek());
      at++;
    }
  }

  private void opaque() {
    int end = at;
    while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
      end++;
    }
    String raw = PercentEncoding.encode(text.substring(at, end), PercentEncoding.C0);
    boolean more = end < text.length();
    opaquePath = more && raw.endsWith(" ") ? raw.substring(0, raw.length() - 1) + "%20" : raw;
    at = end;
    queryAndFragment();
  }

  private void queryAndFragment() {
    if (peek() == '?') {
      int end = text.indexOf('#', at);
      end = end < 0 ? text.length() : end;
      query =
          PercentEncoding.encode(
              text.substring(at + 1, end),
              special ? PercentEncoding.SPECIAL_QUERY : PercentEncoding.QUERY);
      at = end;
    }
    if (peek() == '#') {
      fragment = PercentEncoding.encode(text.substring(at + 1), PercentEncoding.FRAGMENT);
    }
  }
}
