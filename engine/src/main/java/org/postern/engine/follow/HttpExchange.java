package org.postern.engine.follow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.url.WebAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request over one connection, to an address of the network that was checked by whoever calls.
/// No cookies, no credentials, no field that tells where it was found. When the time is over the
/// connection is closed under whoever reads, however slowly the other side drips.
final class HttpExchange {

  /// What is asked for.
  enum Method {
    HEAD,
    GET
  }

  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
  private static final int LONGEST_NAME = 200;

  private final SSLContext tls;
  private final String agent;

  HttpExchange(SSLContext tls, String agent) {
    this.tls = tls;
    this.agent = agent;
  }

  /// Asks.
  ///
  /// @param page whether to read what a page that comes says about where it leads
  Reply ask(WebAddress address, InetAddress host, Method method, boolean page, Duration time) {
    // never over a proxy of the system's properties
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      AtomicBoolean late = new AtomicBoolean();
      Thread watch = Thread.ofVirtual().start(() -> closeAfter(socket, time, late));
      try {
        socket.connect(new InetSocketAddress(host, address.port()), millis(time));
        Socket wire = address.scheme().equals("https") ? encrypted(socket, address) : socket;
        wire.getOutputStream().write(request(address, method));
        wire.getOutputStream().flush();
        return reply(new BufferedInputStream(wire.getInputStream()), page);
      } catch (IOException broken) {
        return new Reply.Failed(fault(broken, late.get()));
      } finally {
        watch.interrupt();
      }
    } catch (IOException _) {
      return new Reply.Failed(Fault.UNREACHABLE);
    }
  }

  private static void closeAfter(Socket socket, Duration time, AtomicBoolean late) {
    try {
      Thread.sleep(time);
      late.set(true);
      socket.close();
    } catch (InterruptedException _) {
      // the exchange has ended, and closes the socket itself
      Thread.currentThread().interrupt();
    } catch (IOException broken) {
      LOG.debug("a socket did not close", broken);
    }
  }

  private static int millis(Duration time) {
    return Math.clamp(time.toMillis(), 1, 600_000);
  }

  /// The name is sent and checked, though the connection was made by address.
  private SSLSocket encrypted(Socket socket, WebAddress address) throws IOException {
    String host = address.host();
    var secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, host, address.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    if (!address.literal()) {
      parameters.setServerNames(List.of(serverName(host)));
    }
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /// Names that browsers look up and TLS does not know, `a_b.example`, have no certificate either.
  private static SNIHostName serverName(String host) throws SSLException {
    try {
      return new SNIHostName(host);
    } catch (IllegalArgumentException odd) {
      throw new SSLException("no name for a certificate: " + host, odd);
    }
  }

  private byte[] request(WebAddress address, Method method) throws IOException {
    String host = address.host().indexOf(':') >= 0 ? "[" + address.host() + "]" : address.host();
    boolean usual = address.port() == (address.scheme().equals("https") ? 443 : 80);
    String path = address.path().isEmpty() ? "/" : address.path();
    String target = path + address.query().map(query -> "?" + query).orElse("");
    if ((host + target).chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      throw new HttpHeader.Unreadable("an address that cannot be sent", false);
    }
    return String.join(
            "\r\n",
            method + " " + target + " HTTP/1.1",
            "Host: " + (usual ? host : host + ":" + address.port()),
            "User-Agent: " + agent,
            "Accept: text/html, */*;q=0.5",
            "Accept-Encoding: identity",
            "Connection: close",
            "",
            "")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Reply reply(InputStream in, boolean page) throws IOException {
    HttpHeader header = HttpHeader.read(in);
    boolean leads =
        switch (header.status()) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
    if (leads) {
      Optional<String> location = header.value("location").filter(value -> !value.isEmpty());
      return location.isPresent()
          ? new Reply.Redirected(location.get())
          : new Reply.Failed(Fault.MALFORMED);
    }
    Optional<String> refresh = header.value("refresh").flatMap(PageRedirect::refresh);
    if (refresh.isPresent()) {
      return new Reply.Redirected(refresh.get());
    }
    String type = type(header);
    boolean html = page && header.status() == 200 && type.equals("text/html");
    return new Reply.Answered(
        header.status(),
        type,
        name(header),
        html ? PageRedirect.in(HttpBody.beginning(in, header)) : Optional.empty());
  }

  private static String type(HttpHeader header) {
    String value = header.value("content-type").orElse("");
    int semicolon = value.indexOf(';');
    String type = semicolon < 0 ? value : value.substring(0, semicolon);
    return start(type.strip().toLowerCase(Locale.ROOT));
  }

  /// `attachment; filename="invoice.js"`, also `filename*=UTF-8''…`.
  private static String name(HttpHeader header) {
    String value = header.value("content-disposition").orElse("");
    int at = value.toLowerCase(Locale.ROOT).indexOf("filename");
    int equals = at < 0 ? -1 : value.indexOf('=', at);
    if (equals < 0) {
      return "";
    }
    String name = value.substring(equals + 1).strip();
    if (name.startsWith("\"")) {
      int end = name.indexOf('"', 1);
      return start(name.substring(1, end < 0 ? name.length() : end));
    }
    int end = name.indexOf(';');
    return start((end < 0 ? name : name.substring(0, end)).strip());
  }

  private static String start(String text) {
    return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
  }

  private static Fault fault(IOException broken, boolean late) {
    if (late || broken instanceof java.net.SocketTimeoutException) {
      return Fault.LATE;
    }
    return switch (broken) {
      case HttpHeader.Unreadable odd -> odd.large() ? Fault.LARGE : Fault.MALFORMED;
      case SSLException _ -> Fault.TLS;
      default -> Fault.UNREACHABLE;
    };
  }
}
