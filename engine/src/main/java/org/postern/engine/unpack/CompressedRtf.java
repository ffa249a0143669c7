package org.postern.engine.unpack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Rich text as Outlook packs it (MS-OXRTFCP). It grows at most eight times or so, thus what comes
/// out is bounded by what goes in.
final class CompressedRtf {

  private static final byte[] DICTIONARY =
      ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
              + "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
              + "{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
          .getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 16;
  private static final int WINDOW = 4096;
  private static final int PACKED = 0x75465a4c;
  private static final int PLAIN = 0x414c454d;

  private CompressedRtf() {}

  /// It is not packed in a known way, or cut off in its header.
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    Damaged(String why) {
      super(why);
    }
  }

  /// The rich text; what is cut off is given as far as it goes.
  static byte[] read(byte[] content) throws Damaged {
    if (content.length < HEADER) {
      throw new Damaged("a header cut off");
    }
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int size = in.getInt(4);
    int kind = in.getInt(8);
    in.position(HEADER);
    if (kind == PLAIN) {
      byte[] text = new byte[Math.clamp(size, 0, in.remaining())];
      in.get(text);
      return text;
    }
    if (kind != PACKED) {
      throw new Damaged("an unknown kind of packing");
    }
    return unpack(in);
  }

  private static byte[] unpack(ByteBuffer in) {
    byte[] window = new byte[WINDOW];
    System.arraycopy(DICTIONARY, 0, window, 0, DICTIONARY.length);
    int write = DICTIONARY.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (in.hasRemaining()) {
      int control = in.get();
      for (int bit = 0; bit < 8 && in.hasRemaining(); bit++) {
        if ((control >> bit & 1) == 0) {
          byte octet = in.get();
          out.write(octet);
          window[write] = octet;
          write = (write + 1) % WINDOW;
          continue;
        }
        if (in.remaining() < 2) {
          return out.toByteArray();
        }
        int reference = (in.get() & 0xff) << 8 | (in.get() & 0xff);
        int from = reference >> 4;
        if (from == write) {
          return out.toByteArray(); // section 2.2.2.1: the end
        }
        for (int i = 0; i < (reference & 15) + 2; i++) {
          byte octet = window[(from + i) % WINDOW];
          out.write(octet);
          window[write] = octet;
          write = (write + 1) % WINDOW;
        }
      }
    }
    return out.toByteArray();
  }
}
