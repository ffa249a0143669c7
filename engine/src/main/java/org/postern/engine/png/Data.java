package org.postern.engine.png;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What the chunks `IDAT` hold, decompressed as it is asked for. Neither the header of zlib (RFC
/// 1950) nor its checksum is looked at, so that damage there harms nothing.
///
/// One thread: that of the decoder.
final class Data implements AutoCloseable {

  private static final int ZLIB_HEADER = 2;

  private final Inflater inflater = new Inflater(true);
  private final Chunks chunks;
  private int header = ZLIB_HEADER;
  private boolean more;

  /// @param chunks at the first `IDAT`
  Data(Chunks chunks) {
    this.chunks = chunks;
    this.more = feed() || next();
  }

  /// Fills what is asked for, or as much of it as there is before the end or the first damage.
  ///
  /// @return how many octets
  int read(byte[] into, int from, int length) {
    long before = inflater.getBytesWritten();
    try {
      int had = 0;
      while (more && had < length) {
        int got = inflater.inflate(into, from + had, length - had);
        had += got;
        if (got == 0) {
          more = inflater.needsInput() && !inflater.finished() && next();
        }
      }
    } catch (DataFormatException _) {
      // what came before the damage counts
      more = false;
    }
    return (int) (inflater.getBytesWritten() - before);
  }

  /// Other chunks between them are passed over.
  private boolean next() {
    while (chunks.advance()) {
      if (chunks.type() == Chunks.IDAT && feed()) {
        return true;
      }
    }
    return false;
  }

  private boolean feed() {
    int passed = Math.min(header, chunks.length());
    header -= passed;
    inflater.setInput(chunks.octets(), chunks.from() + passed, chunks.length() - passed);
    return chunks.length() > passed;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
