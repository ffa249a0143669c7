package org.postern.gateway.admit.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.regex.Pattern;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

/// Names and addresses of hosts.
final class Addresses {

  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
              + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?");
  private static final int SHOWN = 100;

  private Addresses() {}

  /// The addresses of a host, of the family of another.
  static Answer of(Resolver resolver, String host, InetAddress like, Duration atMost) {
    RecordType type = like.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
    return resolver.lookup(host, type, atMost);
  }

  /// Whether it is made of letters, digits, hyphens, dots and underscores as the names of hosts
  /// are.
  static boolean isHostName(String name) {
    return name.length() <= 254 && HOST.matcher(name).matches();
  }

  /// What a stranger wrote, for texts of ours: printable US-ASCII without backslashes and quotes,
  /// and not long.
  static String shown(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .map(c -> c >= ' ' && c <= '~' && c != '\\' && c != '"' ? c : '?')
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
