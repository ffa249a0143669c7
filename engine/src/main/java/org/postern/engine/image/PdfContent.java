package org.postern.engine.image;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/// Gathers what one open PDF file says and does. One file, one thread.
final class PdfContent {

  private static final int MOST_LINKS = 100;
  private static final int MOST_ANNOTATIONS = 1_000;
  private static final int MOST_ACTIONS = 2_000;
  private static final int MOST_EMBEDDED = 50;

  /// Of the tree of embedded files, whose branches may lead back to it.
  private static final int MOST_NODES = 200;

  private static final int MOST_LINK = 4_000;

  private final PDDocument document;
  private final PictureLimits limits;
  private final BooleanSupplier late;
  private final Set<PdfFacts.Trait> traits = EnumSet.noneOf(PdfFacts.Trait.class);
  private final Set<String> links = new LinkedHashSet<>();
  private final Set<String> embedded = new TreeSet<>();
  private final Bounded text;
  private final List<PdfPage> first = new ArrayList<>();
  private int actions;
  private int nodes;
  private String unread = "";

  PdfContent(PDDocument document, PictureLimits limits, BooleanSupplier late) {
    this.document = document;
    this.limits = limits;
    this.late = late;
    this.text = new Bounded(limits.characters());
  }

  /// Of a file that needs a password, nothing else is known.
  static PdfFacts locked() {
    return new PdfFacts("", 0, "", 0, List.of(), Set.of(PdfFacts.Trait.ENCRYPTED), List.of());
  }

  void read() throws IOException {
    if (document.isEncrypted()) {
      traits.add(PdfFacts.Trait.ENCRYPTED);
    }
    catalog();
    int pages = Math.min(document.getNumberOfPages(), limits.pages());
    for (int i = 0; i < Math.min(pages, limits.drawn()); i++) {
      first.add(new PdfPage());
    }
    for (int i = 0; i < pages && !late.getAsBoolean(); i++) {
      page(document.getPage(i), i);
    }
    if (pages > 0) {
      text(pages);
    }
  }

  PdfFacts facts() {
    String all = text.toString();
    return new PdfFacts(
        "",
        document.getNumberOfPages(),
        all,
        (int) all.codePoints().filter(Character::isLetter).count(),
        new ArrayList<>(links),
        traits,
        new ArrayList<>(embedded));
  }

  /// Why it was not read to its end; empty where it was.
  String unread() {
    return unread;
  }

  /// What stands on the first pages besides letters.
  List<PdfPage> first() {
    return first;
  }

  private void text(int pages) throws IOException {
    TimedStripper stripper = new TimedStripper();
    stripper.setEndPage(pages);
    try {
      stripper.writeText(document, text);
    } catch (IOException | RuntimeException broken) {
      if (!text.full()) {
        unread =
            late.getAsBoolean()
                ? "takes too long"
                : "text not read: " + broken.getClass().getSimpleName();
      }
    }
  }

  private void catalog() throws IOException {
    COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
    COSDictionary open = catalog.getCOSDictionary(COSName.OPEN_ACTION);
    if (open != null) {
      action(open, true);
    }
    additional(catalog, true);
    PDDocumentNameDictionary names = document.getDocumentCatalog().getNames();
    if (names != null) {
      if (names.getCOSObject().getDictionaryObject(COSName.getPDFName("JavaScript")) != null) {
        traits.add(PdfFacts.Trait.JAVASCRIPT);
      }
      embedded(names.getEmbeddedFiles(), 0);
    }
  }

  private void embedded(
      @org.jspecify.annotations.Nullable PDNameTreeNode<PDComplexFileSpecification> node, int depth)
      throws IOException {
    if (node == null
        || depth > 8
        || ++nodes > MOST_NODES
        || embedded.size() >= MOST_EMBEDDED
        || late.getAsBoolean()) {
      return;
    }
    Map<String, PDComplexFileSpecification> files = node.getNames();
    if (files != null) {
      files.forEach((name, file) -> {
        String shown = file == null ? null : file.getFilename();
        if (embedded.size() < MOST_EMBEDDED) {
          embedded.add(shown == null ? name : shown);
        }
      });
    }
    List<PDNameTreeNode<PDComplexFileSpecification>> kids = node.getKids();
    if (kids != null) {
      for (PDNameTreeNode<PDComplexFileSpecification> kid : kids) {
        embedded(kid, depth + 1);
      }
    }
  }

