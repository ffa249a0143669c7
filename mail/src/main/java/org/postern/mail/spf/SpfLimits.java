package org.postern.mail.spf;

/// The limits of RFC 7208 section 4.6.4.
///
/// @param lookups terms that ask the DNS, in the policy and all that it includes
/// @param voids terms whose question found nothing
/// @param hosts hosts of one `mx`, names of one `ptr`
public record SpfLimits(int lookups, int voids, int hosts) {

  /// The limits of the standard.
  public static final SpfLimits STANDARD = new SpfLimits(10, 2, 10);
}
