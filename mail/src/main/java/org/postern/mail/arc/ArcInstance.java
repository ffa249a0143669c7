package org.postern.mail.arc;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.mail.authres.AuthenticationResults;

/// One set of a chain as it says of itself; whether that is true is the result's to say.
///
/// `domain` and `selector` are of the seal, `signatureDomain` and `signatureSelector` of the
/// message signature, in lower-case A-labels. `results` is the content of
/// ARC-Authentication-Results behind `i=`, folds kept; `signedFields` the names of h= as written.
public record ArcInstance(
    int instance,
    ArcStatus sealedStatus,
    String domain,
    String selector,
    OptionalLong time,
    String signatureDomain,
    String signatureSelector,
    List<String> signedFields,
    String results) {

  public ArcInstance {
    signedFields = List.copyOf(signedFields);
  }

  /// The results as they can be read.
  public Optional<AuthenticationResults> authenticationResults() {
    return AuthenticationResults.parse(results);
  }

  /// Whether a field of that name is among the signed ones.
  public boolean signs(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return signedFields.stream().anyMatch(field -> field.toLowerCase(Locale.ROOT).equals(lower));
  }
}
