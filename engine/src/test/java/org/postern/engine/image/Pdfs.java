package org.postern.engine.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionLaunch;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;

/// Writes PDF files for tests.
public final class Pdfs implements AutoCloseable {

  private final PDDocument document = new PDDocument();
  private PDPage page = new PDPage(PDRectangle.A4);

  public Pdfs() {
    PdfFonts.install();
    document.addPage(page);
  }

  /// What a step of building does.
  private interface Step {
    void run() throws IOException;
  }

  private Pdfs with(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  public Pdfs page() {
    page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    return this;
  }

  public Pdfs text(String... lines) {
    return with(() -> {
      try (var content =
          new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(60, 780);
        for (String line : lines) {
          content.showText(line);
          content.newLineAtOffset(0, -16);
        }
        content.endText();
      }
    });
  }

  public Pdfs picture(BufferedImage image, float x, float y, float width) {
    return with(() ->
        place(
            LosslessFactory.createFromImage(document, image),
            x,
            y,
            width,
            width * image.getHeight() / image.getWidth()));
  }

  /// Stored as JPEG or not, and shown of any shape.
  public Pdfs picture(
      BufferedImage image, boolean jpeg, float x, float y, float width, float height) {
    return with(() ->
        place(
            jpeg
                ? JPEGFactory.createFromImage(document, image)
                : LosslessFactory.createFromImage(document, image),
            x,
            y,
            width,
            height));
  }

  /// Painted as a matrix says: what the unit square becomes.
  public Pdfs picture(BufferedImage image, org.apache.pdfbox.util.Matrix matrix) {
    return with(() -> {
      try (var content =
          new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
        content.drawImage(LosslessFactory.createFromImage(document, image), matrix);
      }
    });
  }

  /// A square filled with light gray.
  public Pdfs painted(float x, float y, float side) {
    return with(() -> {
      try (var content =
          new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
        content.setNonStrokingColor(.9f);
        content.addRect(x, y, side, side);
        content.fill();
      }
    });
  }

  private void place(PDImageXObject image, float x, float y, float width, float height)
      throws IOException {
    try (var content =
        new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
      content.drawImage(image, x, y, width, height);
    }
  }

  /// A code of rectangles, no picture.
  public Pdfs drawnCode(String text, float x, float y, float module) {
    return with(() -> {
      var modules = Drawings.modules(com.google.zxing.BarcodeFormat.QR_CODE, text, 0);
      try (var content =
          new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
        for (int row = 0; row < modules.getHeight(); row++) {
          for (int column = 0; column < modules.getWidth(); column++) {
            if (modules.get(column, row)) {
              content.addRect(x + column * module, y - row * module, module, module);
              content.fill();
            }
          }
        }
      }
    });
  }

  public Pdfs link(String target) {
    return with(() -> {
      PDActionURI action = new PDActionURI();
      action.setURI(target);
      PDAnnotationLink link = new PDAnnotationLink();
      link.setAction(action);
      link.setRectangle(new PDRectangle(60, 700, 200, 40));
      page.getAnnotations().add(link);
    });
  }

  public Pdfs script(String program) {
    document.getDocumentCatalog().setOpenAction(new PDActionJavaScript(program));
    return this;
  }

  public Pdfs launch(String program) {
    return with(() -> {
      PDActionLaunch launch = new PDActionLaunch();
      launch.setF(program);
      document.getDocumentCatalog().setOpenAction(launch);
    });
  }

  public Pdfs embedded(String name) {
    COSDictionary file = new COSDictionary();
    file.setItem(COSName.TYPE, COSName.FILESPEC);
    file.setString(COSName.F, name);
    var names = new org.apache.pdfbox.cos.COSArray();
    names.add(new org.apache.pdfbox.cos.COSString(name));
    names.add(file);
    COSDictionary tree = new COSDictionary();
    tree.setItem(COSName.NAMES, names);
    COSDictionary all = new COSDictionary();
    all.setItem(COSName.EMBEDDED_FILES, tree);
    document.getDocumentCatalog().getCOSObject().setItem(COSName.NAMES, all);
    return this;
  }

  public Pdfs password(String password) {
    return with(() -> {
      StandardProtectionPolicy policy =
          new StandardProtectionPolicy("owner", password, new AccessPermission());
      policy.setEncryptionKeyLength(128);
      document.protect(policy);
    });
  }

  /// The file; this object is used up.
  public byte[] file() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    with(() -> {
      document.save(out);
      document.close();
    });
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    document.close();
  }

  /// A file by hand: objects `1 0 obj` and so on, without a table of their places.
  static byte[] raw(List<byte[]> objects) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ascii("%PDF-1.5\n"));
    for (int i = 0; i < objects.size(); i++) {
      out.writeBytes(ascii((i + 1) + " 0 obj\n"));
      out.writeBytes(objects.get(i));
      out.writeBytes(ascii("\nendobj\n"));
    }
    out.writeBytes(ascii("trailer << /Root 1 0 R >>\n%%EOF\n"));
    return out.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
