package org.postern.engine.png;

/// What is drawn: pixels on white, row by row.
///
/// @param <T> what they lie in
sealed interface Pixels<T> permits Shades, Colours {

  /// Draws those of one line.
  ///
  /// @param from where the line begins
  /// @param at where the line that is shown begins
  void draw(Samples.Layout layout, byte[] line, int from, Span span, int at);

  /// Draws a pixel like another one.
  void copy(int from, int at);

  T all();
}
