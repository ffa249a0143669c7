package org.postern.mail.mime;

import java.util.Locale;
import java.util.Map;

/// A media type with its parameters: `text/plain; charset=utf-8`. Type, subtype and the names of
/// parameters are lower case.
public record ContentType(String type, String subtype, Map<String, String> parameters) {

  /// What a part without Content-Type is (RFC 2045 section 5.2).
  public static final ContentType DEFAULT = new ContentType("text", "plain", Map.of());

  /// What a part of a digest without Content-Type is (RFC 2046 section 5.1.5).
  static final ContentType MESSAGE = new ContentType("message", "rfc822", Map.of());

  public ContentType {
    type = type.toLowerCase(Locale.ROOT);
    subtype = subtype.toLowerCase(Locale.ROOT);
    parameters = Map.copyOf(parameters);
  }

  /// Reads the value of a Content-Type field, however badly written; the type is empty where none
  /// stands there, the subtype too where only a word stands there.
  public static ContentType parse(String value) {
    return of(Parameters.parse(value));
  }

  static ContentType of(Parameters parameters) {
    String head = parameters.head();
    if (head.contains("=?")) {
      head = EncodedWords.decode(head);
    }
    int slash = head.indexOf('/');
    String type = slash < 0 ? head : head.substring(0, slash);
    String subtype = slash < 0 ? "" : head.substring(slash + 1);
    return new ContentType(type.strip(), subtype.strip(), parameters.merged());
  }

  /// `text/plain`.
  public String name() {
    return subtype.isEmpty() ? type : type + "/" + subtype;
  }
}
