package org.postern.engine.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// ActiveMime, the `editdata.mso` of documents saved as a web page or as XML: macros and objects in
/// a compound file, compressed.
final class ActiveMimeFormat implements Format {

  private static final byte[] MAGIC = "ActiveMime".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 50;
  private static final int LONGEST_HEADER = 200;

  @Override
  public boolean matches(byte[] content) {
    return Bytes.startsWith(content, MAGIC);
  }

  @Override
  public void read(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    int start = HEADER;
    for (int at = MAGIC.length; at < Math.min(LONGEST_HEADER, content.length - 1); at++) {
      if (content[at] == 0x78 && ((content[at] << 8) + (content[at + 1] & 0xff)) % 31 == 0) {
        start = at; // RFC 1950 section 2.2
        break;
      }
    }
    int from = Math.min(start, content.length);
    sink.member(
        "editdata.bin",
        new Deflated(new ByteArrayInputStream(content, from, content.length - from)));
  }
}
