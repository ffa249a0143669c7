package org.postern.engine.rules;

/// Which text of a message an expression is searched in.
public sealed interface Target {

  /// The subject, then the text of all text parts, a paragraph a line.
  record Body() implements Target {}

  /// The text parts as they came, transfer encoding undone, in pieces of two to four KB.
  record RawBody() implements Target {}

  /// The whole message as it came.
  record Full() implements Target {}

  /// Each link and address of the body.
  record Uri() implements Target {}

  /// A field of the header.
  record Header(HeaderSelector selector) implements Target {}

  /// A field of the header of each part.
  record PartHeader(HeaderSelector selector) implements Target {}
}
