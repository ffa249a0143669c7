package org.postern.mail.dkim;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// One signature of a message and what it is worth. What could not be read is empty or zero.
///
/// `domain` is d= in lower-case A-labels, `identity` i= decoded, `signature` the b= value without
/// blanks, `signedFields` the names of h= as written; `coversFrom` whether every From field is
/// among the signed ones. `bodyLength` is l= and `unsignedOctets` how much of the canonical body
/// stands behind it. `testing` is the t=y of the key; by RFC 6376 it changes nothing. `keyBits` is
/// the size of the key. `time` and `expiry` are t= and x=, in seconds since 1970. `notes` are there
/// wherever the signature could be read, whatever its verdict.
public record DkimResult(
    DkimVerdict verdict,
    String domain,
    String selector,
    String identity,
    String algorithm,
    String signature,
    List<String> signedFields,
    boolean coversFrom,
    OptionalLong bodyLength,
    long unsignedOctets,
    boolean testing,
    int keyBits,
    OptionalLong time,
    OptionalLong expiry,
    List<DkimNote> notes) {

  public DkimResult {
    notes = List.copyOf(notes);
    signedFields = List.copyOf(signedFields);
  }

  /// Whether the signature verified and is acceptable.
  public boolean passed() {
    return verdict instanceof DkimVerdict.Pass;
  }

  /// Whether a field of that name is among the signed ones.
  public boolean signs(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return signedFields.stream().anyMatch(field -> field.toLowerCase(Locale.ROOT).equals(lower));
  }

  static DkimResult unread(DkimVerdict verdict) {
    return new DkimResult(
        verdict,
        "",
        "",
        "",
        "",
        "",
        List.of(),
        false,
        OptionalLong.empty(),
        0,
        false,
        0,
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of());
  }
}
