package org.postern.engine.office;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The strings of the cells of a workbook (MS-XLS section 2.4.265), which go on over several
/// records: where one breaks in the middle of a string, the next begins with how wide its
/// characters are from there on.
final class SharedStrings {

  private static final int MOST = 200_000;

  private final ByteBuffer in;
  private final OfficeText text;
  private ByteBuffer data;
  private int left = MOST;

  SharedStrings(ByteBuffer in, ByteBuffer first, OfficeText text) {
    this.in = in;
    this.data = first;
    this.text = text;
  }

  void read() {
    data.position(8);
    while (left > 0 && (data.hasRemaining() || next())) {
      string();
    }
  }

  private void string() {
    int length = unsigned(2);
    int flags = unsigned(1);
    int runs = (flags & 8) == 0 ? 0 : unsigned(2);
    long more = (flags & 4) == 0 ? 0 : unsigned(4) & 0xffffffffL;
    boolean wide = (flags & 1) != 0;
    StringBuilder one = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (!data.hasRemaining()) {
        if (!next()) {
          break;
        }
        wide = (data.get() & 1) != 0;
      }
      if (data.remaining() < (wide ? 2 : 1)) {
        data.position(data.limit());
        break;
      }
      one.append(wide ? data.getChar() : (char) (data.get() & 0xff));
    }
    left -= one.length() + 1;
    text.say(one);
    text.endLine();
    skip(4L * runs + more);
  }

  private void skip(long octets) {
    long rest = octets;
    while (rest > data.remaining()) {
      rest -= data.remaining();
      if (!next()) {
        data.position(data.limit());
        return;
      }
    }
    data.position(data.position() + (int) rest);
  }

  private int unsigned(int octets) {
    if (!data.hasRemaining()) {
      next();
    }
    return switch (octets) {
      case 1 -> data.get() & 0xff;
      case 2 -> data.getShort() & 0xffff;
      default -> data.getInt();
    };
  }

  /// Goes on with the next record, where that is a continuation.
  private boolean next() {
    if (in.remaining() < 4 || !Workbook.continues(in.getShort(in.position()) & 0xffff)) {
      return false;
    }
    int length = in.getShort(in.position() + 2) & 0xffff;
    if (length > in.remaining() - 4) {
      return false;
    }
    data = in.slice(in.position() + 4, length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + 4 + length);
    return true;
  }
}
