package org.postern.mail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// A server on a free loopback port with a [FakeProgram] behind it.
record TestServer(SmtpServer server, FakeProgram program) implements AutoCloseable {

  static TestServer start(
      SmtpLimits limits, Optional<Certificates> tls, Path temp, List<Cidr> proxies)
      throws IOException {
    FakeProgram program = new FakeProgram();
    Listener listener =
        new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), proxies);
    return new TestServer(
        SmtpServer.start(
            List.of(listener), program, limits, "mx.example.org", tls, temp, Clock.systemUTC()),
        program);
  }

  static TestServer start(SmtpLimits limits) throws IOException {
    return start(
        limits, Optional.empty(), Path.of(System.getProperty("java.io.tmpdir")), List.of());
  }

  static TestServer start() throws IOException {
    return start(SmtpLimits.DEFAULTS);
  }

  InetSocketAddress address() {
    return server.addresses().getFirst();
  }

  RawClient connect() throws IOException {
    return new RawClient(address());
  }

  @Override
  public void close() {
    server.close();
  }
}
