package org.postern.gateway.why;

import java.time.Duration;

/// How often the pages are shown and requests are taken; networks are an IPv4 /24 or an IPv6 /64.
///
/// @param viewsPerNetwork in a minute
/// @param viewsInAll in a minute
/// @param requestsPerNetwork in an hour
/// @param requestsInAll in an hour
public record WhyLimits(
    int viewsPerNetwork, int viewsInAll, int requestsPerNetwork, int requestsInAll) {

  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration HOUR = Duration.ofHours(1);

  public static final WhyLimits STANDARD = new WhyLimits(30, 600, 5, 120);
}
