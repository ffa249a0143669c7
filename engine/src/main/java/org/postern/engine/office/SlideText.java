package org.postern.engine.office;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.postern.engine.unpack.SlideAtom;

/// Reads the text and the links of a PowerPoint presentation of the old kind (MS-PPT).
final class SlideText {

  // section 2.13.24
  private static final int TEXT_WIDE = 0x0fa0;
  private static final int TEXT_NARROW = 0x0fa8;
  private static final int STRING = 0x0fba;
  private static final int LINK_TARGET = 1; // instance of a string in a link, section 2.10.16

  private SlideText() {}

  /// @param in the stream PowerPoint Document
  static void read(ByteBuffer in, OfficeText text) {
    for (SlideAtom atom : SlideAtom.of(in)) {
      ByteBuffer content = in.slice(atom.start(), atom.length());
      switch (atom.type()) {
        case TEXT_WIDE -> said(StandardCharsets.UTF_16LE.decode(content), text);
        case TEXT_NARROW -> said(StandardCharsets.ISO_8859_1.decode(content), text);
        case STRING -> {
          String target = StandardCharsets.UTF_16LE.decode(content).toString();
          if (atom.instance() == LINK_TARGET && target.indexOf(':') > 0) {
            text.link(target);
          }
        }
        default -> {
          // pictures, places, times
        }
      }
    }
  }

  private static void said(CharSequence line, OfficeText text) {
    text.say(line.toString().replace('\r', '\n').replace('\u000b', '\n'));
    text.endLine();
  }
}
