package org.postern.mail.mime;

import java.util.Locale;
import java.util.Map;

/// How a part is to be shown (RFC 2183): `attachment; filename=x`. The type and the names of
/// parameters are lower case.
public record ContentDisposition(String type, Map<String, String> parameters) {

  public ContentDisposition {
    type = type.toLowerCase(Locale.ROOT);
    parameters = Map.copyOf(parameters);
  }

  /// Reads the value of a Content-Disposition field, however badly written; the type is empty where
  /// none stands there.
  public static ContentDisposition parse(String value) {
    Parameters parameters = Parameters.parse(value);
    return new ContentDisposition(parameters.head(), parameters.merged());
  }
}
