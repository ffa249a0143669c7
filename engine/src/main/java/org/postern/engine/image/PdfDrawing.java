package org.postern.engine.image;

import static java.awt.RenderingHints.KEY_ANTIALIASING;
import static java.awt.RenderingHints.KEY_INTERPOLATION;
import static java.awt.RenderingHints.VALUE_ANTIALIAS_ON;
import static java.awt.RenderingHints.VALUE_INTERPOLATION_BILINEAR;

import java.awt.Color;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDPattern;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/// Draws pages of a PDF file to few pixels: without shadings, without pictures that are too large,
/// and no longer than it may take. One file, one thread.
final class PdfDrawing extends PDFRenderer {

  /// Twice the size of a point: 144 pixels an inch, where the page is not too large.
  private static final float SCALE = 2;

  private static final double MOST_PIXELS = 2_500_000;

  private static final int MOST_DEPTH = 6;

  private final PdfPictures sizes = new PdfPictures();
  private final BooleanSupplier late;
  private final boolean letters;

  /// With all that a reader sees.
  static PdfDrawing of(PDDocument document, BooleanSupplier late) {
    return new PdfDrawing(document, true, late);
  }

  /// Without letters, whose fonts take the most of the time.
  static PdfDrawing ofCodes(PDDocument document, BooleanSupplier late) {
    return new PdfDrawing(document, false, late);
  }

  private PdfDrawing(PDDocument document, boolean letters, BooleanSupplier late) {
    super(document);
    this.letters = letters;
    this.late = late;
    setSubsamplingAllowed(true);
    // finer ways to scale pictures cost more than all else and show no code better
    RenderingHints hints = new RenderingHints(KEY_INTERPOLATION, VALUE_INTERPOLATION_BILINEAR);
    hints.put(KEY_ANTIALIASING, VALUE_ANTIALIAS_ON);
    setRenderingHints(hints);
  }

  /// Draws one page, the first is 0.
  BufferedImage draw(int page) throws IOException {
    PDRectangle box = document.getPage(page).getCropBox();
    return renderImage(page, scale(box), ImageType.RGB);
  }

  /// How many pixels a point of a page becomes.
  static float scale(PDRectangle box) throws IOException {
    double area = Math.max(1, (double) box.getWidth() * box.getHeight());
    float scale = (float) Math.min(SCALE, Math.sqrt(MOST_PIXELS / area));
    if (box.getWidth() * scale > 10_000 || box.getHeight() * scale > 10_000) {
      throw new IOException("a page of strange shape");
    }
    return scale;
  }

  @Override
  protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
    return new Drawer(parameters);
  }

  private final class Drawer extends PageDrawer {
    private int depth;

    Drawer(PageDrawerParameters parameters) throws IOException {
      super(parameters);
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
      if (late.getAsBoolean()) {
        throw new IOException("drawing takes too long");
      }
      super.processOperator(operator, operands);
    }

    /// One operator can show millions.
    @Override
    protected void showGlyph(Matrix place, PDFont font, int code, Vector width) throws IOException {
      if (late.getAsBoolean()) {
        throw new IOException("drawing takes too long");
      }
      if (letters) {
        super.showGlyph(place, font, code, width);
      }
    }

    @Override
    public void drawImage(PDImage image) throws IOException {
      if (!late.getAsBoolean() && sizes.fit(image)) {
        super.drawImage(image);
      }
    }

    @Override
    public void shadingFill(COSName shading) {
      // costs much and shows neither codes nor letters
    }

    @Override
    protected Paint getPaint(PDColor color) throws IOException {
      return color.getColorSpace() instanceof PDPattern ? Color.LIGHT_GRAY : super.getPaint(color);
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
      if (enters()) {
        super.showForm(form);
        depth--;
      }
    }

    @Override
    public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
      if (enters()) {
        super.showTransparencyGroup(group);
        depth--;
      }
    }

    @Override
    protected void processSoftMask(PDTransparencyGroup group) throws IOException {
      if (enters()) {
        super.processSoftMask(group);
        depth--;
      }
    }

    /// Each level can take the room of another page.
    private boolean enters() {
      if (depth >= MOST_DEPTH) {
        return false;
      }
      depth++;
      return true;
    }
  }
}
