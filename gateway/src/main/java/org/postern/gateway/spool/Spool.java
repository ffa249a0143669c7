package org.postern.gateway.spool;

import java.io.IOException;
import java.util.List;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;

/// The messages the gateway has answered for. Thread-safe.
public interface Spool extends AutoCloseable {

  /// Takes a message; when it returns the message survives a crash. The spool owns `data` from here
  /// on.
  ///
  /// @throws SpoolFull when there is no room: 452
  /// @throws IOException when the disk failed: 451; the message is not ours
  Spooled commit(Envelope envelope, MessageData data) throws IOException;

  /// Takes a message that is judged already: a released one, or a notification of our own.
  Spooled commit(Envelope envelope, MessageData data, Progress progress) throws IOException;

  /// Writes down how far a message has come. Durable when it returns.
  Spooled update(Spooled message, Progress progress) throws IOException;

  /// The octets of the message, from memory while they are there, else from the file. Fails when
  /// the message is gone.
  byte[] body(Spooled message) throws IOException;

  /// The message waits: its body leaves memory and is read from disk from here on. Called after a
  /// first attempt that failed.
  void park(Spooled message) throws IOException;

  /// The message is done with. Its body is gone from disk once this is flushed, soon afterwards; a
  /// crash in between brings it back.
  void remove(Spooled message) throws IOException;

  /// Everything in the spool, oldest first: at start what a crash left, later what waits.
  List<Spooled> list();

  /// Octets of bodies held in memory.
  long bytesInMemory();

  @Override
  void close() throws IOException;
}
