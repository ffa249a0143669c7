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

  /// A certificate of its own making in that folder. Returns when it is there: a folder that a test
  /// deletes at its end must not be written to any more.
  static Certificates certificates(Path folder) throws IOException {
    Certificates made = Certificates.selfSigned(folder, "mx.example.org", Clock.systemUTC());
    made.context();
    return made;
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
