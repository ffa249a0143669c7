package org.postern.engine.image;

import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.util.Matrix;

/// A picture that stands upright on a page and looks there as it is stored. In points, from the
/// lower left corner of the page's space.
///
/// @param resources by whose names its colours are known
record PdfTile(
    COSStream stream, PDResources resources, double x, double y, double width, double height) {

  private static final double MOST_POINTS = 20_000;

  /// Their shades are stored as they are seen, or the library turns them into colours.
  private static final Set<String> COLOURS =
      Set.of(
          "DeviceGray",
          "DeviceRGB",
          "DeviceCMYK",
          "CalGray",
          "CalRGB",
          "ICCBased",
          "Indexed",
          "G",
          "RGB",
          "CMYK",
          "I");

  /// Empty where it is turned, mirrored, painted with a colour of the page, or stored in colours
  /// whose shades say something else.
  ///
  /// @param place what the unit square becomes
  static Optional<PdfTile> of(COSStream stream, PDResources resources, Matrix place) {
    double width = place.getScaleX();
    double height = place.getScaleY();
    double turned = Math.max(Math.abs(place.getShearX()), Math.abs(place.getShearY()));
    double x = place.getTranslateX();
    double y = place.getTranslateY();
    boolean upright = width > 0 && height > 0 && turned < .001 * Math.min(width, height);
    boolean near =
        Math.max(Math.max(Math.abs(x), Math.abs(y)), Math.max(width, height)) < MOST_POINTS;
    return upright && near && plain(stream)
        ? Optional.of(new PdfTile(stream, resources, x, y, width, height))
        : Optional.empty();
  }

  private static boolean plain(COSStream stream) {
    return !stream.getBoolean(COSName.IMAGE_MASK, false)
        && !stream.getBoolean(COSName.IM, false)
        && straight(stream.getDictionaryObject(COSName.DECODE, COSName.D))
        && known(stream.getDictionaryObject(COSName.COLORSPACE, COSName.CS));
  }

  /// Whether the least value stored is the least shown.
  private static boolean straight(@org.jspecify.annotations.Nullable COSBase decode) {
    if (!(decode instanceof COSArray array)) {
      return decode == null;
    }
    float[] all = array.toFloatArray();
    for (int i = 0; i + 1 < all.length; i += 2) {
      if (all[i] != 0 || all[i + 1] <= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean known(@org.jspecify.annotations.Nullable COSBase colours) {
    COSBase kind = colours instanceof COSArray all && all.size() > 0 ? all.getObject(0) : colours;
    return kind instanceof COSName name && COLOURS.contains(name.getName());
  }

  /// Whether both cover more than a seam of this breadth.
  boolean overlaps(PdfTile other, double seam) {
    return Math.min(x + width, other.x + other.width) - Math.max(x, other.x) > seam
        && Math.min(y + height, other.y + other.height) - Math.max(y, other.y) > seam;
  }
}
