package org.postern.engine.office;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.postern.engine.unpack.CompoundFile;
import org.postern.engine.unpack.CompoundFile.Entry;

/// Reads a document of the old kind, or the macros of a new one, out of a compound file.
final class CompoundReader {

  private static final int LARGEST = 16 << 20;
  private static final int MOST_OF_A_KIND = 20;

  private CompoundReader() {}

  /// Gives all that the file says to `text`.
  ///
  /// @param code how much code is read at most, in characters
  /// @return whether it was read to its end
  static boolean read(byte[] content, OfficeText text, int code) throws InterruptedException {
    CompoundFile file;
    try {
      file = CompoundFile.open(content);
    } catch (IOException _) {
      return false;
    }
    if (file.has("EncryptedPackage") && file.has("EncryptionInfo")) {
      text.encrypted(); // MS-OFFCRYPTO section 2.3.4
      return false;
    }
    boolean whole = VbaProject.read(file, text.macros(), code);
    for (String name : new String[] {"WordDocument", "Workbook", "Book", "PowerPoint Document"}) {
      int met = 0;
      for (Entry entry : file.streams(name)) {
        if (++met > MOST_OF_A_KIND || entry.size() > LARGEST) {
          whole = false;
          break;
        }
        whole &= document(file, entry, text);
      }
    }
    return whole && file.whole();
  }

  private static boolean document(CompoundFile file, Entry entry, OfficeText text)
      throws InterruptedException {
    byte[] stream = file.read(entry);
    ByteBuffer in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    try {
      return switch (entry.name().toLowerCase(java.util.Locale.ROOT)) {
        case "worddocument" -> WordText.read(in, table(file, entry, in), text);
        case "powerpoint document" -> {
          if (file.has("EncryptedSummary")) {
            text.encrypted(); // MS-PPT section 2.3.7
            yield false;
          }
          SlideText.read(in, text);
          yield true;
        }
        default -> new Workbook(in, text).read();
      };
    } catch (IndexOutOfBoundsException
        | java.nio.BufferUnderflowException
        | IllegalArgumentException _) {
      return false;
    }
  }

  /// The stream beside a text that says where its pieces stand (MS-DOC section 2.5.1,
  /// fWhichTblStm).
  private static ByteBuffer table(CompoundFile file, Entry document, ByteBuffer in)
      throws InterruptedException {
    String name = (in.getShort(10) & 0x0200) == 0 ? "0Table" : "1Table";
    for (Entry entry : file.streams(name)) {
      if (entry.path().equals(document.path()) && entry.size() <= LARGEST) {
        return ByteBuffer.wrap(file.read(entry)).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    return ByteBuffer.allocate(0);
  }
}
