package org.postern.mail.mime;

/// Reads a message once, in every way a mail client might, over its original octets: no body is
/// copied.
///
/// Never fails: any sequence of octets gives a [Message]. Thread-safe.
public final class MimeParser {

  private final MimeLimits limits;

  public MimeParser(MimeLimits limits) {
    this.limits = limits;
  }

  /// Parses. The array must not be changed afterwards.
  public Message parse(byte[] octets) {
    return MimeReader.read(octets, limits);
  }
}
