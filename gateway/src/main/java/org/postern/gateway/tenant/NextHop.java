package org.postern.gateway.tenant;

/// A server that takes the mail of a domain. Lower priorities are tried first (as in MX); equal
/// ones share the load.
public record NextHop(String host, int port, int priority) {

  public NextHop {
    if (host.isBlank() || port < 1 || port > 65535 || priority < 0 || priority > 65535) {
      throw new IllegalArgumentException(
          "a next hop is HOST:PORT with a port of 1 to 65535 and a priority of 0 to 65535: "
              + host
              + ":"
              + port
              + " "
              + priority);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
