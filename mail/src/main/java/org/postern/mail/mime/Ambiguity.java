package org.postern.mail.mime;

/// A place where two mail programs could read different things, or one could read something that
/// another does not see.
///
/// `offset` points into the octets of the message. `severe` kinds hide content from some readers;
/// the others only break rules.
public record Ambiguity(Kind kind, String detail, int offset) {

  public enum Kind {
    DUPLICATE_HEADER,
    MALFORMED_HEADER,
    MALFORMED_CONTENT_TYPE,
    MISSING_BOUNDARY,
    BROKEN_BOUNDARY,
    NESTED_BOUNDARY,
    UNTERMINATED_MULTIPART,
    TRANSFER_ENCODING_UNKNOWN,
    TRANSFER_ENCODING_NOISE,
    TRANSFER_ENCODING_CONFLICT,
    TRANSFER_ENCODING_ON_MULTIPART,
    NAME_CONFLICT,
    PARAMETER_CONFLICT,
    CHARSET_UNKNOWN,
    HIDDEN_TEXT,
    LINE_ENDING,
    TRUNCATED_BY_LIMIT
  }

  /// Whether readers that differ here see different content, not only a broken rule.
  public boolean severe() {
    return switch (kind) {
      case DUPLICATE_HEADER,
          MALFORMED_CONTENT_TYPE,
          MISSING_BOUNDARY,
          BROKEN_BOUNDARY,
          NESTED_BOUNDARY,
          TRANSFER_ENCODING_UNKNOWN,
          TRANSFER_ENCODING_CONFLICT,
          TRANSFER_ENCODING_NOISE,
          TRANSFER_ENCODING_ON_MULTIPART,
          NAME_CONFLICT,
          PARAMETER_CONFLICT,
          HIDDEN_TEXT,
          TRUNCATED_BY_LIMIT ->
          true;
      case MALFORMED_HEADER, UNTERMINATED_MULTIPART, CHARSET_UNKNOWN, LINE_ENDING -> false;
    };
  }
}
