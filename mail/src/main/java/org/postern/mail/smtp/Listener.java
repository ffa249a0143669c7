package org.postern.mail.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// An address to listen on (port 0 takes a free one), and the load balancers whose PROXY header is
/// believed there. Who is listed must send one; from everybody else it is a syntax error.
public record Listener(InetSocketAddress address, List<Cidr> proxyProtocolFrom) {

  public Listener {
    proxyProtocolFrom = List.copyOf(proxyProtocolFrom);
  }

  public Listener(InetSocketAddress address) {
    this(address, List.of());
  }

  boolean isProxy(InetAddress peer) {
    return proxyProtocolFrom.stream().anyMatch(block -> block.contains(peer));
  }
}
