package org.postern.mail.smtp;

import java.time.Duration;

/// A client that the banner turned away. RFC 5321 section 3.1 lets it say QUIT, and asks to answer
/// 503 to all else: a few times, in the words of the banner. The program has told why already, and
/// is not asked again.
///
/// One thread: the session's.
final class TurnedAway {

  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int COMMANDS = 3;

  private final Reply banner;
  private int inVain;

  TurnedAway(Reply banner) {
    this.banner = banner;
  }

  /// How long it may let us wait for all its commands together.
  Duration commandTime(Duration usual) {
    return usual.compareTo(TIME) > 0 ? TIME : usual;
  }

  /// The answer to a command other than QUIT.
  Step inVain(boolean octetsFollow) {
    return ++inVain >= COMMANDS || octetsFollow
        ? new Step.Close(new Reply(421, "4.7.0", banner.lines()))
        : new Step.Say(new Reply(503, "5.5.1", banner.lines()));
  }

  /// The end of the session for a reason of the server's own.
  Step close(Reply reply) {
    return new Step.Close(new Reply(reply.code(), reply.status(), banner.lines()));
  }
}
