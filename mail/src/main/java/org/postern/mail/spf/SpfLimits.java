package org.postern.mail.spf;

import java.time.Duration;

/// The limits of RFC 7208 section 4.6.4.
///
/// @param lookups terms that ask the DNS, in the policy and all that it includes
/// @param voids terms whose question found nothing
/// @param hosts hosts of one `mx`, names of one `ptr`
/// @param aside how long the names of the client may be looked for altogether, whose servers it may
///   itself have made slow, and how long an explanation: without an answer by then there are none
public record SpfLimits(int lookups, int voids, int hosts, Duration aside) {

  /// The limits of the standard, and a small part of the time that a message waits for the DNS.
  public static final SpfLimits STANDARD = new SpfLimits(10, 2, 10, Duration.ofMillis(1_500));
}
