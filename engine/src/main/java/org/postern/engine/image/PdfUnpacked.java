package org.postern.engine.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;

/// The samples of a picture that is packed with Flate alone, row by row as they are unpacked: the
/// library keeps all of them in memory first, some of them twice. Ends early where the octets are
/// damaged. One picture, one thread.
final class PdfUnpacked extends InputStream {

  private static final int MOST_OCTETS = 32 << 20;

  private final Inflater inflater = new Inflater(true);
  private final boolean predicted;
  private final int pixel;

  /// With the kind of prediction before it, where there is one.
  private final byte[] row;

  private byte[] above;
  private byte[] here;
  private int at;

  private PdfUnpacked(byte[] packed, int width, int pixel, boolean predicted) {
    // the two octets of zlib are skipped unseen, as the library does
    inflater.setInput(packed, Math.min(2, packed.length), Math.max(0, packed.length - 2));
    this.predicted = predicted;
    this.pixel = pixel;
    this.row = new byte[width * pixel + (predicted ? 1 : 0)];
    this.above = new byte[width * pixel];
    this.here = new byte[width * pixel];
    this.at = here.length;
  }

  /// Empty where it is packed otherwise.
  ///
  /// @param pixel octets of one
  static Optional<InputStream> of(COSStream picture, int width, int pixel) throws IOException {
    COSBase filter = single(picture.getDictionaryObject(COSName.FILTER, COSName.F));
    COSBase parameters = single(picture.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
    if (!COSName.FLATE_DECODE.equals(filter) && !COSName.FLATE_DECODE_ABBREVIATION.equals(filter)) {
      return Optional.empty();
    }
    int kind = parameters instanceof COSDictionary known ? known.getInt(COSName.PREDICTOR, 1) : 1;
    boolean rows =
        kind >= 10 && parameters instanceof COSDictionary known && fits(known, width, pixel);
    if (kind > 1 && !rows) {
      return Optional.empty();
    }
    try (InputStream in = picture.createRawInputStream()) {
      return Optional.of(new PdfUnpacked(in.readNBytes(MOST_OCTETS), width, pixel, kind > 1));
    }
  }

  private static @org.jspecify.annotations.Nullable COSBase single(
      @org.jspecify.annotations.Nullable COSBase value) {
    return value instanceof COSArray all && all.size() == 1 ? all.getObject(0) : value;
  }

  private static boolean fits(COSDictionary parameters, int width, int pixel) {
    return parameters.getInt(COSName.COLORS, 1) == pixel
        && parameters.getInt(COSName.BITS_PER_COMPONENT, 8) == 8
        && parameters.getInt(COSName.COLUMNS, 1) == width;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!predicted && at == here.length && length >= here.length) {
      int n = inflate(into, from, length);
      return n == 0 ? -1 : n;
    }
    if (at == here.length && !next()) {
      return -1;
    }
    int n = Math.min(length, here.length - at);
    System.arraycopy(here, at, into, from, n);
    at += n;
    return n;
  }

  private int inflate(byte[] into, int from, int length) {
    int done = 0;
    try {
      while (done < length) {
        int n = inflater.inflate(into, from + done, length - done);
        if (n == 0) {
          break; // the end, or nothing more to unpack
        }
        done += n;
      }
    } catch (DataFormatException _) {
      return done; // as far as it went, as the library does it
    }
    return done;
  }

  private boolean next() throws IOException {
    if (inflate(row, 0, row.length) < row.length) {
      return false;
    }
    byte[] last = above;
    above = here;
    here = last;
    System.arraycopy(row, predicted ? 1 : 0, here, 0, here.length);
    if (predicted) {
      switch (row[0]) {
        case 0 -> {} // as they are
        case 1 -> left();
        case 2 -> up();
        case 3 -> average();
        case 4 -> paeth();
        default -> throw new IOException("no such prediction");
      }
    }
    at = 0;
    return true;
  }

  private void left() {
    for (int i = pixel; i < here.length; i++) {
      here[i] += here[i - pixel];
    }
  }

  private void up() {
    for (int i = 0; i < here.length; i++) {
      here[i] += above[i];
    }
  }

  private void average() {
    for (int i = 0; i < here.length; i++) {
      int left = i < pixel ? 0 : here[i - pixel] & 0xff;
      here[i] += (byte) ((left + (above[i] & 0xff)) / 2);
    }
  }

  /// The neighbour nearest to what all three of them make (PNG, 9.4).
  private void paeth() {
    for (int i = 0; i < here.length; i++) {
      int left = i < pixel ? 0 : here[i - pixel] & 0xff;
      int up = above[i] & 0xff;
      int corner = i < pixel ? 0 : above[i - pixel] & 0xff;
      int fromLeft = Math.abs(up - corner);
      int fromUp = Math.abs(left - corner);
      int fromCorner = Math.abs(left + up - 2 * corner);
      here[i] +=
          (byte)
              (fromLeft <= fromUp && fromLeft <= fromCorner
                  ? left
                  : fromUp <= fromCorner ? up : corner);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
