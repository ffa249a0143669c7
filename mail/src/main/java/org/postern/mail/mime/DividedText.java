package org.postern.mail.mime;

/// A message whose lines can be told apart, and where delimiters may stand in it.
///
/// @param octets with LF where lines end with CR only, at the same offsets
/// @param returnsOnly whether lines end with CR only
record DividedText(byte[] octets, Delimiters delimiters, boolean returnsOnly) {

  static DividedText of(byte[] original) {
    Delimiters delimiters = new Delimiters(original);
    if (!delimiters.noLineFeeds()) {
      return new DividedText(original, delimiters, false);
    }
    byte[] octets = original.clone();
    for (int i = 0; i < octets.length; i++) {
      octets[i] = octets[i] == '\r' ? (byte) '\n' : octets[i];
    }
    return new DividedText(octets, new Delimiters(octets), true);
  }

  /// Tells of line ends that readers take for different things.
  void report(Ambiguities ambiguities) {
    if (returnsOnly) {
      ambiguities.add(Ambiguity.Kind.LINE_ENDING, "lines end with CR", 0);
    } else if (delimiters.bareReturns() > 0 || delimiters.mixedLineEnds()) {
      ambiguities.add(
          Ambiguity.Kind.LINE_ENDING,
          delimiters.bareReturns() > 0 ? "bare CR" : "CRLF and LF mixed",
          0);
    }
  }
}
