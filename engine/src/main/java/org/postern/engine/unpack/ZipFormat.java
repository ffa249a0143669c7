package org.postern.engine.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/// Zip and what is built on it (jar, docx, odt). Some readers believe the directory at the end,
/// others the headers before each file: both are read, and where they tell the same number of files
/// the second way is left out.
final class ZipFormat implements Format {

  private static final Needle LOCAL = new Needle(new byte[] {'P', 'K', 3, 4});
  private static final Needle END = new Needle(new byte[] {'P', 'K', 5, 6});
  private static final int TAIL = 66_000;
  private static final int HEADER = 30;

  @Override
  public boolean matches(byte[] content) {
    return LOCAL.startOf(content) || (Bytes.holdBelow(content, 7) && holdsZip(content));
  }

  /// Only asked where control characters stand that text never has, but all of zip's marks.
  private static boolean holdsZip(byte[] content) {
    return END.find(content, content.length - TAIL) >= 0 || firstHeader(content) >= 0;
  }

  /// Where the first header of a file stands: unpackers that repair look for it behind anything.
  private static int firstHeader(byte[] content) {
    int at = LOCAL.find(content, 0);
    while (at >= 0 && !isHeader(content, at)) {
      at = LOCAL.find(content, at + 1);
    }
    return at;
  }

  /// Whether version, method and the length of the name can be those of a file.
  private static boolean isHeader(byte[] content, int at) {
    return content.length - at >= HEADER
        && (content[at + 4] & 0xff) < 100
        && (content[at + 8] & 0xff) < 100
        && content[at + 9] == 0
        && content[at + 27] < 4;
  }

  @Override
  public void read(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    int listed;
    try {
      listed = byDirectory(content, sink);
    } catch (IOException | IllegalArgumentException broken) {
      if (byHeaders(content, sink) == 0) {
        throw new IOException(broken.getMessage(), broken);
      }
      return;
    }
    if (localHeaders(content) > listed) {
      byHeaders(content, sink);
    }
  }

  private static int byDirectory(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    int listed = 0;
    try (ZipFile zip =
        ZipFile.builder()
            .setSeekableByteChannel(new SeekableInMemoryByteChannel(content))
            .setIgnoreLocalFileHeader(true)
            .get()) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        listed++;
        if (entry.getGeneralPurposeBit().usesEncryption()) {
          sink.encrypted(entry.getName());
        } else if (!zip.canReadEntryData(entry)) {
          sink.unreadable(entry.getName(), "compression method " + entry.getMethod());
        } else if (!entry.isDirectory() || entry.getSize() > 0) {
          try (InputStream in = zip.getInputStream(entry)) {
            sink.member(entry.getName(), in);
          }
        }
      }
    }
    return listed;
  }

  private static int byHeaders(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    int start = Math.max(0, firstHeader(content));
    int met = 0;
    try (ZipArchiveInputStream zip =
        new ZipArchiveInputStream(
            new ByteArrayInputStream(content, start, content.length - start),
            "UTF-8",
            true,
            true)) {
      ZipArchiveEntry entry;
      while ((entry = zip.getNextEntry()) != null) {
        met++;
        if (entry.getGeneralPurposeBit().usesEncryption()) {
          sink.encrypted(entry.getName());
        } else if (!zip.canReadEntryData(entry)) {
          sink.unreadable(entry.getName(), "compression method " + entry.getMethod());
        } else {
          sink.member(entry.getName(), zip);
        }
      }
    }
    return met;
  }

  private static int localHeaders(byte[] content) {
    int count = 0;
    int at = LOCAL.find(content, 0);
    while (at >= 0) {
      count++;
      at = LOCAL.find(content, at + LOCAL.length());
    }
    return count;
  }
}
