package org.postern.bench;

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

  /// Most requests come in one piece that fits.
  private static final int BUFFER = 65_536;

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
    byte[] buffer = new byte[BUFFER];
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.getOutputStream().write(answer(socket.getInputStream(), buffer));
      } catch (IOException lost) {
        System.err.println("connection lost: " + lost);
      }
    }
  }

  private byte[] answer(InputStream in, byte[] buffer) throws IOException {
    int filled = 0;
    int body = -1;
    while (body < 0) {
      int more = filled < buffer.length ? in.read(buffer, filled, buffer.length - filled) : -1;
      if (more < 0) {
        throw new EOFException("expected the head of an HTTP request, got " + filled + " octets");
      }
      body = behindHead(buffer, Math.max(0, filled - 3), filled + more);
      filled += more;
    }
    String head = new String(buffer, 0, body, StandardCharsets.ISO_8859_1);
    byte[] octets = new byte[length(head)];
    int had = Math.min(filled - body, octets.length);
    System.arraycopy(buffer, body, octets, 0, had);
    int read = had + in.readNBytes(octets, had, octets.length - had);
    if (read < octets.length) {
      throw new EOFException("expected " + octets.length + " octets, got " + read);
    }
    if (head.startsWith("POST /forget ")) {
      PictureReader.STANDARD.forget();
      return reply("204 No Content", new byte[0]);
    }
    String json = scanner.scan(octets, Transaction.UNKNOWN).json("-");
    return reply("200 OK", json.getBytes(StandardCharsets.UTF_8));
  }

  /// Where the body begins, -1 where the head goes on.
  private static int behindHead(byte[] octets, int from, int to) {
    for (int at = from; at <= to - 4; at++) {
      if (octets[at] == '\r'
          && octets[at + 1] == '\n'
          && octets[at + 2] == '\r'
          && octets[at + 3] == '\n') {
        return at + 4;
      }
    }
    return -1;
  }

  private static int length(String head) {
    for (int at = head.indexOf('\n'); at >= 0; at = head.indexOf('\n', at + 1)) {
      if (head.regionMatches(true, at + 1, LENGTH, 0, LENGTH.length())) {
        int value = at + 1 + LENGTH.length();
        return Integer.parseInt(head.substring(value, head.indexOf('\r', value)).strip());
      }
    }
    return 0;
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
