package org.postern.mail.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// A connection over TCP, later perhaps with TLS.
///
/// One thread: the session's, but for `hangUp`, `cutWhenStalled` and `close`. While the session
/// waits for the client nobody else touches the output, so that `hangUp` may.
final class SocketWire implements Wire {

  private enum State {
    WORKING,
    WAITING,
    HUNG_UP
  }

  private static final int LINGER_MILLIS = 1_000;
  private static final int LINGER_OCTETS = 1 << 20;

  private final Socket tcp;
  private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);
  private Socket socket;
  private InputStream in;
  private volatile OutputStream out;
  private volatile long busySince;

  SocketWire(Socket tcp) throws IOException {
    this.tcp = tcp;
    this.socket = tcp;
    this.in = tcp.getInputStream();
    this.out = tcp.getOutputStream();
  }

  @Override
  public int read(byte[] into, int from, int length, int millis) throws IOException {
    socket.setSoTimeout(millis);
    if (!state.compareAndSet(State.WORKING, State.WAITING)) {
      return -1;
    }
    try {
      return in.read(into, from, length);
    } catch (IOException e) {
      if (state.get() == State.HUNG_UP) {
        return -1;
      }
      throw e;
    } finally {
      state.compareAndSet(State.WAITING, State.WORKING);
    }
  }

  @Override
  public int available() throws IOException {
    try {
      return in.available();
    } catch (IOException e) {
      if (state.get() == State.HUNG_UP) {
        return 0; // The next read tells.
      }
      throw e;
    }
  }

  @Override
  public void write(byte[] octets, int length) throws IOException {
    if (state.get() == State.HUNG_UP) {
      return;
    }
    busySince = System.nanoTime() | 1;
    out.write(octets, 0, length);
    busySince = 0;
  }

  @Override
  public TlsInfo encrypt(SSLContext context, int millis) throws IOException {
    busySince = System.nanoTime() | 1;
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(tcp, InputStream.nullInputStream(), true);
    tls.setUseClientMode(false);
    tls.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    tls.setSoTimeout(millis);
    tls.startHandshake();
    busySince = 0;
    socket = tls;
    in = tls.getInputStream();
    out = tls.getOutputStream();
    SSLSession session = tls.getSession();
    return new TlsInfo(session.getProtocol(), session.getCipherSuite());
  }

  @Override
  public void linger() {
    if (state.get() == State.HUNG_UP) {
      return;
    }
    try {
      socket.shutdownOutput();
      long end = System.nanoTime() + Duration.ofMillis(LINGER_MILLIS).toNanos();
      byte[] scrap = new byte[1_024];
      int read = 0;
      for (int total = 0; read >= 0 && total < LINGER_OCTETS; total += read) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        socket.setSoTimeout((int) left);
        read = in.read(scrap);
      }
    } catch (IOException _) {
      // The client is gone or waits for us to close: both are what we wait for.
    }
  }

  @Override
  public boolean hangUp(byte[] lastWords) {
    if (!state.compareAndSet(State.WAITING, State.HUNG_UP)) {
      return false;
    }
    try {
      busySince = System.nanoTime() | 1;
      out.write(lastWords);
    } catch (IOException e) {
      Log.SERVER.debug("connection lost", e);
    }
    close();
    return true;
  }

  @Override
  public void cutWhenStalled(Duration limit) {
    long since = busySince;
    if (since != 0 && System.nanoTime() - since > limit.toNanos()) {
      close();
    }
  }

  @Override
  public void close() {
    try {
      tcp.close();
    } catch (IOException e) {
      Log.SERVER.debug("cannot close a connection", e);
    }
  }
}
