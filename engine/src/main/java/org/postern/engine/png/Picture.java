package org.postern.engine.png;

import java.util.List;
import java.util.function.BooleanSupplier;

/// Draws the lines of a picture, pass by pass.
///
/// One thread: that of the decoder.
final class Picture {

  private final Head head;
  private final Samples samples;
  private final Pixels<?> pixels;
  private final int step;
  private final int width;
  private final BooleanSupplier late;

  Picture(Head head, Samples samples, Pixels<?> pixels, int step, BooleanSupplier late) {
    this.head = head;
    this.samples = samples;
    this.pixels = pixels;
    this.step = step;
    this.width = Pass.parts(head.width(), step);
    this.late = late;
  }

  /// As far as there are lines; refused where there is none.
  void draw(Data data) throws Refusal {
    List<Pass> passes = Pass.of(head);
    for (int i = 0; i < passes.size(); i++) {
      int lines = passes.get(i).lines(head.height());
      int drawn = draw(passes.get(i), lines, data);
      if (drawn < lines) {
        if (i == 0 && drawn == 0) {
          throw new Refusal("damaged: it breaks off");
        }
        if (head.interlaced() && step == 1) {
          enlarge(passes, i, drawn);
        }
        return;
      }
    }
  }

  /// How many lines were there of so many.
  private int draw(Pass pass, int lines, Data data) throws Refusal {
    int columns = pass.columns(head.width());
    if (columns == 0 || lines == 0) {
      return lines;
    }
    Lines read = new Lines(data, lines, head.lineOctets(columns), head.pixelOctets(), late);
    Span span = Span.of(pass, head.width(), step);
    for (int i = 0; i < lines; i++) {
      if (!read.advance()) {
        return i;
      }
      int down = pass.down() + i * pass.downStep();
      if (down % step == 0 && span.count() > 0) {
        draw(read, span, down / step * width);
      }
    }
    return lines;
  }

  private void draw(Lines read, Span span, int at) {
    if (samples.asTheyLie()) {
      pixels.draw(samples.layout(), read.buffer(), read.at(), span, at);
    } else {
      byte[] spread = samples.of(read.buffer(), read.at(), span.columns());
      pixels.draw(samples.layout(), spread, 0, span, at);
    }
  }

  /// Where a picture in passes broke off, the pixels that are there stand for their neighbours.
  ///
  /// @param broken the pass that broke off
  /// @param drawn lines of it
  private void enlarge(List<Pass> passes, int broken, int drawn) {
    for (int y = 0; y < head.height(); y++) {
      boolean reached = y / passes.get(broken).downStep() < drawn;
      int last = reached ? broken : broken - 1;
      if (last < 0) {
        return;
      }
      int across = 1 << (3 - (last + 1) / 2);
      int down = 1 << (3 - last / 2);
      int row = y / down * down * width;
      for (int x = 0; x < width; x++) {
        pixels.copy(row + x / across * across, y * width + x);
      }
    }
  }
}
