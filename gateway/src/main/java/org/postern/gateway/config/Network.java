package org.postern.gateway.config;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IP addresses, written `192.0.2.0/24`, `2001:db8::/32`, or as a single address.
public record Network(InetAddress base, int bits) {

  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f:.]{2,45})(?:/([0-9]{1,3}))?");

  private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  public static Optional<Network> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || !isLiteral(matcher.group(1))) {
      return Optional.empty();
    }
    InetAddress base = InetAddress.ofLiteral(matcher.group(1));
    int most = base.getAddress().length * 8;
    int bits = matcher.group(2) == null ? most : Integer.parseInt(matcher.group(2));
    return bits > most ? Optional.empty() : Optional.of(new Network(base, bits));
  }

  static boolean isLiteral(String text) {
    if (text.indexOf(':') < 0 && !DOTTED.matcher(text).matches()) {
      return false; // 127.1 and the like mean different things to different readers
    }
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false; // the answer, not an accident
    }
  }

  /// Whether the address lies in this range; one of the other family never does.
  public boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit & 7);
      if ((mine[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return base.getHostAddress() + "/" + bits;
  }
}
