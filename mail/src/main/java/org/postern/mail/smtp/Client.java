package org.postern.mail.smtp;

import java.net.InetSocketAddress;

/// Who connected: the address of the client (as the PROXY protocol told it, where a listed proxy
/// did) and the listener it reached.
public record Client(InetSocketAddress address, InetSocketAddress listener) {

  /// The textual address without port, as headers and logs show it.
  public String ip() {
    return address.getAddress().getHostAddress();
  }
}
