package org.postern.engine.office;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.unpack.CompoundFile;
import org.postern.engine.unpack.CompoundFile.Entry;

/// Reads the code of a project of Visual Basic (MS-OVBA) out of a compound file.
///
/// Each module begins with `Attribute`, compressed; it is looked for by that, in every stream, and
/// not by the offsets of the project's directory: a wrong offset hides code from who believes it,
/// and programs do not need it. Where the code was taken out and only its translation is left
/// (which runs all the same), the names in the project's own stream speak for it.
final class VbaProject {

  private static final int MOST_CODE = 1 << 20;
  private static final int LARGEST = 16 << 20;
  private static final int STARTS_IN_STREAM = 3;
  private static final byte[] BEGIN = "Attribut".getBytes(StandardCharsets.US_ASCII);

  /// Streams that are no modules, and large.
  private static final Set<String> OTHERS =
      Set.of(
          "worddocument",
          "0table",
          "1table",
          "data",
          "workbook",
          "book",
          "powerpoint document",
          "pictures",
          "encryptedpackage",
          "dir");

  private static final Pattern HEADS =
      Pattern.compile(
          "(?m)^[ \\t]{0,20}(?:(?:Attribute|Option|VERSION|MultiUse)\\b[^\\r\\n]{0,1000}|BEGIN|END)[ \\t\\r]{0,20}$",
          Pattern.CASE_INSENSITIVE);

  private VbaProject() {}

  /// Gives the words of its code to `words`.
  ///
  /// @param most code in characters
  /// @return whether all code was read
  static boolean read(CompoundFile file, MacroWords words, int most) throws InterruptedException {
    if (!file.has("VBA") && !file.has("_VBA_PROJECT")) {
      return true;
    }
    int left = Math.min(MOST_CODE, most);
    boolean coded = false;
    for (Entry entry : file.entries()) {
      if (!entry.stream()
          || entry.size() > LARGEST
          || OTHERS.contains(entry.name().toLowerCase(Locale.ROOT))) {
        continue;
      }
      byte[] stream = file.read(entry);
      int met = 0;
      for (int at = begin(stream, 0);
          at >= 0 && met < STARTS_IN_STREAM && left > 0;
          at = begin(stream, at + 1)) {
        met++;
        String code = new String(decompressed(stream, at, left), StandardCharsets.ISO_8859_1);
        left -= code.length();
        String own = HEADS.matcher(code).replaceAll("");
        if (!own.isBlank()) {
          coded = true;
          words.module(entry.name());
          words.code(own);
        }
      }
    }
    if (!coded || words.startless()) {
      translated(file, words, coded);
    }
    return left > 0;
  }

  /// The names that the translated code uses.
  private static void translated(CompoundFile file, MacroWords words, boolean coded)
      throws InterruptedException {
    for (Entry entry : file.streams("_VBA_PROJECT")) {
      if (entry.size() <= MOST_CODE) {
        String names = new String(file.read(entry), StandardCharsets.ISO_8859_1);
        words.starts(names);
        if (!coded && !words.startless()) {
          words.module(entry.name());
          words.code(names);
        }
      }
    }
  }

  /// Where a compressed module begins: the mark of a container, the head of a chunk, eight
  /// literals.
  private static int begin(byte[] stream, int from) {
    for (int at = from; at + 4 + BEGIN.length <= stream.length; at++) {
      if (stream[at] != 1 || (stream[at + 2] & 0x70) != 0x30) {
        continue;
      }
      boolean compressed = stream[at + 2] < 0;
      if (compressed ? stream[at + 3] == 0 && begins(stream, at + 4) : begins(stream, at + 3)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean begins(byte[] stream, int at) {
    return java.util.Arrays.equals(stream, at, at + BEGIN.length, BEGIN, 0, BEGIN.length);
  }

  /// MS-OVBA section 2.4.1; ends at the first octet that does not fit.
  static byte[] decompressed(byte[] in, int start, int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = start + 1;
    while (at + 2 <= in.length && out.size() < most) {
      int head = (in[at] & 0xff) | ((in[at + 1] & 0xff) << 8);
      int end = Math.min(in.length, at + (head & 0xfff) + 3);
      if ((head & 0x7000) != 0x3000) {
        break;
      }
      if (head < 0x8000) {
        out.write(in, at + 2, end - at - 2);
      } else if (!chunk(in, at + 2, end, out)) {
        break;
      }
      at = end;
    }
    byte[] all = out.toByteArray();
    return all.length > most ? java.util.Arrays.copyOf(all, most) : all;
  }

  private static boolean chunk(byte[] in, int from, int end, ByteArrayOutputStream out) {
    byte[] chunk = new byte[4096];
    int length = 0;
    int at = from;
    boolean sound = true;
    while (sound && at < end) {
      int flags = in[at++];
      for (int bit = 0; bit < 8 && sound && at < end; bit++) {
        if (((flags >> bit) & 1) == 0) {
          sound = length < chunk.length;
          if (sound) {
            chunk[length++] = in[at++];
          }
          continue;
        }
        if (at + 1 >= end || length == 0) {
          sound = false;
          continue;
        }
        int token = (in[at] & 0xff) | ((in[at + 1] & 0xff) << 8);
        at += 2;
        int bits = Math.max(4, 32 - Integer.numberOfLeadingZeros(length - 1));
        int copied = (token & (0xffff >> bits)) + 3;
        int back = (token >> (16 - bits)) + 1;
        sound = back <= length && length + copied <= chunk.length;
        for (int i = 0; sound && i < copied; i++) {
          chunk[length] = chunk[length - back];
          length++;
        }
      }
    }
    out.write(chunk, 0, length);
    return sound;
  }
}
