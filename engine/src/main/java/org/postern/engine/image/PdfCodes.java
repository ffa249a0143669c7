package org.postern.engine.image;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/// Finds codes on the first pages of an open PDF file: in their pictures as these are stored, which
/// costs a fraction of drawing the page, and on the whole page where lines or pieces may make one.
/// One file, one thread.
final class PdfCodes {

  private final PDDocument document;
  private final QrReader reader;
  private final BooleanSupplier late;
  private final PdfPictures sizes = new PdfPictures();
  private final Set<COSStream> read = new HashSet<>();
  private final Set<String> codes = new LinkedHashSet<>();
  private String unread = "";

  PdfCodes(PDDocument document, QrReader reader, BooleanSupplier late) {
    this.document = document;
    this.reader = reader;
    this.late = late;
  }

  /// @param pages the first of the file, in order
  void read(List<PdfPage> pages) {
    for (int i = 0; i < pages.size() && !late.getAsBoolean(); i++) {
      page(i, pages.get(i));
    }
  }

  List<String> codes() {
    return List.copyOf(codes);
  }

  /// Why a page was not read; empty where all were.
  String unread() {
    return unread;
  }

  private void page(int number, PdfPage page) {
    if (page.composed()) {
      whole(number, page);
      return;
    }
    int before = codes.size();
    boolean eyes = false;
    for (PdfPage.Picture picture : page.pictures()) {
      if (!late.getAsBoolean() && read.add(picture.stream())) {
        eyes |= picture(picture);
      }
    }
    // the eyes of a code, and no picture holds the whole of it
    if (eyes && codes.size() == before && page.pictures().size() > 1 && !late.getAsBoolean()) {
      whole(number, page);
    }
  }

  /// Put together of its pictures, where it consists of nothing else; drawn otherwise.
  private void whole(int number, PdfPage page) {
    Optional<Gray> mosaic = mosaic(number, page);
    if (mosaic.isPresent()) {
      codes.addAll(reader.readDrawn(mosaic.get(), late));
    } else if (!late.getAsBoolean()) {
      draw(number);
    }
  }

  private Optional<Gray> mosaic(int number, PdfPage page) {
    try {
      PdfMosaic mosaic = new PdfMosaic(document.getPage(number).getCropBox());
      Optional<List<PdfTile>> tiles = page.tiles(mosaic.seam());
      if (tiles.isEmpty()) {
        return Optional.empty();
      }
      for (PdfTile tile : tiles.get()) {
        PDImageXObject image = image(tile.stream(), tile.resources());
        if (!late.getAsBoolean() && sizes.fit(image)) {
          mosaic.put(tile, PdfSamples.gray(image));
        }
      }
      return Optional.of(mosaic.gray());
    } catch (IOException | RuntimeException | StackOverflowError _) {
      // RuntimeException, StackOverflowError: the library throws many kinds on damaged input
      return Optional.empty(); // to draw it will tell
    }
  }

  private void draw(int number) {
    try {
      codes.addAll(reader.readDrawn(PdfDrawing.ofCodes(document, late).draw(number), late));
    } catch (IOException | RuntimeException | StackOverflowError broken) {
      unread = PdfReader.notDrawn(broken);
    }
  }

  /// Whether there are eyes of a code in it, and yet no code.
  private boolean picture(PdfPage.Picture picture) {
    try {
      Optional<Gray> shades = shades(picture);
      List<String> found = shades.map(gray -> reader.read(gray, late)).orElse(List.of());
      codes.addAll(found);
      return found.isEmpty() && shades.filter(FinderPatterns::any).isPresent();
    } catch (IOException | RuntimeException | StackOverflowError _) {
      // RuntimeException, StackOverflowError: the library throws many kinds on damaged input
      return true;
    }
  }

  /// Empty where the picture is too large.
  private Optional<Gray> shades(PdfPage.Picture picture) throws IOException {
    PDImageXObject image = image(picture.stream(), picture.resources());
    if (!sizes.fit(image)) {
      return Optional.empty();
    }
    return Optional.of(PdfSamples.gray(image));
  }

  private static PDImageXObject image(COSStream stream, PDResources resources) throws IOException {
    return new PDImageXObject(new PDStream(stream), resources);
  }
}
