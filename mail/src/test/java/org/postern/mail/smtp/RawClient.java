package org.postern.mail.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client that sends exactly what it is told. One thread.
final class RawClient implements AutoCloseable {

  private Socket socket;
  private InputStream in;

  RawClient(InetSocketAddress server) throws IOException {
    socket = new Socket(server.getAddress(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    in = socket.getInputStream();
  }

  void send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
  }

  /// One write; `text` in UTF-8.
  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void line(String text) throws IOException {
    send(text + "\r\n");
  }

  /// All lines of one reply, without line ends.
  List<String> reply() throws IOException {
    List<String> lines = new ArrayList<>();
    do {
      lines.add(readLine());
    } while (lines.getLast().length() > 3 && lines.getLast().charAt(3) == '-');
    return lines;
  }

  /// Sends a line and gives the last line of the reply.
  String ask(String text) throws IOException {
    line(text);
    return reply().getLast();
  }

  /// Reads the banner and says EHLO.
  RawClient greet() throws IOException {
    reply();
    ask("EHLO client.example");
    return this;
  }

  /// Opens a transaction up to 354.
  RawClient begin() throws IOException {
    ask("MAIL FROM:<a@client.example>");
    ask("RCPT TO:<b@example.org>");
    String go = ask("DATA");
    if (!go.startsWith("354")) {
      throw new IOException("no 354 but " + go);
    }
    return this;
  }

  /// What one read gives.
  String readOnce() throws IOException {
    byte[] some = new byte[65_536];
    int length = in.read(some);
    return length < 0 ? "" : new String(some, 0, length, StandardCharsets.UTF_8);
  }

  /// Everything up to the end of the connection.
  String readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(StandardCharsets.UTF_8);
  }

  boolean closedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException _) {
      return true;
    }
  }

  void startTls() throws IOException {
    socket = tls(socket);
    in = socket.getInputStream();
  }

  String peerCertificate() throws IOException {
    X509Certificate certificate =
        (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    return certificate.getSerialNumber().toString(16);
  }

  Socket socket() {
    return socket;
  }

  private static Socket tls(Socket plain) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
      SSLSocket tls =
          (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 0, true);
      tls.startHandshake();
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    while (c != '\n') {
      if (c < 0) {
        throw new EOFException("connection closed after: " + line);
      }
      if (c != '\r') {
        line.write(c);
      }
      c = in.read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
