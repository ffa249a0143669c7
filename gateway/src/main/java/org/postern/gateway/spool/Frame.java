package org.postern.gateway.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One record of the journal: a header of 28 octets, then the payload in up to two pieces, so that
/// a body is copied only once, into the buffer of the writer.
///
/// The header is the marker of the segment (8 octets), kind (4), id (8), length of the payload (4)
/// and a CRC-32C (4) of kind, id, length and payload. The marker is random, so that no message can
/// hold what looks like a record where a damaged file is searched for the next one.
record Frame(Kind kind, long id, byte[] head, byte[] body, int crc) {

  static final int HEADER = 28;
  private static final int KIND_AT = 8;
  private static final int ID_AT = 12;
  private static final int LENGTH_AT = 20;
  private static final int CRC_AT = 24;
  private static final byte[] NOTHING = {};

  /// What a record says.
  enum Kind {
    /// A message: head as of `SpoolCodec`, then the body unless it has a file of its own.
    PUT(1),
    /// How far a message has come.
    STATE(2),
    /// A message is done with. The head is the number of the first segment that knows it.
    GONE(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Optional<Kind> of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  static Frame of(Kind kind, long id, byte[] head, byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(lead(kind, id, head.length + body.length));
    crc.update(head);
    crc.update(body);
    return new Frame(kind, id, head, body, (int) crc.getValue());
  }

  static Frame of(Kind kind, long id, byte[] head) {
    return of(kind, id, head, NOTHING);
  }

  int length() {
    return HEADER + head.length + body.length;
  }

  private static ByteBuffer lead(Kind kind, long id, int payload) {
    return ByteBuffer.allocate(CRC_AT - KIND_AT)
        .putInt(kind.code)
        .putLong(id)
        .putInt(payload)
        .flip();
  }

  ByteBuffer header(long marker) {
    return ByteBuffer.allocate(HEADER)
        .putLong(marker)
        .put(lead(kind, id, head.length + body.length))
        .putInt(crc)
        .flip();
  }

  /// Reads the record at an offset, whatever its marker; empty when none is there, or when it is
  /// damaged. The payload is all in `head`.
  static Optional<Frame> read(ByteBuffer from, int at) {
    if (from.limit() - at < HEADER) {
      return Optional.empty();
    }
    int payload = from.getInt(at + LENGTH_AT);
    Optional<Kind> kind = Kind.of(from.getInt(at + KIND_AT));
    if (kind.isEmpty() || payload < 0 || payload > from.limit() - at - HEADER) {
      return Optional.empty();
    }
    CRC32C crc = new CRC32C();
    crc.update(from.slice(at + KIND_AT, CRC_AT - KIND_AT));
    crc.update(from.slice(at + HEADER, payload));
    int stored = from.getInt(at + CRC_AT);
    if (stored != (int) crc.getValue()) {
      return Optional.empty();
    }
    byte[] octets = new byte[payload];
    from.get(at + HEADER, octets);
    return Optional.of(new Frame(kind.get(), from.getLong(at + ID_AT), octets, NOTHING, stored));
  }
}
