package org.postern.gateway.admit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.postern.mail.smtp.Client;

/// Where a client comes from, as keys of counts: its address, its network (/24, IPv6 /64), and what
/// is wider (/16, IPv6 /48).
record Origin(String address, String network, String region) {

  static Origin of(Client client) {
    return of(client.address().getAddress());
  }

  static Origin of(InetAddress address) {
    boolean ipv4 = address.getAddress().length == 4;
    return new Origin(
        address.getHostAddress(),
        network(address, ipv4 ? 24 : 64),
        network(address, ipv4 ? 16 : 48));
  }

  private static String network(InetAddress address, int prefix) {
    byte[] octets = address.getAddress();
    Arrays.fill(octets, prefix / 8, octets.length, (byte) 0);
    try {
      return InetAddress.getByAddress(octets).getHostAddress() + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a network has as many octets as an address", e);
    }
  }
}
