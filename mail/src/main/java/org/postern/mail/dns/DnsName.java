package org.postern.mail.dns;

import java.net.InetAddress;
import java.util.Locale;

/// The rules of names: RFC 1035 section 2.3.4.
public final class DnsName {

  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  private DnsName() {}

  /// Whether this can be asked for: labels of 1 to 63 octets of printable US-ASCII, spaces
  /// included, at most 253 altogether; a final dot is allowed.
  public static boolean isValid(String name) {
    String plain = withoutFinalDot(name);
    if (plain.isEmpty() || plain.length() > MAX_NAME) {
      return false;
    }
    int label = 0;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c < ' ' || c > '~' || (c == '.' && label == 0)) {
        return false;
      }
      label = c == '.' ? 0 : label + 1;
      if (label > MAX_LABEL) {
        return false;
      }
    }
    return label > 0;
  }

  /// Lower case, without the final dot: the form in which names are compared.
  public static String canonical(String name) {
    return withoutFinalDot(name).toLowerCase(Locale.ROOT);
  }

  /// The name whose PTR records name a host: `4.3.2.1.in-addr.arpa` or nibbles below `ip6.arpa`
  /// (RFC 1035 section 3.5, RFC 3596 section 2.5).
  public static String reverse(InetAddress address) {
    return reverseLabels(address)
        + (address.getAddress().length == 4 ? ".in-addr" : ".ip6")
        + ".arpa";
  }

  /// The address backwards, as block lists want it before their zone (RFC 5782 section 2.1).
  public static String reverseLabels(InetAddress address) {
    byte[] octets = address.getAddress();
    StringBuilder labels = new StringBuilder();
    for (int i = octets.length - 1; i >= 0; i--) {
      int octet = octets[i] & 0xff;
      if (octets.length == 4) {
        labels.append(octet).append('.');
      } else {
        labels.append(Character.forDigit(octet & 0xf, 16)).append('.');
        labels.append(Character.forDigit(octet >> 4, 16)).append('.');
      }
    }
    labels.setLength(labels.length() - 1);
    return labels.toString();
  }

  private static String withoutFinalDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
