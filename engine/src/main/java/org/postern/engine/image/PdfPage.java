package org.postern.engine.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
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

  /// More than these are drawn.
  private static final int MOST_TILES = 400;

  /// A picture shown broader or higher than it is by more than this is not as it is stored.
  private static final double STRETCHED = 1.3;

  /// A picture on a page.
  ///
  /// @param resources by whose names its colours are known
  record Picture(COSStream stream, PDResources resources) {}

  private final List<Picture> pictures = new ArrayList<>();
  private final List<PdfTile> tiles = new ArrayList<>();
  private boolean tiled = true;
  private int paths;
  private boolean pieces;

  /// Takes note of an operator of the page or of a form on it.
  ///
  /// @param place where the page stands that it draws on
  void saw(Operator operator, List<COSBase> operands, PDResources resources, Matrix place) {
    switch (operator.getName()) {
      case "re", "m" -> paths++;
      case "BI" -> {
        pieces = true;
        tiled = false;
      }
      case "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh" -> tiled = false;
      case "gs" -> {
        if (resources != null
            && !operands.isEmpty()
            && operands.getFirst() instanceof COSName name) {
          tiled &= opaque(name, resources);
        }
      }
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
    if (stream == null) {
      return;
    }
    tile(stream, resources, place);
    if (pictures.stream().anyMatch(known -> known.stream().equals(stream))) {
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

  private void tile(COSStream stream, PDResources resources, Matrix place) {
    if (tiled) {
      Optional<PdfTile> tile = PdfTile.of(stream, resources, place);
      tiled = tile.isPresent() && tiles.size() < MOST_TILES;
      tile.ifPresent(tiles::add);
    }
  }

  /// Whether pictures are painted by this state as they are.
  private static boolean opaque(COSName name, PDResources resources) {
    var all = resources.getCOSObject().getCOSDictionary(COSName.EXT_G_STATE);
    var state = all == null ? null : all.getCOSDictionary(name);
    if (state == null) {
      return true;
    }
    COSBase blended = state.getDictionaryObject(COSName.BM);
    boolean normal =
        blended == null || COSName.NORMAL.equals(blended) || COSName.COMPATIBLE.equals(blended);
    return normal
        && !(state.getDictionaryObject(COSName.SMASK) instanceof COSDictionary)
        && state.getFloat(COSName.CA_NS, 1) == 1;
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

  /// Takes note that more stands on the page than its content says.
  void stamped() {
    tiled = false;
  }

  /// The pictures the page is put together of, side by side; empty where anything else is painted
  /// on it, or one over the other.
  ///
  /// @param seam so broad, in points, may they cover each other
  Optional<List<PdfTile>> tiles(double seam) {
    if (!tiled) {
      return Optional.empty();
    }
    for (int i = 0; i < tiles.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (tiles.get(i).overlaps(tiles.get(j), seam)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(tiles);
  }

  /// Whether there is anything to see but letters.
  boolean drawing() {
    return composed() || !pictures.isEmpty();
  }
}
