package org.postern.engine.image;

import java.util.List;
import java.util.stream.Collectors;

/// What was read of text that is drawn in pictures and on pages of PDF files.
///
/// @param texts of those that say something
/// @param unread what was not read, or not to its end
public record DrawnText(List<PictureText> texts, List<Unread> unread) {

  /// Nothing, or nothing was read.
  public static final DrawnText NONE = new DrawnText(List.of(), List.of());

  public DrawnText {
    texts = List.copyOf(texts);
    unread = List.copyOf(unread);
  }

  /// All of it, a line end between two; empty where there is none.
  public String text() {
    return texts.stream().map(PictureText::text).collect(Collectors.joining("\n"));
  }
}
