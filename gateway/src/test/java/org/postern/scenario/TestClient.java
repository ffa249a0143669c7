package org.postern.scenario;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A plain SMTP client: one command, one reply.
final class TestClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  TestClient(InetSocketAddress server) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    socket.connect(server, 10_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    expect(reply(), "220");
    expect(command("EHLO client.example"), "250");
  }

  /// Sends a command line; returns the whole reply.
  String command(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return reply();
  }

  /// Sends a message whose lines end with CRLF; returns the reply to the final dot, or where MAIL,
  /// every RCPT or DATA was refused the last refusal.
  String send(String from, List<String> rcpts, byte[] message) throws IOException {
    String answer = command("MAIL FROM:<" + from + ">");
    boolean any = false;
    boolean begun = answer.startsWith("2");
    for (String rcpt : rcpts) {
      if (begun) {
        answer = command("RCPT TO:<" + rcpt + ">");
        any |= answer.startsWith("2");
      }
    }
    if (!any) {
      command("RSET");
      return answer;
    }
    answer = command("DATA");
    if (!answer.startsWith("354")) {
      return answer;
    }
    out.write(stuffed(message));
    out.flush();
    return reply();
  }

  private static byte[] stuffed(byte[] message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length + 64);
    boolean lineStart = true;
    for (byte b : message) {
      if (lineStart && b == '.') {
        bytes.write('.');
      }
      bytes.write(b);
      lineStart = b == '\n';
    }
    bytes.writeBytes((lineStart ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private String reply() throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      StringBuilder line = new StringBuilder();
      int c;
      while ((c = in.read()) != '\n') {
        if (c < 0) {
          throw new IOException("connection closed after: " + text + line);
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      text.append(line).append('\n');
      if (line.length() < 4 || line.charAt(3) != '-') {
        return text.toString().strip();
      }
    }
  }

  private static void expect(String reply, String code) throws IOException {
    if (!reply.startsWith(code)) {
      throw new IOException("expected " + code + ", got " + reply);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