  private void page(PDPage page, int number) {
    additional(page.getCOSObject(), true);
    PDResources resources = page.getResources();
    if (resources != null && resources.getCOSObject().getCOSDictionary(COSName.XOBJECT) != null) {
      traits.add(PdfFacts.Trait.PICTURES);
    }
    var annotations = page.getCOSObject().getCOSArray(COSName.ANNOTS);
    if (annotations == null) {
      return;
    }
    if (annotations.size() > MOST_ANNOTATIONS && number < first.size()) {
      first.get(number).stamped();
    }
    for (int i = 0; i < Math.min(annotations.size(), MOST_ANNOTATIONS); i++) {
      if (annotations.getObject(i) instanceof COSDictionary annotation) {
        COSDictionary action = annotation.getCOSDictionary(COSName.A);
        if (action != null) {
          action(action, false);
        }
        additional(annotation, false);
        if (number < first.size() && annotation.containsKey(COSName.AP)) {
          first.get(number).stamped();
        }
        if ("FileAttachment".equals(annotation.getNameAsString(COSName.SUBTYPE))) {
          embedded.add("attached to a page");
        }
      }
    }
  }

  /// The actions that something other than a click starts.
  private void additional(COSDictionary holder, boolean opens) {
    COSDictionary all = holder.getCOSDictionary(COSName.AA);
    if (all == null) {
      return;
    }
    for (COSName event : all.keySet()) {
      if (++actions > MOST_ACTIONS) {
        return;
      }
      COSDictionary action = all.getCOSDictionary(event);
      if (action != null) {
        action(action, opens);
      }
    }
  }

  /// An action and those that follow it.
  private void action(COSDictionary first, boolean opens) {
    COSDictionary action = first;
    while (action != null && ++actions < MOST_ACTIONS) {
      String kind = String.valueOf(action.getNameAsString(COSName.S));
      switch (kind) {
        case "URI" -> link(action);
        case "JavaScript" -> traits.add(PdfFacts.Trait.JAVASCRIPT);
        case "Launch" -> traits.add(PdfFacts.Trait.LAUNCH);
        case "SubmitForm" -> traits.add(PdfFacts.Trait.SUBMITS_FORM);
        default -> {} // moves within files
      }
      if (opens && !kind.equals("GoTo") && !kind.equals("null")) {
        traits.add(PdfFacts.Trait.OPEN_ACTION);
      }
      action = action.getCOSDictionary(COSName.NEXT);
    }
  }

  private void link(COSDictionary action) {
    String target = action.getString(COSName.URI);
    if (target != null && links.size() < MOST_LINKS && target.length() <= MOST_LINK) {
      links.add(target.strip());
    }
  }

  /// Gives up when it takes too long, and takes note of what else is on the first pages.
  private final class TimedStripper extends PDFTextStripper {
    /// Each takes some hundred octets until its page ends.
    private static final int MOST_GLYPHS = 100_000;

    private int glyphs;

    /// One operator can show millions, so that the time is looked at here too.
    @Override
    protected void showGlyph(Matrix place, PDFont font, int code, Vector width) throws IOException {
      if (late.getAsBoolean()) {
        throw new IOException("reading takes too long");
      }
      if (++glyphs <= MOST_GLYPHS) {
        super.showGlyph(place, font, code, width);
      }
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
      if (late.getAsBoolean()) {
        throw new IOException("reading takes too long");
      }
      int page = getCurrentPageNo();
      if (page > 0 && page <= first.size()) {
        Matrix place = getGraphicsState().getCurrentTransformationMatrix();
        first.get(page - 1).saw(operator, operands, getResources(), place);
      }
      super.processOperator(operator, operands);
    }
  }

  /// Takes so many characters and no more.
  private static final class Bounded extends Writer {
    private final StringBuilder taken = new StringBuilder();
    private final int most;

    Bounded(int most) {
      this.most = most;
    }

    boolean full() {
      return taken.length() >= most;
    }

    @Override
    public void write(char[] buffer, int from, int length) throws IOException {
      taken.append(buffer, from, Math.min(length, most - taken.length()));
      if (full()) {
        throw new IOException("enough text");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return taken.toString();
    }
  }
}
