package org.postern.mail.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Opens connections to mail servers (RFC 5321, the client's side): banner, EHLO or HELO, STARTTLS.
///
/// Blocking; meant for virtual threads. Thread-safe.
public final class SmtpClient implements AutoCloseable {

  private final String helo;
  private final SmtpClientLimits limits;
  private final SSLContext tls;
  private final SmtpClientDeadlines deadlines = new SmtpClientDeadlines();

  /// @param helo the name of this host, as EHLO says it
  /// @param tls decides about certificates; [SmtpClientTls#unverified] for opportunistic use
  public SmtpClient(String helo, SmtpClientLimits limits, SSLContext tls) {
    this.helo = helo;
    this.limits = limits;
    this.tls = tls;
  }

  /// What came of the attempt to connect.
  public sealed interface Opening {

    /// Ready for MAIL.
    record Open(SmtpConnection connection) implements Opening {}

    /// The server answered, but does not want to talk: at the banner, at EHLO, or at STARTTLS where
    /// it is required.
    record Refused(Reply reply) implements Opening {}

    /// No conversation came about.
    record Failed(String why) implements Opening {}

    /// The TLS handshake failed. `connect` gives this only where TLS is required.
    record HandshakeFailed(String why) implements Opening {}
  }

  /// Connects to one address.
  ///
  /// @param host the name the address was found under, for TLS
  public Opening connect(InetSocketAddress address, String host, SmtpClientTls policy) {
    Opening opening = attempt(address, host, policy);
    boolean inTheClear =
        policy == SmtpClientTls.OPPORTUNISTIC && opening instanceof Opening.HandshakeFailed;
    return inTheClear ? attempt(address, host, SmtpClientTls.NONE) : opening;
  }

  @Override
  public void close() {
    deadlines.close();
  }

  private Opening attempt(InetSocketAddress address, String host, SmtpClientTls policy) {
    var socket = new Socket();
    try {
      socket.connect(address, Math.toIntExact(limits.connect().toMillis()));
      var wire = new SmtpClientWire(socket, deadlines, limits);
      Opening opening = greet(wire, host, policy);
      if (!(opening instanceof Opening.Open)) {
        wire.close();
      }
      return opening;
    } catch (IOException e) {
      shut(socket);
      return new Opening.Failed(String.valueOf(e.getMessage()));
    }
  }

  private Opening greet(SmtpClientWire wire, String host, SmtpClientTls policy) throws IOException {
    try {
      Reply banner = wire.read(limits.banner());
      if (banner.code() / 100 != 2) {
        return new Opening.Refused(refusal(banner));
      }
      return introduce(wire, host, policy, banner);
    } catch (IOException e) {
      wire.close();
      throw e;
    }
  }

  private Opening introduce(SmtpClientWire wire, String host, SmtpClientTls policy, Reply banner)
      throws IOException {
    Reply ehlo = ask(wire, "EHLO " + helo);
    if (ehlo.permanent() && policy != SmtpClientTls.REQUIRED) {
      Reply hello = ask(wire, "HELO " + helo);
      return hello.code() / 100 == 2
          ? opened(wire, banner, SmtpClientExtensions.NONE, Optional.empty())
          : new Opening.Refused(refusal(hello));
    }
    if (ehlo.code() / 100 != 2) {
      return new Opening.Refused(refusal(ehlo));
    }
    var extensions = SmtpClientExtensions.of(ehlo);
    if (policy == SmtpClientTls.NONE) {
      return opened(wire, banner, extensions, Optional.empty());
    }
    if (!extensions.startTls()) {
      return unencrypted(wire, banner, extensions, policy, "the server offers no STARTTLS");
    }
    Reply ready = ask(wire, "STARTTLS");
    if (ready.code() != 220) {
      return unencrypted(wire, banner, extensions, policy, ready.summary());
    }
    return encrypt(wire, host, banner);
  }

  private Opening encrypt(SmtpClientWire wire, String host, Reply banner) throws IOException {
    // What the server sent in the clear behind its 220 is an attempt to have it taken for protected
    // (CVE-2011-0411, the client's side).
    if (wire.unasked()) {
      throw new SmtpConnectionLost("plaintext behind the reply to STARTTLS");
    }
    SSLSocket secure;
    try {
      secure = wire.encrypt(tls, host, limits.hello());
    } catch (IOException e) {
      return new Opening.HandshakeFailed("TLS: " + e.getMessage());
    }
    // RFC 3207 section 4.2: what was learned before TLS is forgotten.
    Reply ehlo = ask(wire, "EHLO " + helo);
    if (ehlo.code() / 100 != 2) {
      return new Opening.Refused(refusal(ehlo));
    }
    var session = secure.getSession();
    var info = new TlsInfo(session.getProtocol(), session.getCipherSuite());
    return opened(wire, banner, SmtpClientExtensions.of(ehlo), Optional.of(info));
  }

  private Opening unencrypted(
      SmtpClientWire wire,
      Reply banner,
      SmtpClientExtensions extensions,
      SmtpClientTls policy,
      String why) {
    return policy == SmtpClientTls.REQUIRED
        ? new Opening.Refused(new Reply(454, "4.7.4", "TLS is required here, and " + why))
        : opened(wire, banner, extensions, Optional.empty());
  }

  private Opening opened(
      SmtpClientWire wire, Reply banner, SmtpClientExtensions offered, Optional<TlsInfo> info) {
    return new Opening.Open(new SmtpConnection(wire, limits, banner, offered, info));
  }

  private Reply ask(SmtpClientWire wire, String line) throws IOException {
    wire.command(line);
    wire.send(limits.hello());
    return wire.read(limits.hello());
  }

  // 3xx at the banner or to EHLO refuses nothing and promises nothing.
  private static Reply refusal(Reply reply) throws SmtpConnectionLost {
    if (reply.positive()) {
      throw new SmtpConnectionLost("an answer that does not fit: " + reply.summary());
    }
    return reply;
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // nothing is left to be done with it
    }
  }
}
