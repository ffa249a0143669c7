package org.postern.mail.mime;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The character set of the text of a part: that which is declared, or what its octets look like.
final class PartCharset {

  private PartCharset() {}

  /// @param from where the body begins
  /// @param decoded the body in all its readings, the first of which counts
  static Charset of(
      Declared declared,
      byte[] octets,
      int from,
      int to,
      List<byte[]> decoded,
      Ambiguities ambiguities) {
    Optional<String> label = declared.charsetLabel();
    Optional<Charset> known = label.flatMap(Charsets::find);
    boolean ascii = label.isPresent() && label.get().toLowerCase(Locale.ROOT).endsWith("ascii");
    if (known.isPresent() && !ascii) {
      return known.get();
    }
    if (known.isEmpty() && label.isPresent() && !label.get().isBlank()) {
      ambiguities.add(Ambiguity.Kind.CHARSET_UNKNOWN, label.get(), from);
    }
    return decoded.isEmpty()
        ? Charsets.guess(octets, from, to)
        : Charsets.guess(decoded.getFirst(), 0, decoded.getFirst().length);
  }
}
