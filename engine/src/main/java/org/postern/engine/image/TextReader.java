package org.postern.engine.image;

import ai.onnxruntime.OrtException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads text in pictures, one picture at a time in the whole process, and loads what it needs at
/// the first one. Where that cannot be loaded it says so once in the log, and of each picture that
/// it was not read.
///
/// Thread-safe: one permit; the wait for it is bounded by the caller.
final class TextReader {

  private static final Logger LOG = LoggerFactory.getLogger(TextReader.class);

  static final String MISSING = "text not read: no library for this machine";

  private final Semaphore permit = new Semaphore(1, true);
  private @Nullable Ocr ocr;
  private volatile boolean missing;

  /// What came of one picture.
  sealed interface Reading {
    /// A line end between lines; empty where there is no text.
    record Text(String text) implements Reading {}

    /// Not read, or not to its end; what was read is there.
    record Partly(String text, String why) implements Reading {}
  }

  /// Whether it is known that nothing can be read here.
  boolean missing() {
    return missing;
  }

  /// Reads a picture.
  ///
  /// @param wait for the permit, in nanoseconds
  Reading read(BufferedImage image, long wait, BooleanSupplier late) throws InterruptedException {
    if (!permit.tryAcquire(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
      return new Reading.Partly("", "text not read: others were in the way");
    }
    try {
      Ocr loaded = loaded();
      return loaded == null ? new Reading.Partly("", MISSING) : reading(loaded.read(image, late));
    } catch (OrtException broken) {
      LOG.warn("reading text in a picture failed", broken);
      return new Reading.Partly("", "text not read: " + broken.getClass().getSimpleName());
    } finally {
      permit.release();
    }
  }

  private static Reading reading(Ocr.Lines lines) {
    String text = String.join("\n", lines.lines());
    return lines.complete()
        ? new Reading.Text(text)
        : new Reading.Partly(text, "text not read to its end");
  }

  /// Under the permit.
  private @Nullable Ocr loaded() {
    if (ocr == null && !missing) {
      try {
        ocr = Ocr.load();
      } catch (IOException | OrtException | LinkageError broken) {
        // LinkageError: no native library for this machine, or a class path without the runtime
        missing = true;
        LOG.warn("text in pictures is not read: {}", broken.toString());
      }
    }
    return ocr;
  }
}
