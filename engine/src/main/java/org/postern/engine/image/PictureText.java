package org.postern.engine.image;

/// Text read from a picture, or from a page of a PDF file that is one.
///
/// @param name of the picture or file; empty where it has none
/// @param letters in that text
public record PictureText(String name, Code.Place place, String text, int letters) {

  static PictureText of(String name, Code.Place place, String text) {
    return new PictureText(
        name, place, text, (int) text.codePoints().filter(Character::isLetter).count());
  }
}
