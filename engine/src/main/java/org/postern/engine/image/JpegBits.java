package org.postern.engine.image;

/// The bits of a scan of a JPEG, in which the octet ff is followed by 0 (ITU-T T.81, F.1.2.3). One
/// thread.
final class JpegBits {

  private static final int MOST_BITS = 16;

  private final byte[] octets;
  private int at;
  private long bits;
  private int held;

  /// Bits that nobody stored, taken as zeros.
  private int missing;

  JpegBits(byte[] octets, int at) {
    this.octets = octets;
    this.at = at;
  }

  /// Whether more was taken than there was.
  boolean ended() {
    return missing > held;
  }

  private void fill() {
    while (held <= 48) {
      int next = at < octets.length ? octets[at] & 0xff : 0;
      if (at >= octets.length
          || (next == 0xff && (at + 1 >= octets.length || octets[at + 1] != 0))) {
        bits <<= 8;
        missing += 8;
      } else {
        bits = bits << 8 | next;
        at += next == 0xff ? 2 : 1;
      }
      held += 8;
    }
  }

  /// The next value of a code; -1 where there is none.
  int value(JpegCode code) {
    if (held < 2 * MOST_BITS) {
      fill();
    }
    int found = code.look((int) (bits >> (held - JpegCode.LOOK)) & ((1 << JpegCode.LOOK) - 1));
    if (found == 0) {
      found = code.slow((int) (bits >> (held - MOST_BITS)) & 0xffff);
    }
    held -= found >> 8;
    return found == 0 ? -1 : found & 0xff;
  }

  /// The next value of a code, whose last four bits tell the size of the number behind it, with
  /// that number shifted by 8; -1 where there is none.
  int pair(JpegCode code) {
    if (held < 2 * MOST_BITS) {
      fill();
    }
    int whole = code.whole((int) (bits >> (held - JpegCode.LOOK)) & ((1 << JpegCode.LOOK) - 1));
    if (whole != 0) {
      held -= whole & 0xff;
      return whole >> 8;
    }
    int value = value(code);
    return value < 0 ? -1 : number(value & 0xf) << 8 | value;
  }

  /// A number of so many bits, up to 16, right after a value; negative where its first bit is 0.
  int number(int size) {
    held -= size;
    return JpegCode.number((int) (bits >> held), size);
  }

  /// Goes behind the marker that begins a new interval; false where there is none.
  boolean restart() {
    // reading ahead ends before a marker, so that only bits that fill an octet may be left
    if (held - missing >= 8) {
      return false;
    }
    if (at + 1 >= octets.length || (octets[at] & 0xff) != 0xff || (octets[at + 1] & 0xf8) != 0xd0) {
      return false;
    }
    at += 2;
    bits = 0;
    held = 0;
    missing = 0;
    return true;
  }
}
