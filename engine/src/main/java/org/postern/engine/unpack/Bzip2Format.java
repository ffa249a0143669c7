package org.postern.engine.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// Bzip2: one stream. Three letters are too little to tell it by; pi in decimal digits opens its
/// first block.
final class Bzip2Format implements Format {

  private static final byte[] MAGIC = {'B', 'Z', 'h'};
  private static final byte[] BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};

  @Override
  public boolean matches(byte[] content) {
    return Bytes.startsWith(content, MAGIC) && Bytes.matches(content, 4, BLOCK);
  }

  @Override
  public void read(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    try (InputStream in = new BZip2CompressorInputStream(new ByteArrayInputStream(content), true)) {
      sink.member("content", in);
    }
  }
}
