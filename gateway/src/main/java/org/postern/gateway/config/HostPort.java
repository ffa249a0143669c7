package org.postern.gateway.config;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.mail.smtp.Cidr;

/// A host and a port, written `192.0.2.1:25`, `[2001:db8::1]:25` or `mx.example.org:25`. As a
/// listener, port 0 stands for any that is free.
public record HostPort(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})\\]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");

  public static Optional<HostPort> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(3));
    String bracketed = matcher.group(1);
    String host = bracketed == null ? matcher.group(2) : bracketed;
    if (port > 65535 || (bracketed != null && Cidr.parse(bracketed).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new HostPort(host, port));
  }

  /// The address; a name is looked up.
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
