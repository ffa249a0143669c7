package org.postern.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.postern.engine.image.PictureReader;
import org.postern.engine.scan.Scanner;
import org.postern.engine.scan.Transaction;

/// Scans messages that come by HTTP: a POST of the octets, JSON back. So the same clients can
/// measure the engine and other filters. A POST to `/forget` makes all pictures and PDF files new
/// to it again.
///
/// For benchmarks alone: one request for each connection, its length told by `Content-Length`; a
/// thread of the system serves it from accept to close, so that little but the examining is
/// measured.
public final class ScanServer {

  private static final int THREADS = 16;
  private static final int BACKLOG = 100;
  private static final int LONGEST_HEAD = 8_192;
  private static final String LENGTH = "content-length:";

  private final Scanner scanner = Scanner.standard();

  private ScanServer() {}

  /// Listens on a free port of the loopback, which it prints, until the process ends.
  public static void main(String[] args) throws IOException {
    ScanServer server = new ScanServer();
    ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    for (int i = 0; i < THREADS; i++) {
      Thread.ofPlatform().name("http-" + i).start(() -> server.serve(listening));
    }
    System.out.println(listening.getLocalPort());
  }

  private void serve(ServerSocket listening) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(answer(socket.getInputStream()));
      } catch (IOException lost) {
        System.err.println("connection lost: " + lost);
      }
    }
  }

  private byte[] answer(InputStream from) throws IOException {
    BufferedInputStream in = new BufferedInputStream(from, LONGEST_HEAD);
    String request = line(in);
    int length = 0;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      if (field.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(field.substring(LENGTH.length()).strip());
      }
    }
    byte[] octets = new byte[length];
    int read = in.readNBytes(octets, 0, length);
    if (read < length) {
      throw new EOFException("expected " + length + " octets, got " + read);
    }
    if (request.startsWith("POST /forget ")) {
      PictureReader.STANDARD.forget();
      return reply("204 No Content", new byte[0]);
    }
    String json = scanner.scan(octets, Transaction.UNKNOWN).json("-");
    return reply("200 OK", json.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > LONGEST_HEAD) {
        throw new EOFException("expected a line of an HTTP request, got \"" + line + "\"");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static byte[] reply(String status, byte[] body) {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + body.length);
    all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(body);
    return all.toByteArray();
  }
}
