package org.postern.engine.pattern;

/// Tells in one pass which of many expressions may match a text. May say yes where nothing matches,
/// never no where something does.
///
/// Thread-safe.
interface Prefilter {

  /// Scans `octets[0, length)`; for each expression that may match sets the element at its number
  /// in `first` to a place: no match ends before it. Other elements are left alone.
  void scan(byte[] octets, int length, int[] first);
}
