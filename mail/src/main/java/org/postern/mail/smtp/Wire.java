package org.postern.mail.smtp;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// The connection under a session. [SocketWire] is the real one; tests have one in memory.
interface Wire {

  /// Reads at least one octet; -1 at the end. `SocketTimeoutException` after `millis`.
  int read(byte[] into, int from, int length, int millis) throws IOException;

  /// How many octets can be read without waiting; may say fewer than there are.
  int available() throws IOException;

  /// Writes all octets at once.
  void write(byte[] octets, int length) throws IOException;

  /// Shakes hands as a server.
  TlsInfo encrypt(SSLContext context, int millis) throws IOException;

  /// Waits shortly until the client has taken the last reply: closing with unread input would throw
  /// it away.
  void linger();

  /// Says `lastWords` and closes, when the session is waiting for the client; false when it works.
  /// Called by other threads.
  boolean hangUp(byte[] lastWords);

  /// Closes when one write or the handshake has lasted longer than `limit`. Called by other
  /// threads.
  void cutWhenStalled(Duration limit);

  void close();
}
