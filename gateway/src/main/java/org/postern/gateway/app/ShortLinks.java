package org.postern.gateway.app;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postern.engine.follow.FollowRules;
import org.postern.engine.follow.LinkFollower;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.LinkKeys;
import org.postern.mail.dns.Resolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Following shortened links, where the administrator wants it.
final class ShortLinks {

  private static final Logger LOG = LoggerFactory.getLogger(ShortLinks.class);

  private ShortLinks() {}

  /// Who follows them; empty where nobody is to, or names cannot be looked up.
  ///
  /// @param own whether a host is one of ours, which is never asked
  static Optional<LinkFollower> follower(
      Config config, Optional<Resolver> resolver, Predicate<String> own) {
    LinkKeys links = config.links();
    if (!links.follow()) {
      return Optional.empty();
    }
    if (resolver.isEmpty()) {
      LOG.warn("event=links-not-followed: links.follow is true, but the DNS is not asked");
      return Optional.empty();
    }
    LOG.info("event=links-followed as={} further-hosts={}", LinkFollower.AGENT, links.hosts());
    FollowRules rules =
        new FollowRules(
            links.hosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()),
            own);
    return Optional.of(
        new LinkFollower(Settings.links(config), rules, resolver.get(), links.never()));
  }
}
