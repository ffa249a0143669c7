package org.postern.engine.follow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The beginning of the body of an HTTP/1.1 response: RFC 9112 sections 6 and 7. What is longer
/// than is taken is cut off, and so is one that breaks off.
final class HttpBody {

  private static final int MOST = 65_536;
  private static final int LONGEST_SIZE_LINE = 256;

  private HttpBody() {}

  static String beginning(InputStream in, HttpHeader header) throws IOException {
    boolean chunked =
        header
            .value("transfer-encoding")
            .filter(value -> value.toLowerCase(Locale.ROOT).endsWith("chunked"))
            .isPresent();
    byte[] octets = chunked ? chunks(in) : in.readNBytes(Math.min(MOST, length(header)));
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static int length(HttpHeader header) {
    String length = header.value("content-length").orElse("");
    boolean known = !length.isEmpty() && length.length() < 10;
    return known && length.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(length)
        : MOST;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < MOST) {
      int size = size(in);
      if (size <= 0) {
        break;
      }
      byte[] chunk = in.readNBytes(Math.min(size, MOST - all.size()));
      all.writeBytes(chunk);
      if (chunk.length < size || in.read() != '\r' || in.read() != '\n') {
        break;
      }
    }
    return all.toByteArray();
  }

  /// -1 where there is none to read.
  private static int size(InputStream in) throws IOException {
    long size = -1;
    boolean digits = true;
    for (int i = 0; i < LONGEST_SIZE_LINE; i++) {
      int octet = in.read();
      if (octet < 0) {
        return -1;
      }
      if (octet == '\n') {
        return (int) size;
      }
      int digit = Character.digit(octet, 16);
      digits &= digit >= 0;
      if (digits) {
        size = Math.min(Math.max(size, 0) * 16 + digit, MOST + 1);
      }
    }
    return -1;
  }
}
