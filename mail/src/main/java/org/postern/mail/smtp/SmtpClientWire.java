package org.postern.mail.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// The octets of one connection: commands are gathered and leave in one write, every wait has its
/// deadline. One thread at a time; only the deadlines come from another.
final class SmtpClientWire implements SmtpClientDeadlines.Waiter, AutoCloseable {

  private static final int BUFFER = 32 * 1024;

  private final Socket raw;
  private final SmtpClientDeadlines deadlines;
  private final SmtpClientLimits limits;
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private Socket socket;
  private OutputStream out;
  private SmtpClientReplies replies;
  private volatile long deadline = SmtpClientDeadlines.NEVER;
  private volatile boolean late;

  SmtpClientWire(Socket connected, SmtpClientDeadlines deadlines, SmtpClientLimits limits)
      throws IOException {
    this.raw = connected;
    this.deadlines = deadlines;
    this.limits = limits;
    connected.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket = connected;
    out = connected.getOutputStream();
    replies = new SmtpClientReplies(connected.getInputStream(), limits);
    deadlines.add(this);
  }

  /// Puts a command line into the buffer, without sending it.
  void command(String line) throws IOException {
    byte[] octets = line.getBytes(StandardCharsets.UTF_8);
    for (byte b : octets) {
      if ((b >= 0 && b < ' ') || b == 0x7f) {
        throw new IllegalArgumentException("a control character in a command");
      }
    }
    if (used + octets.length + 2 > buffer.length) {
      throw new IllegalArgumentException("commands of more than " + BUFFER + " octets");
    }
    System.arraycopy(octets, 0, buffer, used, octets.length);
    used += octets.length;
    buffer[used++] = '\r';
    buffer[used++] = '\n';
  }

  /// Whether so many more octets of commands fit before `send` is due.
  boolean hasRoom(int octets) {
    return used + octets < buffer.length / 2;
  }

  /// Sends the commands gathered so far. Something that came unasked would be taken for the answer
  /// to them, so it ends the connection.
  void send(Duration limit) throws IOException {
    if (unasked()) {
      throw new SmtpConnectionLost("the server spoke out of turn");
    }
    int length = used;
    used = 0;
    write(buffer, 0, length, limit);
  }

  /// Sends a message and its final dot.
  void send(Payload payload) throws IOException {
    new SmtpClientBody(
            buffer, (bytes, offset, length) -> write(bytes, offset, length, limits.dataBlock()))
        .write(payload);
  }

  /// The next reply.
  Reply read(Duration limit) throws IOException {
    arm(limit);
    try {
      return replies.read();
    } catch (IOException e) {
      throw lost(e, limit);
    } finally {
      disarm();
    }
  }

  /// Whether something came that answers no command.
  boolean unasked() {
    return replies.pending();
  }

  /// The TLS handshake after 220.
  SSLSocket encrypt(SSLContext context, String host, Duration limit) throws IOException {
    arm(limit);
    try {
      var secure =
          (SSLSocket) context.getSocketFactory().createSocket(raw, host, raw.getPort(), true);
      var parameters = secure.getSSLParameters();
      if (isName(host)) {
        parameters.setServerNames(List.of(new SNIHostName(host)));
      }
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      socket = secure;
      out = secure.getOutputStream();
      replies = new SmtpClientReplies(secure.getInputStream(), limits);
      return secure;
    } catch (IOException e) {
      throw lost(e, limit);
    } finally {
      disarm();
    }
  }

  @Override
  public long deadline() {
    return deadline;
  }

  /// Called by the thread of the deadlines: whoever reads or writes wakes with an exception.
  @Override
  public void expired() {
    late = true;
    close();
  }

  // Always the raw socket: closing the one with TLS would wait for the writer that hangs.
  @Override
  public void close() {
    deadlines.remove(this);
    try {
      raw.close();
    } catch (IOException _) {
      // nothing is left to be done with it
    }
  }

  boolean closed() {
    return raw.isClosed() || socket.isClosed();
  }

  private void write(byte[] bytes, int offset, int length, Duration limit) throws IOException {
    arm(limit);
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw lost(e, limit);
    } finally {
      disarm();
    }
  }

  private void arm(Duration limit) {
    deadline = deadlines.now() + limit.toNanos();
  }

  private void disarm() {
    deadline = SmtpClientDeadlines.NEVER;
  }

  private SmtpConnectionLost lost(IOException cause, Duration limit) {
    if (late) {
      return new SmtpConnectionLost("no answer within " + limit.toSeconds() + " s", cause);
    }
    if (cause instanceof SmtpConnectionLost known) {
      return known;
    }
    return new SmtpConnectionLost("connection lost: " + cause.getMessage(), cause);
  }

  // Server Name Indication is for names only, RFC 6066 section 3.
  private static boolean isName(String host) {
    boolean letters = false;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      letters |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == ':' || c >= 0x80 || c == '_') {
        return false;
      }
    }
    return letters && !host.endsWith(".");
  }
}
