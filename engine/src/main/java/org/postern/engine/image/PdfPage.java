package org.postern.engine.image;

import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.util.Matrix;

/// What stands on one page of a PDF file besides letters, counted while its text is read. One
/// thread.
final class PdfPage {

  /// A code drawn with rectangles has hundreds.
  private static final int MANY_PATHS = 150;

  /// More than these are pieces of something.
  private static final int MOST_PICTURES = 6;

  /// A picture shown broader or higher than it is by more than this is not as it is stored.
  private static final double STRETCHED = 1.3;

  /// A picture on a page.
  ///
  /// @param resources by whose names its colours are known
  record Picture(COSStream stream, PDResources resources) {}

  private final List<Picture> pictures = new ArrayList<>();
  private int paths;
  private boolean pieces;

  /// Takes note of an operator of the page or of a form on it.
  ///
  /// @param place where the page stands that it draws on
  void saw(Operator operator, List<COSBase> operands, PDResources resources, Matrix place) {
    switch (operator.getName()) {
      case "re", "m" -> paths++;
      case "BI" -> pieces = true;
      case "Do" -> {
        if (!operands.isEmpty()
            && operands.getFirst() instanceof COSName name
            && resources != null
            && resources.isImageXObject(name)) {
          picture(name, resources, place);
        }
      }
      default -> {} // letters, lines and colours
    }
  }

  private void picture(COSName name, PDResources resources, Matrix place) {
    var all = resources.getCOSObject().getCOSDictionary(COSName.XOBJECT);
    COSStream stream = all == null ? null : all.getCOSStream(name);
    if (stream == null || pictures.stream().anyMatch(known -> known.stream().equals(stream))) {
      return;
    }
    int width = stream.getInt(COSName.WIDTH);
    int height = stream.getInt(COSName.HEIGHT);
    if (pictures.size() >= MOST_PICTURES || stretched(place, width, height)) {
      pieces = true;
    } else if (Math.min(width, height) >= QrReader.LEAST_SIDE) {
      pictures.add(new Picture(stream, resources));
    } else if (Math.max(width, height) >= QrReader.LEAST_SIDE) {
      pieces = true;
    }
  }

  private static boolean stretched(Matrix place, double width, double height) {
    double shown = place.getScalingFactorX() * height;
    double stored = place.getScalingFactorY() * width;
    return Math.max(shown, stored) > STRETCHED * Math.min(shown, stored);
  }

  /// Those that may hold a code, as they are stored.
  List<Picture> pictures() {
    return pictures;
  }

  /// Whether a code may be made of lines or of several pictures, so that it is seen on the drawn
  /// page alone.
  boolean composed() {
    return pieces || paths > MANY_PATHS;
  }

  /// Whether there is anything to see but letters.
  boolean drawing() {
    return composed() || !pictures.isEmpty();
  }
}
