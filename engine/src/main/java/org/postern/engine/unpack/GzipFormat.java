package org.postern.engine.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// Gzip (RFC 1952): one stream, several members are read as one.
final class GzipFormat implements Format {

  private static final byte[] MAGIC = {0x1f, (byte) 0x8b, 8};

  @Override
  public boolean matches(byte[] content) {
    return Bytes.startsWith(content, MAGIC);
  }

  @Override
  public void read(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    try (InputStream in =
        GzipCompressorInputStream.builder()
            .setInputStream(new ByteArrayInputStream(content))
            .setDecompressConcatenated(true)
            .get()) {
      sink.member("content", in);
    }
  }
}
