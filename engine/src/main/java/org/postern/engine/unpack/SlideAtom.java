package org.postern.engine.unpack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// A record of a PowerPoint presentation of the old kind that holds content and no other records
/// (MS-PPT section 2.3.1).
///
/// @param type what it holds
/// @param instance tells those of one type apart
/// @param start where its content begins in the stream
/// @param length of its content, in octets, all of which are there
public record SlideAtom(int type, int instance, int start, int length) {

  private static final int HEADER = 8;
  private static final int CONTAINER = 0xf;

  /// All of a stream, as deep as they stand, up to the first that says it is longer than what is
  /// left.
  ///
  /// @param stream the stream PowerPoint Document
  public static Iterable<SlideAtom> of(ByteBuffer stream) {
    return () -> new Walk(stream.duplicate().order(ByteOrder.LITTLE_ENDIAN));
  }

  /// Goes over the heads of containers into what they hold.
  private static final class Walk implements Iterator<SlideAtom> {

    private final ByteBuffer in;

    Walk(ByteBuffer in) {
      this.in = in;
    }

    @Override
    public boolean hasNext() {
      while (in.remaining() >= HEADER && (in.getShort(in.position()) & CONTAINER) == CONTAINER) {
        in.position(in.position() + HEADER);
      }
      if (in.remaining() < HEADER) {
        return false;
      }
      int length = in.getInt(in.position() + 4);
      return length >= 0 && length <= in.remaining() - HEADER;
    }

    @Override
    public SlideAtom next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int instance = (in.getShort() & 0xffff) >> 4;
      int type = in.getShort() & 0xffff;
      int length = in.getInt();
      int start = in.position();
      in.position(start + length);
      return new SlideAtom(type, instance, start, length);
    }
  }
}
