package org.postern.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/// Makes the benign twin of a message that carries a zip with one small file: the file is another,
/// everything else stays, octet for octet, whatever the zip is encoded in.
///
/// The harmless file is chosen so that its zip has, octet by octet, the same class as the infected
/// one: a control stays this control, a printable octet printable, a hexadecimal digit one, what
/// yEnc or base64 treat differently stays so. Thus all lines keep their length.
final class BenignTwin {

  /// What the twins carry: 68 octets, as the EICAR test file has.
  static final String HARMLESS =
      "Y4ZpQDp Qo7LQlx23xQOi2uc(6Jgcxg VMVVqJraWFO oShT8RUS-VuVSoDyjdpBikHL";

  private static final int CRC_IN_HEADER = 14;
  private static final int CRC_IN_DIRECTORY = 16;
  private static final int GZIP_HEADER = 10;
  private static final Pattern BASE64_BLOCK =
      Pattern.compile("(?:[A-Za-z0-9+/]{1,120}={0,2}\n){2,}+");

  private final byte[] infected;
  private final byte[] harmless;
  private final Recoding[] recodings;

  /// @param infected the zip that the messages carry
  BenignTwin(byte[] infected) throws DataFormatException {
    this.infected = infected.clone();
    this.harmless = withAnotherFile(infected, HARMLESS.getBytes(ISO_8859_1));
    this.recodings = Recoding.all(infected, harmless);
  }

  /// The twin, or nothing where the zip is not found in the message in any known encoding.
  Optional<byte[]> of(byte[] message) {
    String text = new String(message, ISO_8859_1);
    for (Recoding recoding : recodings) {
      Optional<String> twin = recoding.apply(text);
      if (twin.isPresent()) {
        return twin.map(found -> found.getBytes(ISO_8859_1));
      }
    }
    return inBase64(text);
  }

  /// Where a whole message, or a gzip of the zip, is encoded.
  private Optional<byte[]> inBase64(String text) {
    Matcher block = BASE64_BLOCK.matcher(text);
    while (block.find()) {
      byte[] content = Base64.getMimeDecoder().decode(block.group());
      Optional<byte[]> other = isGzip(content) ? gzip(content) : of(content);
      if (other.isPresent() && other.get().length == content.length) {
        String lines = sameLines(block.group(), Base64.getEncoder().encodeToString(other.get()));
        String twin = text.substring(0, block.start()) + lines + text.substring(block.end());
        return Optional.of(twin.getBytes(ISO_8859_1));
      }
    }
    return Optional.empty();
  }

  private static String sameLines(String old, String base64) {
    StringBuilder lines = new StringBuilder();
    int at = 0;
    for (int i = 0; i < old.length(); i++) {
      char c = old.charAt(i);
      lines.append(c == '\n' ? c : base64.charAt(at++));
    }
    return lines.toString();
  }

  private static boolean isGzip(byte[] content) {
    return content.length > GZIP_HEADER && content[0] == 0x1f && (content[1] & 0xff) == 0x8b;
  }

  private Optional<byte[]> gzip(byte[] content) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      if (!Arrays.equals(in.readAllBytes(), infected)) {
        return Optional.empty();
      }
    } catch (IOException broken) {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(content, 0, GZIP_HEADER);
    out.writeBytes(deflated(harmless));
    writeInt(out, crc(harmless));
    writeInt(out, harmless.length);
    return Optional.of(out.toByteArray());
  }

  private static byte[] deflated(byte[] content) {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      byte[] out = new byte[content.length * 2];
      return Arrays.copyOf(out, deflater.deflate(out));
    }
  }

  private static void writeInt(ByteArrayOutputStream out, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }

  private static int crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return (int) crc.getValue();
  }

  /// Puts another file of the same length into a zip with one file in literal fixed codes.
  private static byte[] withAnotherFile(byte[] zip, byte[] content) throws DataFormatException {
    int start = 30 + zip[26] + zip[28];
    byte[] old = new byte[content.length];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(zip, start, zip.length - start);
      if (inflater.inflate(old) != old.length) {
        throw new DataFormatException("the file is shorter than " + old.length);
      }
    }
    byte[] packed = literals(content);
    if (!Arrays.equals(literals(old), Arrays.copyOfRange(zip, start, start + packed.length))) {
      throw new DataFormatException("the file is not packed in literal fixed codes");
    }
    byte[] twin = zip.clone();
    System.arraycopy(packed, 0, twin, start, packed.length);
    ByteArrayOutputStream crc = new ByteArrayOutputStream();
    writeInt(crc, crc(content));
    System.arraycopy(crc.toByteArray(), 0, twin, CRC_IN_HEADER, 4);
    System.arraycopy(crc.toByteArray(), 0, twin, start + packed.length + CRC_IN_DIRECTORY, 4);
    return twin;
  }

  /// RFC 1951 section 3.2.6: one last block, each octet below 144 a code of eight bits.
  private static byte[] literals(byte[] content) {
    byte[] out = new byte[content.length + 2];
    out[0] = 3;
    int bit = 3;
    for (byte octet : content) {
      int code = Integer.reverse(0x30 + octet) >>> 24;
      out[bit / 8] |= (byte) (code << (bit % 8));
      out[bit / 8 + 1] |= (byte) (code >> (8 - bit % 8));
      bit += 8;
    }
    return out;
  }
}
