package org.postern.engine.follow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/// A web server of tests, on an address of loopback and a free port. It says to a request what it
/// was told for its path, octet for octet.
final class WebHost implements AutoCloseable {

  /// Writes a reply.
  interface Page {
    void write(String method, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final ConcurrentMap<String, Page> pages = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private WebHost(ServerSocket server) {
    this.server = server;
    Thread.ofVirtual().start(this::serve);
  }

  static WebHost plain(String address) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    return new WebHost(server);
  }

  static WebHost encrypted(String address, SSLContext tls) throws IOException {
    ServerSocket server = tls.getServerSocketFactory().createServerSocket();
    server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    return new WebHost(server);
  }

  int port() {
    return server.getLocalPort();
  }

  /// All that came, line ends as they are, one a request.
  List<String> requests() {
    return List.copyOf(requests);
  }

  /// Says this where the path is asked for, whatever the method.
  WebHost says(String path, String reply) {
    return does(path, (_, out) -> out.write(reply.getBytes(StandardCharsets.UTF_8)));
  }

  WebHost leads(String path, int status, String location) {
    return says(path, "HTTP/1.1 " + status + " x\r\nLocation: " + location + "\r\n\r\n");
  }

  WebHost does(String path, Page page) {
    pages.put(path, page);
    return this;
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        Thread.startVirtualThread(() -> answer(client));
      } catch (IOException _) {
        assert server.isClosed();
      }
    }
  }

  private void answer(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      StringBuilder request = new StringBuilder();
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        request.append(line).append('\n');
        line = in.readLine();
      }
      if (request.isEmpty()) {
        return;
      }
      requests.add(request.toString());
      String[] words = request.toString().split("[ \n]", 3);
      Page page = pages.get(words[1]);
      OutputStream out = client.getOutputStream();
      if (page == null) {
        out.write("HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } else {
        page.write(words[0], out);
      }
      out.flush();
    } catch (IOException _) {
      assert client.isClosed(); // Who asked has had enough, or did not like the certificate.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket one : open) {
      one.close();
    }
  }
}
