package org.postern.engine.follow;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.postern.engine.url.WebAddress;

/// What follows links within this machine: of its addresses one is taken for a public one.
public final class Local {

  /// Plays the public internet.
  static final String PUBLIC = "127.0.0.2";

  /// Plays the house.
  static final String HOUSE = "127.0.0.1";

  private static final Reach REACH =
      new Reach() {
        @Override
        public boolean address(InetAddress address) {
          return address.getHostAddress().equals(Local.PUBLIC) || Reach.PUBLIC.address(address);
        }

        @Override
        public boolean port(int port) {
          return port > 1_024;
        }
      };

  static final FollowRules RULES =
      new FollowRules(
          Set.of("short.example", "other.example"), host -> host.equals("ours.example"));

  private Local() {}

  static FollowLimits limits(Duration time) {
    return new FollowLimits(5, 5, time, 8, 1 << 20, Duration.ofHours(1), Duration.ofMillis(200));
  }

  static SafeFetcher fetcher(Names names, SSLContext tls) {
    return new SafeFetcher(names, REACH, tls, LinkFollower.AGENT);
  }

  static LinkFollower follower(Names names, SSLContext tls, Duration time) {
    return new LinkFollower(limits(time), RULES, fetcher(names, tls));
  }

  static WebAddress address(String text) {
    return WebAddress.parse(text).orElseThrow();
  }
}
