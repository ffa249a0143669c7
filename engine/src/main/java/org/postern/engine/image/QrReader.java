package org.postern.engine.image;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.Reader;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.aztec.AztecReader;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.datamatrix.DataMatrixReader;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Reads the codes of a picture: QR, several of them too; Aztec and Data Matrix. Tries what phones
/// manage as well: light on dark, blurred, specked, made of dots. Thread-safe.
final class QrReader {

  /// Smaller pictures hold no code.
  static final int LEAST_SIDE = 21;

  /// The smallest pictures are enlarged to about this many pixels on their longer side.
  private static final int ENLARGE_BELOW = 120;

  /// First tried at about this many pixels; codes fill much of their picture.
  private static final int FIRST_PIXELS = 600_000;

  /// How many times as long as broad a picture may be that is nothing but a code.
  private static final double SQUARE = 1.35;

  /// Smaller pictures are cheap enough to be searched for codes of every shape.
  private static final int SMALL = 100_000;

  private static final int MARGIN = 12;
  private static final int LEAST_CONTRAST = 24;
  private static final int MOST_CODES = 8;
  private static final int MOST_TEXT = 4_000;
  private static final Map<DecodeHintType, ?> HINTS =
      Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE);

  /// The texts of all codes found; stops early, with fewer tries, once `late` says so.
  List<String> read(BufferedImage image, BooleanSupplier late) {
    return read(Gray.of(image), late);
  }

  /// The same of a picture in shades of gray.
  List<String> read(Gray gray, BooleanSupplier late) {
    int longer = Math.max(gray.getWidth(), gray.getHeight());
    int shorter = Math.min(gray.getWidth(), gray.getHeight());
    if (shorter < LEAST_SIDE) {
      return List.of();
    }
    if (longer < ENLARGE_BELOW) {
      return tries(gray.enlarged(ENLARGE_BELOW / longer + 2, MARGIN), late);
    }
    int step = 1;
    while (((long) gray.getWidth() * gray.getHeight()) / ((long) step * step) > FIRST_PIXELS) {
      step++;
    }
    boolean eyes = FinderPatterns.ofCode(gray);
    if (!eyes && shorter * SQUARE < longer && longer * shorter > SMALL) {
      return List.of();
    }
    List<String> codes = tries(gray.shrunk(step, MARGIN), late);
    return !codes.isEmpty() || step == 1 || !eyes || late.getAsBoolean()
        ? codes
        : qr(new HybridBinarizer(gray.shrunk(1, MARGIN)));
  }

  /// Reads a page as it was drawn here, on which nothing is blurred or specked.
  List<String> readDrawn(BufferedImage page, BooleanSupplier late) {
    return readDrawn(Gray.of(page), late);
  }

  /// The same of a page in shades of gray.
  List<String> readDrawn(Gray gray, BooleanSupplier late) {
    if (!FinderPatterns.ofCode(gray)) {
      return List.of();
    }
    List<String> codes = qr(new HybridBinarizer(gray.shrunk(2, MARGIN)));
    return codes.isEmpty() && !late.getAsBoolean()
        ? qr(new HybridBinarizer(gray.shrunk(1, MARGIN)))
        : codes;
  }

  /// Reads in several ways until one finds something; what costs more than to look for the eyes of
  /// a code is tried where there are some.
  private static List<String> tries(Gray gray, BooleanSupplier late) {
    if (gray.contrast() < LEAST_CONTRAST) {
      return List.of();
    }
    HybridBinarizer hybrid = new HybridBinarizer(gray);
    List<String> codes = qr(hybrid);
    if (codes.isEmpty() && !late.getAsBoolean()) {
      codes = other(hybrid);
    }
    if (!codes.isEmpty() || late.getAsBoolean()) {
      return codes;
    }
    if (FinderPatterns.ofCode(gray)) {
      codes = qr(new HybridBinarizer(gray.invert()));
      if (codes.isEmpty() && !late.getAsBoolean()) {
        codes = qr(new GlobalHistogramBinarizer(gray));
      }
    }
    if (codes.isEmpty() && !late.getAsBoolean()) {
      Gray smooth = gray.median();
      if (FinderPatterns.ofCode(smooth)) {
        codes = qr(new HybridBinarizer(smooth));
      }
    }
    return codes;
  }

  private static List<String> qr(Binarizer binarizer) {
    try {
      return texts(new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(binarizer), HINTS));
    } catch (ReaderException | RuntimeException _) {
      // RuntimeException: the library indexes out of its arrays on some pictures
      return List.of();
    }
  }

  private static List<String> other(Binarizer binarizer) {
    List<String> aztec = one(new AztecReader(), binarizer);
    return aztec.isEmpty() ? one(new DataMatrixReader(), binarizer) : aztec;
  }

  private static List<String> one(Reader reader, Binarizer binarizer) {
    try {
      return texts(reader.decode(new BinaryBitmap(binarizer), HINTS));
    } catch (ReaderException | RuntimeException _) {
      return List.of(); // no such code
    }
  }

  private static List<String> texts(Result... results) {
    Set<String> texts = new LinkedHashSet<>();
    Arrays.stream(results)
        .limit(MOST_CODES)
        .map(Result::getText)
        .map(text -> text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text)
        .filter(text -> !text.isBlank())
        .forEach(texts::add);
    return List.copyOf(texts);
  }
}
