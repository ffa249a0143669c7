package org.postern.mail.smtp;

import java.time.Duration;
import java.util.Optional;

/// How a client is received: the banner, and what comes before it.
///
/// A mail server waits for the banner, a hurried robot does not (RFC 5321 section 3.1). With
/// `quiet` above zero the server keeps the banner's last line back for so long; a client that sends
/// something meanwhile talked early ([Oddity.Kind#TALKED_EARLY]). With `teaser` a positive banner
/// begins at once, by all its lines but the last, or by its only line said twice (`220-mx…`, later
/// `220 mx…`): that brings more robots to speak.
///
/// @param quiet zero for no wait and no look; it counts for no limit of the session
public record Welcome(Reply banner, Duration quiet, boolean teaser) {

  public Welcome {
    if (quiet.isNegative()) {
      throw new IllegalArgumentException("not a time to wait: " + quiet);
    }
  }

  /// Says the banner without delay.
  public static Welcome of(Reply banner) {
    return new Welcome(banner, Duration.ZERO, false);
  }

  /// The wait and the banner as steps; `whole`: the step that says all of the banner.
  Step step(Step whole) {
    if (quiet.isZero()) {
      return whole;
    }
    if (!teaser || !banner.positive()) {
      return new Step.Quiet(Optional.empty(), quiet, whole);
    }
    int last = banner.lines().size() - 1;
    return last == 0
        ? new Step.Quiet(Optional.of(banner), quiet, whole)
        : new Step.Quiet(Optional.of(lines(0, last)), quiet, new Step.Say(lines(last, last + 1)));
  }

  private Reply lines(int from, int to) {
    return new Reply(banner.code(), banner.status(), banner.lines().subList(from, to));
  }
}
