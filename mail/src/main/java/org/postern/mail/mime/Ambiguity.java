package org.postern.mail.mime;

/// A place where two mail programs could read different things, or one could read something that
/// another does not see.
///
/// `offset` points into the octets of the message. A severe ambiguity can hide content from some
/// readers; the others only break rules, or were resolved by giving every reading.
public record Ambiguity(Kind kind, String detail, int offset, boolean severe) {

  /// What [Kind#TRUNCATED_BY_LIMIT] tells of a header.
  static final String HEADER = "header";

  public enum Kind {
    /// Two fields that may stand once only, with different values.
    DUPLICATE_HEADER,
    /// A line in a header that is no field, or a field whose name is written against the grammar.
    MALFORMED_HEADER,
    /// A field that only some readers see: behind a bare CR, in a folded line, behind a blank.
    HIDDEN_HEADER,
    /// The header does not end with an empty line.
    HEADER_END,
    MALFORMED_CONTENT_TYPE,
    /// A multipart that declares no boundary.
    MISSING_BOUNDARY,
    /// A boundary that is not written in the body as it was declared, or more than one declared.
    BROKEN_BOUNDARY,
    /// A boundary that equals or begins with that of an enclosing multipart.
    NESTED_BOUNDARY,
    UNTERMINATED_MULTIPART,
    /// Parts where no multipart was declared.
    UNDECLARED_PART,
    TRANSFER_ENCODING_UNKNOWN,
    TRANSFER_ENCODING_NOISE,
    TRANSFER_ENCODING_CONFLICT,
    TRANSFER_ENCODING_ON_MULTIPART,
    NAME_CONFLICT,
    PARAMETER_CONFLICT,
    CHARSET_UNKNOWN,
    /// Text before the first boundary or behind the last.
    HIDDEN_TEXT,
    /// Bare CR, or lines that end now with CRLF, now with LF.
    LINE_ENDING,
    /// A piece of a message that only the reader's program puts together (RFC 2046 section 5.2.2).
    PARTIAL_MESSAGE,
    /// Content that the reader's program fetches from elsewhere (RFC 2046 section 5.2.3).
    EXTERNAL_BODY,
    TRUNCATED_BY_LIMIT;

    /// Whether readers that differ here usually see different content, not only a broken rule.
    public boolean severe() {
      return switch (this) {
        case DUPLICATE_HEADER,
            HIDDEN_HEADER,
            MALFORMED_CONTENT_TYPE,
            MISSING_BOUNDARY,
            BROKEN_BOUNDARY,
            NESTED_BOUNDARY,
            TRANSFER_ENCODING_UNKNOWN,
            TRANSFER_ENCODING_CONFLICT,
            TRANSFER_ENCODING_NOISE,
            TRANSFER_ENCODING_ON_MULTIPART,
            PARAMETER_CONFLICT,
            PARTIAL_MESSAGE,
            TRUNCATED_BY_LIMIT ->
            true;
        case MALFORMED_HEADER,
            HEADER_END,
            UNTERMINATED_MULTIPART,
            UNDECLARED_PART,
            NAME_CONFLICT,
            CHARSET_UNKNOWN,
            HIDDEN_TEXT,
            LINE_ENDING,
            EXTERNAL_BODY ->
            false;
      };
    }
  }

  /// As severe as its kind usually is.
  public Ambiguity(Kind kind, String detail, int offset) {
    this(kind, detail, offset, kind.severe());
  }

  /// Whether there is content that was not read at all: a budget was at its end, and not that of a
  /// header, behind which the parts are found even where nothing declares them.
  public boolean contentUnread() {
    return kind == Kind.TRUNCATED_BY_LIMIT && !detail.equals(HEADER);
  }
}
