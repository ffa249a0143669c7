package org.postern.gateway.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a next hop.
public interface HostLookup {

  /// The system's own way; numeric addresses are not looked up.
  HostLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  List<InetAddress> addresses(String host) throws UnknownHostException;
}
