package org.postern.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/// One connection to a [FakeUpstream]. One thread: its own.
final class FakeUpstreamSession {
  private final FakeUpstream upstream;
  private final int number;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private boolean encrypted;
  private String mail = "";
  private List<String> rcpts = new ArrayList<>();

  FakeUpstreamSession(FakeUpstream upstream, Socket socket, int number) throws IOException {
    this.upstream = upstream;
    this.socket = socket;
    this.number = number;
    socket.setTcpNoDelay(true);
    in = recorded(socket.getInputStream());
    out = socket.getOutputStream();
  }

  void run() throws IOException {
    if (!say(upstream.scripted("CONNECT", "220 fake.invalid ESMTP"))) {
      return;
    }
    for (String line = readLine(); !line.equals("<end>"); line = readLine()) {
      upstream.commands.add(line);
      if (!obey(line)) {
        return;
      }
    }
  }

  private boolean obey(String line) throws IOException {
    String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    return switch (verb) {
      case "EHLO" -> {
        forget();
        yield say(upstream.scripted(line, ehlo()));
      }
      case "HELO", "RSET" -> {
        forget();
        yield say(upstream.scripted(line, "250 fake.invalid"));
      }
      case "STARTTLS" -> startTls(line);
      case "MAIL" -> {
        String reply = upstream.scripted(line, "250 2.1.0 ok");
        if (reply.startsWith("2")) {
          mail = line;
        }
        yield say(reply);
      }
      case "RCPT" -> {
        String reply =
            upstream.scripted(line, mail.isEmpty() ? "503 5.5.1 MAIL first" : "250 2.1.5 ok");
        if (reply.startsWith("2")) {
          rcpts.add(line);
        }
        yield say(reply);
      }
      case "DATA" -> data(line);
      case "QUIT" -> {
        say("221 2.0.0 bye");
        yield false;
      }
      default -> say(upstream.scripted(line, "250 2.0.0 ok"));
    };
  }

  private String ehlo() {
    List<String> offered = encrypted ? without("STARTTLS") : upstream.extensions;
    if (offered.isEmpty()) {
      return "502 5.5.1 no EHLO here";
    }
    var text = new StringBuilder("250-fake.invalid\r\n");
    for (int i = 0; i < offered.size(); i++) {
      text.append(i == offered.size() - 1 ? "250 " : "250-").append(offered.get(i));
      text.append(i == offered.size() - 1 ? "" : "\r\n");
    }
    return text.toString();
  }

  private List<String> without(String extension) {
    return upstream.extensions.stream().filter(line -> !line.equals(extension)).toList();
  }

  private boolean startTls(String line) throws IOException {
    String reply = upstream.scripted(line, "220 2.0.0 go ahead");
    if (!reply.startsWith("220")) {
      return say(reply);
    }
    out.write((reply + "\r\n" + upstream.afterStartTls).getBytes(StandardCharsets.UTF_8));
    var secure =
        (SSLSocket)
            upstream
                .tls
                .getSocketFactory()
                .createSocket(socket, "fake.invalid", upstream.port(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    socket = secure;
    in = recorded(secure.getInputStream());
    out = secure.getOutputStream();
    encrypted = true;
    forget();
    return true;
  }

  private boolean data(String line) throws IOException {
    String reply =
        upstream.scripted(line, rcpts.isEmpty() ? "503 5.5.1 RCPT first" : "354 go ahead");
    if (!say(reply)) {
      return false;
    }
    if (!reply.startsWith("354")) {
      return true;
    }
    var octets = readMessage();
    String after = upstream.scripted(".", "250 2.0.0 taken");
    if (after.startsWith("2") && !rcpts.isEmpty()) {
      upstream.received.add(
          new FakeUpstream.Received(mail, List.copyOf(rcpts), octets, encrypted, number));
    }
    forget();
    return say(after);
  }

  private void forget() {
    mail = "";
    rcpts = new ArrayList<>();
  }

  private boolean say(String reply) throws IOException {
    if (reply.equals(FakeUpstream.DROP)) {
      return false;
    }
    if (reply.equals(FakeUpstream.HANG)) {
      hang();
      return false;
    }
    out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return true;
  }

  private void hang() throws IOException {
    try {
      upstream.closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private String readLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8).replace("\r", "");
      }
      line.write(b);
    }
    return "<end>";
  }

  // Ends at CRLF.CRLF only, like the strictest server.
  private byte[] readMessage() throws IOException {
    var message = new ByteArrayOutputStream();
    int state = 2; // octets matched of CR LF . CR LF: the start is the start of a line
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (state == 2 && b == '.') {
        state = 3;
        continue;
      }
      if (state == 3 && b == '\r') {
        state = 4;
        continue;
      }
      if (state == 4 && b == '\n') {
        return message.toByteArray();
      }
      if (state == 4) {
        message.write('\r');
      }
      message.write(b);
      state = b == '\r' ? 1 : b == '\n' && state == 1 ? 2 : 0;
    }
    throw new IOException("the connection ended inside a message");
  }

  private InputStream recorded(InputStream source) {
    return new BufferedInputStream(
        new FilterInputStream(source) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            if (count > 0 && count < 4096) {
              upstream.writes.add(new String(into, offset, count, StandardCharsets.UTF_8));
            }
            return count;
          }
        },
        1 << 16);
  }
}
