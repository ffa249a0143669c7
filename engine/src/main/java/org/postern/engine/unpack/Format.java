package org.postern.engine.unpack;

import java.io.IOException;

/// One kind of container. Told by its content, never by a name.
interface Format {

  /// Whether the content is of this kind.
  boolean matches(byte[] content);

  /// Hands out the members. An [IOException] means that the rest cannot be read.
  void read(byte[] content, Sink sink) throws IOException, Budget.Exceeded, InterruptedException;

  /// Takes what a container holds.
  interface Sink {

    /// A file: the stream is read to its end at once.
    void member(String name, java.io.InputStream content)
        throws IOException, Budget.Exceeded, InterruptedException;

    /// A file that needs a password.
    void encrypted(String name);

    /// A file that cannot be read.
    void unreadable(String name, String why);

    /// The container holds more than is read: `what` names the bound.
    void cut(String what);
  }
}
