package org.postern.engine.image;

/// A picture, or a drawn page of a PDF file, that has room for sentences beside a message that says
/// little. Whether there are any is told by [DrawnTextReader].
///
/// @param name of the picture or file
/// @param hash of its octets, see [Enclosed#hash]
/// @param page of a PDF file, 0 for pictures
public record Wordy(String name, Code.Place place, String hash, int page) {

  /// By which its text is remembered.
  String key() {
    return hash + "/" + page;
  }
}
