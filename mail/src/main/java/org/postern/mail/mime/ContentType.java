package org.postern.mail.mime;

import java.util.Locale;
import java.util.Map;

/// A media type with its parameters: `text/plain; charset=utf-8`. Type, subtype and the names of
/// parameters are lower case.
public record ContentType(String type, String subtype, Map<String, String> parameters) {

  /// What a part without Content-Type is (RFC 2045 section 5.2).
  public static final ContentType DEFAULT = new ContentType("text", "plain", Map.of());

  public ContentType {
    type = type.toLowerCase(Locale.ROOT);
    subtype = subtype.toLowerCase(Locale.ROOT);
    parameters = Map.copyOf(parameters);
  }

  /// `text/plain`.
  public String name() {
    return type + "/" + subtype;
  }
}
