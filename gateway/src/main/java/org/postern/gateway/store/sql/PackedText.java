package org.postern.gateway.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.postern.gateway.store.StoreFailed;

/// Short JSON texts, compressed. The first octet tells how: 0 as it is, 1 deflated with the first
/// dictionary. One thread.
final class PackedText implements AutoCloseable {
  private static final byte PLAIN = 0;
  private static final byte DEFLATED = 1;

  /// Below that many octets compressing gains nothing.
  private static final int SMALL = 128;

  /// Above that many octets a packed text is not believed.
  private static final int LARGEST = 64 << 20;

  /// What these texts have in common, the most frequent last. Never change it: what was stored with
  /// it needs it. A better one gets a number of its own.
  private static final byte[] DICTIONARY =
      ("{\"time\":\"2026-\",\"client_ip\":\"\",\"helo\":\"\",\"mail_from\":\"\",\"rcpt\":\"\","
              + "\"subject\":\"\",\"message_id\":\"<\",\"category\":\"CONFIRMED_VIRUS\""
              + "\"SUSPECTED_VIRUS\"\"FORBIDDEN_CONTENT\"\"PHISHING\"\"CONFIRMED_SPAM\""
              + "\"FALSE_BOUNCE\"\"SUSPECTED_SPAM\"\"BULK\"\"INFOMAIL\"\"CLEAN\""
              + "\"disposition\":\"reject\"\"hold\"\"mark\"\"deliver\",\"outcomes\":[{\"check\":\""
              + "\",\"took_ms\":0.\"findings\":[{\"group\":\"\",\"stage\":\"ACTIVE\""
              + "\"PRELIMINARY\",\"strength\":1.0,\"points\":0.,\"evidence\":[\"\"]},"
              + "{\"symbol\":\"")
          .getBytes(UTF_8);

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private byte[] buffer = new byte[8192];

  byte[] pack(String text) {
    byte[] plain = text.getBytes(UTF_8);
    if (plain.length >= SMALL) {
      int room = plain.length + 1;
      if (buffer.length < room) {
        buffer = new byte[room];
      }
      deflater.reset();
      deflater.setDictionary(DICTIONARY);
      deflater.setInput(plain);
      deflater.finish();
      int length = deflater.deflate(buffer, 1, plain.length);
      if (deflater.finished()) {
        buffer[0] = DEFLATED;
        return Arrays.copyOf(buffer, length + 1);
      }
    }
    byte[] packed = new byte[plain.length + 1];
    packed[0] = PLAIN;
    System.arraycopy(plain, 0, packed, 1, plain.length);
    return packed;
  }

  static String unpack(byte[] packed) {
    return switch (packed.length == 0 ? -1 : packed[0]) {
      case PLAIN -> new String(packed, 1, packed.length - 1, UTF_8);
      case DEFLATED -> inflate(packed);
      default -> throw new StoreFailed("a text in the database is packed in an unknown way");
    };
  }

  private static String inflate(byte[] packed) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(packed.length * 4);
    byte[] portion = new byte[8192];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setDictionary(DICTIONARY);
      inflater.setInput(packed, 1, packed.length - 1);
      while (!inflater.finished() && text.size() <= LARGEST) {
        int length = inflater.inflate(portion);
        if (length == 0 && !inflater.finished()) {
          throw new StoreFailed("a packed text in the database is cut off");
        }
        text.write(portion, 0, length);
      }
    } catch (DataFormatException e) {
      throw new StoreFailed("a packed text in the database is damaged", e, false);
    }
    return text.toString(UTF_8);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
