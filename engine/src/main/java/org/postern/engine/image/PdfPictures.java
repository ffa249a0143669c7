package org.postern.engine.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/// Says whether a picture of a PDF file is small enough to be decoded. The size it declares, the
/// size its masks declare and the size its octets say can all differ.
final class PdfPictures {

  /// A page scanned at 300 dots an inch.
  private static final long MOST_PIXELS = 9_000_000;

  /// A fax decodes to a bit for each pixel.
  private static final long MOST_FAX_PIXELS = 40_000_000;

  private static final int MOST_OCTETS = 8 << 20;

  boolean fit(PDImage image) throws IOException {
    if (!(image instanceof PDImageXObject object)) {
      return declared(image) && coded(image);
    }
    if (!declared(object) || !coded(object)) {
      return false;
    }
    PDImageXObject soft = object.getSoftMask();
    PDImageXObject hard = object.getMask();
    return (soft == null || (declared(soft) && coded(soft)))
        && (hard == null || (declared(hard) && coded(hard)));
  }

  private static boolean declared(PDImage image) {
    return image.getWidth() > 0
        && image.getHeight() > 0
        && (long) image.getWidth() * image.getHeight() <= MOST_PIXELS
        && image.getBitsPerComponent() <= 16;
  }

  /// What the octets say.
  private static boolean coded(PDImage image) throws IOException {
    COSDictionary dictionary = image.getCOSObject();
    COSBase filters = dictionary.getDictionaryObject(COSName.FILTER, COSName.F);
    String names = String.valueOf(filters);
    if (jpeg(dictionary)) {
      return jpeg(image);
    }
    if (names.contains("JPX") || names.contains("JBIG2")) {
      return false; // there is no decoder
    }
    boolean fax = names.contains("CCF") || names.contains("CCITT");
    return !fax || fax(dictionary);
  }

  /// Whether its last filter is that of JPEG.
  static boolean jpeg(COSDictionary picture) {
    return String.valueOf(picture.getDictionaryObject(COSName.FILTER, COSName.F)).contains("DCT");
  }

  private static boolean jpeg(PDImage image) throws IOException {
    try (InputStream in = image.createInputStream(List.of("DCTDecode", "DCT"))) {
      Optional<ImageHeader> header = ImageHeader.of(in.readNBytes(MOST_OCTETS));
      return header
          .filter(known -> known.sized() && known.area() <= MOST_PIXELS && known.scans() < 40)
          .isPresent();
    }
  }

  private static boolean fax(COSDictionary dictionary) {
    COSBase parameters = dictionary.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
    if (parameters instanceof COSArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.getObject(i) instanceof COSDictionary one && !faxFits(one)) {
          return false;
        }
      }
    }
    return !(parameters instanceof COSDictionary one) || faxFits(one);
  }

  private static boolean faxFits(COSDictionary parameters) {
    long columns = parameters.getInt(COSName.COLUMNS, 1728);
    long rows = parameters.getInt(COSName.ROWS, 0);
    return columns > 0 && columns <= 20_000 && rows >= 0 && columns * rows <= MOST_FAX_PIXELS;
  }
}
