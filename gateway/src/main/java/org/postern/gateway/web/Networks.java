package org.postern.gateway.web;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// The network of a client: its IPv4 /24 or its IPv6 /64.
public final class Networks {

  private Networks() {}

  /// A name for it, for counts.
  public static String of(InetAddress address) {
    byte[] octets = address.getAddress();
    int prefix = address instanceof Inet4Address ? 3 : 8;
    return HexFormat.of().formatHex(Arrays.copyOf(octets, prefix));
  }
}
