package org.postern.gateway.app;

import org.postern.mail.smtp.Reference;

/// References as people type them.
final class Refs {

  private Refs() {}

  /// The reference in its own form.
  ///
  /// @throws WrongUse when the text cannot be one
  static String valid(String typed) {
    return Reference.parse(typed)
        .map(Reference::value)
        .orElseThrow(() ->
            new WrongUse(
                "'"
                    + Shown.text(typed)
                    + "' is not a reference; one looks like 01M4-8K2J-7QXD-0TZF"));
  }
}
