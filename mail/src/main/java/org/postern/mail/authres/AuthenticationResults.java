package org.postern.mail.authres;

import java.util.List;
import java.util.Optional;

/// One Authentication-Results field: who judged, and what. No results means `none`. The identifier
/// is empty where another program left it out.
public record AuthenticationResults(String authservId, int version, List<MethodResult> results) {

  public AuthenticationResults {
    results = List.copyOf(results);
  }

  /// Results of the first version.
  public AuthenticationResults(String authservId, List<MethodResult> results) {
    this(authservId, 1, results);
  }

  /// Reads the value of a field, folded or not; what cannot be understood is left out. Empty where
  /// nothing can.
  public static Optional<AuthenticationResults> parse(String value) {
    return new FieldReader(value).read();
  }

  /// The field with its name and a CRLF, folded at 78 where values allow it. Characters beyond
  /// ASCII are kept only in `utf8`, for messages that are sent with SMTPUTF8.
  public String field(boolean utf8) {
    return new FieldWriter(utf8).write(this);
  }
}
