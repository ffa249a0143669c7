package org.postern.mail.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/// Takes a report out of gzip or the first entry of a zip archive, so far and no further than it
/// may be large.
final class Unpacking {

  private Unpacking() {}

  /// The octets unpacked, as they are where they are not packed; empty where they are broken or too
  /// many.
  static Optional<byte[]> unpack(byte[] octets, int atMost) {
    try {
      if (startsWith(octets, 0x1F, 0x8B)) {
        return whole(new GZIPInputStream(new ByteArrayInputStream(octets)), atMost);
      }
      if (startsWith(octets, 'P', 'K')) {
        ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(octets));
        return zip.getNextEntry() == null ? Optional.empty() : whole(zip, atMost);
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // Broken; the second is thrown for names in no charset.
    }
    return octets.length <= atMost ? Optional.of(octets) : Optional.empty();
  }

  private static Optional<byte[]> whole(InputStream in, int atMost) throws IOException {
    try (in) {
      byte[] octets = in.readNBytes(atMost);
      return in.read() < 0 ? Optional.of(octets) : Optional.empty();
    }
  }

  private static boolean startsWith(byte[] octets, int first, int second) {
    return octets.length > 2 && (octets[0] & 0xFF) == first && (octets[1] & 0xFF) == second;
  }
}
