package org.postern.engine.vp8l;

/// What was done to the pixels before they were written, to be undone.
///
/// Source: RFC 9649 section 3.5
sealed interface Transform permits ColourIndexing, CrossColour, Predictor, Transform.SubtractGreen {

  /// The pixels before it was done.
  int[] undo(int[] argb, int height);

  /// Green was taken from red and blue.
  record SubtractGreen() implements Transform {
    @Override
    public int[] undo(int[] argb, int height) {
      for (int i = 0; i < argb.length; i++) {
        int green = argb[i] >> 8 & 0xff;
        argb[i] = Channels.sum(argb[i], green << 16 | green);
      }
      return argb;
    }
  }
}
