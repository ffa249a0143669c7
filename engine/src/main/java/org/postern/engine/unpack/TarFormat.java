package org.postern.engine.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Tar, told by `ustar` at its place, or by the checksum of the first header in older ones.
final class TarFormat implements Format {

  private static final byte[] USTAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

  @Override
  public boolean matches(byte[] content) {
    if (content.length < BLOCK) {
      return false;
    }
    return Bytes.matches(content, 257, USTAR) || (content[0] != 0 && checksumHolds(content));
  }

  private static boolean checksumHolds(byte[] content) {
    long told = 0;
    for (int i = CHECKSUM; i < CHECKSUM + 6; i++) {
      byte c = content[i];
      if (c >= '0' && c <= '7') {
        told = told * 8 + c - '0';
      } else if (c != ' ' && c != 0) {
        return false;
      }
    }
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean inField = i >= CHECKSUM && i < CHECKSUM + 8;
      sum += inField ? ' ' : content[i] & 0xff;
    }
    return told > 0 && sum == told;
  }

  @Override
  public void read(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(content))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        if (!tar.canReadEntryData(entry)) {
          sink.unreadable(entry.getName(), "a sparse file");
        } else if (!entry.isDirectory()) {
          sink.member(entry.getName(), tar);
        }
      }
    }
  }
}
