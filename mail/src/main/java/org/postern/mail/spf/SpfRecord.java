package org.postern.mail.spf;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// A policy as read: RFC 7208 section 4.6.
record SpfRecord(
    List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {

  SpfRecord {
    directives = List.copyOf(directives);
  }

  /// A mechanism with the verdict it gives, and the text it was read from.
  record Directive(SpfVerdict verdict, Mechanism mechanism, String text) {}

  /// RFC 7208 section 5. Where a target is left out it is `%{d}`.
  sealed interface Mechanism {
    record All() implements Mechanism {}

    record Include(MacroString target) implements Mechanism {}

    record A(MacroString target, Prefixes prefixes) implements Mechanism {}

    record Mx(MacroString target, Prefixes prefixes) implements Mechanism {}

    record Ptr(MacroString target) implements Mechanism {}

    /// `network` as octets, since Java has no mapped IPv6 addresses.
    record Ip(byte[] network, int prefix) implements Mechanism {
      boolean holds(InetAddress client) {
        return agree(network, client.getAddress(), prefix);
      }
    }

    record Exists(MacroString target) implements Mechanism {}
  }

  /// How many bits have to agree, for IPv4 and for IPv6.
  record Prefixes(int ip4, int ip6) {

    boolean agree(InetAddress network, InetAddress client) {
      byte[] octets = network.getAddress();
      return SpfRecord.agree(octets, client.getAddress(), octets.length == 4 ? ip4 : ip6);
    }
  }

  private static boolean agree(byte[] ours, byte[] theirs, int prefix) {
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit += 8) {
      int mask = prefix - bit >= 8 ? 0xff : (0xff << (8 - (prefix - bit))) & 0xff;
      if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
