package org.postern.engine.image;

import java.time.Duration;

/// Budgets for all pictures and PDF files of one message together.
///
/// @param pictures that are searched for codes
/// @param texts pictures, pages of PDF files included, whose text is read
/// @param octets of one picture
/// @param sourcePixels of one picture as it is stored; larger ones are not decoded
/// @param pixels that are decoded of one picture; larger ones lose lines and columns
/// @param pdfs files that are read
/// @param pdfOctets of one PDF file
/// @param pages of one PDF file
/// @param drawn pages of one PDF file that are drawn to be searched for codes
/// @param letters with fewer than these in the message, text in pictures is read
/// @param characters of text taken from one picture or PDF file
/// @param codeTime of the processor, for codes and PDF files
/// @param codeClock after which they end in any case
/// @param textTime of the processor, for text in pictures
/// @param textClock after which that ends in any case, the wait for a free reader included
public record PictureLimits(
    int pictures,
    int texts,
    int octets,
    int sourcePixels,
    int pixels,
    int pdfs,
    int pdfOctets,
    int pages,
    int drawn,
    int letters,
    int characters,
    Duration codeTime,
    Duration codeClock,
    Duration textTime,
    Duration textClock) {

  /// Eight pictures, three texts, three PDF files of eight megabytes and ten pages.
  public static final PictureLimits STANDARD =
      new PictureLimits(
          8,
          3,
          8 << 20,
          16_000_000,
          4_000_000,
          3,
          8 << 20,
          10,
          2,
          200,
          20_000,
          Duration.ofSeconds(1),
          Duration.ofSeconds(6),
          Duration.ofSeconds(5),
          Duration.ofSeconds(16));
}
