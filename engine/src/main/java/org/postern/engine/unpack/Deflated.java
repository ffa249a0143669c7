package org.postern.engine.unpack;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/// Inflates a stream that programs write without its end (RFC 1950), as far as it goes.
final class Deflated extends InflaterInputStream {

  Deflated(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (EOFException _) {
      return -1;
    }
  }
}
