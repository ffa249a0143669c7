package org.postern.mail.mime;

/// Reads a message once, in every way a mail client might, over its original octets: no body is
/// copied that is not encoded.
///
/// Never fails: any sequence of octets gives a [Message]. Thread-safe.
public final class MimeParser {

  private final MimeLimits limits;

  public MimeParser(MimeLimits limits) {
    this.limits = limits;
  }

  /// Parses. The array must not be changed afterwards.
  public Message parse(byte[] octets) {
    Ambiguities ambiguities = new Ambiguities(octets.length);
    Part root = TreeReader.read(octets, limits, ambiguities);
    return new Message(octets, root, ambiguities.list());
  }

  /// Reads the header alone: that of the message which [#parse] gives.
  public Headers headers(byte[] octets) {
    return TreeReader.headers(octets, limits);
  }
}
