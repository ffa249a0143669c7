package org.postern.engine;

/// What is dear to read in pictures, so that it is read only where there is doubt.
public enum Pictured {
  /// Codes (QR and others), and where they lead: all links of a message may be more by those.
  CODES,
  /// Text.
  TEXT,
  /// Not what was found, but whether it was looked for, and what could not be read.
  PROGRESS
}
