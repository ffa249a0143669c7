package org.postern.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.postern.engine.vp8l.Transparency;
import org.postern.engine.vp8l.Vp8l;

/// Where the first picture lies in a WebP file. The size is that in the picture's own octets, and
/// [#alone] gives a file of it alone: colour profiles, other frames and whatever else a file may
/// hold reach no decoder.
///
/// Source: RFC 9649 sections 2 and 3.4, RFC 6386 section 9.1
///
/// @param at of its chunk
/// @param length of what is in the chunk
/// @param cover where the chunk of its transparency lies; 0 where it has none of its own
record WebP(int at, int length, boolean lossless, int width, int height, int cover) {

  private static final int HEADER = 12;
  private static final int CHUNK = 8;

  /// Of a frame of an animation, before its own chunks.
  private static final int FRAME = 16;

  private static final int MOST_CHUNKS = 100;

  private static final int SIDE = 0x3fff;

  /// Empty where there is none, or one without a size.
  static Optional<WebP> of(byte[] octets) {
    ByteBuffer file = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    int at = HEADER;
    int cover = 0;
    for (int i = 0; i < MOST_CHUNKS && at >= 0 && at <= octets.length - CHUNK; i++) {
      String name = new String(octets, at, 4, StandardCharsets.ISO_8859_1);
      long said = file.getInt(at + 4) & 0xffff_ffffL;
      int length = (int) Math.min(said, octets.length - at - CHUNK);
      switch (name) {
        case "VP8 " -> {
          return lossy(file, at, length, cover);
        }
        case "VP8L" -> {
          return lossless(file, at, length);
        }
        case "ANMF" -> at += CHUNK + FRAME;
        default -> {
          cover = name.equals("ALPH") ? at : cover;
          at += CHUNK + length + (length & 1);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<WebP> lossy(ByteBuffer file, int at, int length, int cover) {
    int start = at + CHUNK;
    boolean key =
        length >= 10
            && (file.get(start) & 1) == 0
            && file.get(start + 3) == (byte) 0x9d
            && file.get(start + 4) == 0x01
            && file.get(start + 5) == 0x2a;
    return key
        ? Optional.of(
            new WebP(
                at,
                length,
                false,
                file.getShort(start + 6) & SIDE,
                file.getShort(start + 8) & SIDE,
                cover))
        : Optional.empty();
  }

  private static Optional<WebP> lossless(ByteBuffer file, int at, int length) {
    if (length < 5 || file.get(at + CHUNK) != 0x2f) {
      return Optional.empty();
    }
    int bits = file.getInt(at + CHUNK + 1);
    return Optional.of(new WebP(at, length, true, (bits & SIDE) + 1, (bits >> 14 & SIDE) + 1, 0));
  }

  /// Its pixels, where it is one without loss.
  Vp8l.Decoding pixels(byte[] octets, int most, BooleanSupplier late) {
    return Vp8l.decode(octets, at + CHUNK, at + CHUNK + length, most, late);
  }

  /// How much of each pixel is seen; empty where that is all, or it cannot be told.
  Optional<byte[]> cover(byte[] octets, BooleanSupplier late) {
    if (cover == 0) {
      return Optional.empty();
    }
    int from = cover + CHUNK;
    int length = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).getInt(cover + 4);
    int end = (int) Math.min(at, from + (length & 0xffff_ffffL));
    return Transparency.decode(octets, from, end, width, height, late);
  }

  /// A file of this picture and nothing else.
  byte[] alone(byte[] octets) {
    int padded = length + (length & 1);
    ByteBuffer file = ByteBuffer.allocate(HEADER + CHUNK + padded).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + CHUNK + padded);
    file.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(octets, at, 4).putInt(length);
    file.put(octets, at + CHUNK, length);
    return file.array();
  }
}
