package org.postern.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Leaves out of a progressive JPEG what luminance does not need: the scans of colours alone and
/// those that make earlier ones more exact, which are the larger half of it (ITU-T T.81, annex G).
final class JpegSketch {

  private static final int START_OF_SCAN = 0xda;
  private static final int END = 0xd9;
  private static final int PROGRESSIVE = 0xc2;

  private final byte[] octets;
  private final ByteArrayOutputStream kept;
  private boolean progressive;
  private int first = -1;

  private JpegSketch(byte[] octets) {
    this.octets = octets;
    this.kept = new ByteArrayOutputStream(octets.length);
  }

  /// The same octets where nothing can be left out, or they are not understood.
  static byte[] of(byte[] octets) {
    JpegSketch sketch = new JpegSketch(octets);
    return sketch.read() ? sketch.kept.toByteArray() : octets;
  }

  private boolean read() {
    kept.write(octets, 0, 2);
    int at = 2;
    while (at + 3 < octets.length) {
      int marker = octet(at + 1);
      if (octet(at) != 0xff || marker == 0xff || (marker >= 0xd0 && marker <= 0xd8)) {
        return false;
      }
      if (marker == END) {
        break;
      }
      int end = at + 2 + (octet(at + 2) << 8 | octet(at + 3));
      if (end > octets.length) {
        return false;
      }
      if (marker >= 0xc0 && marker <= 0xc3 && first < 0) {
        progressive = marker == PROGRESSIVE;
        first = octet(at + 10);
      }
      if (marker == START_OF_SCAN) {
        int scanned = scanEnd(end);
        if (!progressive) {
          return false;
        }
        if (wanted(at)) {
          kept.write(octets, at, scanned - at);
        }
        at = scanned;
      } else {
        kept.write(octets, at, end - at);
        at = end;
      }
    }
    kept.writeBytes("\u00ff\u00d9".getBytes(StandardCharsets.ISO_8859_1));
    return progressive;
  }

  /// The first of a scan with luminance in it.
  private boolean wanted(int at) {
    int components = octet(at + 4);
    int parameters = at + 5 + 2 * components;
    boolean exact = octet(parameters + 2) >> 4 != 0;
    return !exact && (components > 1 || octet(at + 5) == first);
  }

  /// Where the next marker stands, those within a scan apart.
  private int scanEnd(int from) {
    int at = from;
    while (at + 1 < octets.length) {
      int next = octet(at + 1);
      if (octet(at) == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
        return at;
      }
      at++;
    }
    return octets.length;
  }

  /// 0 behind the end.
  private int octet(int at) {
    return at < octets.length ? octets[at] & 0xff : 0;
  }
}
