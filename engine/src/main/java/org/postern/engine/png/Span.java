package org.postern.engine.png;

/// Which pixels of a pass's line are shown, and where in the line that is shown.
///
/// @param columns pixels of the pass's line
/// @param first of the pass's pixels that is shown
/// @param stride from there to the next
/// @param count of those that are shown
/// @param start where the first is shown
/// @param ahead from there to the next
record Span(int columns, int first, int stride, int count, int start, int ahead) {

  /// @param step every which pixel of a line is shown
  static Span of(Pass pass, int width, int step) {
    int columns = pass.columns(width);
    int first = 0;
    while (first < columns && (pass.across() + first * pass.acrossStep()) % step != 0) {
      first++;
      if (first == step) {
        return new Span(columns, 0, 1, 0, 0, 1);
      }
    }
    int common = common(step, pass.acrossStep());
    int stride = step / common;
    return new Span(
        columns,
        first,
        stride,
        Pass.parts(columns - first, stride),
        (pass.across() + first * pass.acrossStep()) / step,
        pass.acrossStep() / common);
  }

  private static int common(int a, int b) {
    int rest = a % b;
    return rest == 0 ? b : common(b, rest);
  }

  /// Whether all are shown one behind the other.
  boolean whole() {
    return count == columns && ahead == 1;
  }
}
