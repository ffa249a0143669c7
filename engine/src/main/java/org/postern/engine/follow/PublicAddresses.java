package org.postern.engine.follow;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.postern.mail.smtp.Cidr;

/// Which addresses belong to the public internet, by the registries of special addresses of IANA
/// (RFC 6890): all others could be machines of the house. Of IPv6 what is given out is one block,
/// within it those forms are refused that carry an IPv4 address, since that may be any.
///
/// Pure, but for `allows`, which also asks for the addresses of this machine.
final class PublicAddresses {

  private static final List<Cidr> SPECIAL =
      Stream.of(
              "0.0.0.0/8", // this network
              "10.0.0.0/8",
              "100.64.0.0/10", // shared by providers' NAT
              "127.0.0.0/8",
              "168.63.129.16/32", // the host beneath virtual machines of Azure
              "169.254.0.0/16", // link-local, metadata of clouds
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24", // 6to4 relays
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "2001::/23", // Teredo, ORCHID, benchmarks and other protocols
              "2001:db8::/32",
              "2002::/16", // 6to4
              "3fff::/20")
          .map(text -> Cidr.parse(text).orElseThrow())
          .toList();

  // What is given out. Outside of it: loopback, link-local, unique local, multicast, IPv4-mapped
  // and
  // IPv4-compatible, both prefixes of NAT64, discard, segment routing.
  private static final Cidr GLOBAL = Cidr.parse("2000::/3").orElseThrow();

  private PublicAddresses() {}

  /// Whether a machine of the public internet can have it, and it is none of this machine's.
  static boolean allows(InetAddress address) {
    return isPublic(address) && !ofThisMachine(address);
  }

  static boolean isPublic(InetAddress address) {
    if (SPECIAL.stream().anyMatch(block -> block.contains(address))) {
      return false;
    }
    return address instanceof Inet4Address || (GLOBAL.contains(address) && !isatap(address));
  }

  /// `…:0:5efe:192.168.0.1` (RFC 5214): an IPv4 address in the last half.
  private static boolean isatap(InetAddress address) {
    byte[] octets = address.getAddress();
    return (octets[8] & 0xfd) == 0
        && Arrays.equals(octets, 9, 12, new byte[] {0, 0x5e, (byte) 0xfe}, 0, 3);
  }

  private static boolean ofThisMachine(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException _) {
      // not known: rather none than one of ours
      return true;
    }
  }
}
