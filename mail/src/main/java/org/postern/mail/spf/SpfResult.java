package org.postern.mail.spf;

import java.util.Optional;

/// What a check found.
///
/// @param domain the domain whose policy was asked, lower case; may be no name at all where the
///   verdict is `NONE`
/// @param mechanism the term that matched, as its owner wrote it: `-all`
/// @param explanation what the owner of the domain says about a `FAIL` (RFC 7208 section 6.2):
///   US-ASCII from a stranger, to be escaped like all such text
/// @param problem what is wrong with the policy or the DNS, in our words; empty without an error
public record SpfResult(
    SpfVerdict verdict,
    String domain,
    Optional<String> mechanism,
    Optional<String> explanation,
    String problem) {}
