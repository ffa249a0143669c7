package org.postern.engine.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.follow.Resolution.End;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.follow.Resolution.Reason;
import org.postern.engine.url.WebAddress;

/// Follows one link hop by hop; each hop is looked at anew. Of what lies behind the redirectors
/// only the header is asked for.
final class Chain {

  private static final int LONGEST = 2_048;

  private final SafeFetcher fetcher;
  private final FollowRules rules;
  private final int hops;
  private final Deadline deadline;
  private final List<WebAddress> chain = new ArrayList<>();

  Chain(SafeFetcher fetcher, FollowRules rules, int hops, Deadline deadline) {
    this.fetcher = fetcher;
    this.rules = rules;
    this.hops = hops;
    this.deadline = deadline;
  }

  /// What comes of a link that may be asked.
  Resolution follow(WebAddress link) {
    chain.add(link);
    for (int hop = 0; hop < hops; hop++) {
      Optional<End> end = step();
      if (end.isPresent()) {
        return new Resolution(chain, end.get(), rules.hides(chain.getLast()));
      }
    }
    return new Resolution(chain, new End.NotAsked(Reason.HOPS), true);
  }

  /// Asks the last address; empty where it leads on.
  private Optional<End> step() {
    WebAddress last = chain.getLast();
    boolean hides = rules.hides(last);
    Optional<Reason> against = hides ? rules.againstLink(last) : rules.againstTarget(last);
    if (against.isPresent()) {
      return Optional.of(new End.NotAsked(against.get()));
    }
    return switch (fetcher.fetch(last, hides, deadline)) {
      case Reply.Failed(Fault why) -> Optional.of(new End.Failed(why));
      case Reply.Redirected(String location) -> add(location, last);
      case Reply.Answered(int status, String type, String name, Optional<String> onward) ->
          onward.isPresent()
              ? add(onward.get(), last)
              : Optional.of(new End.Answered(status, type, name));
    };
  }

  /// Takes where an address leads into the chain, and behind it what that carries itself.
  private Optional<End> add(String location, WebAddress base) {
    if (location.length() > LONGEST) {
      return Optional.of(new End.Failed(Fault.LARGE));
    }
    Optional<WebAddress> next = WebAddress.parse(location, base).filter(WebAddress::web);
    if (next.isEmpty()) {
      return Optional.of(new End.Failed(Fault.ODD_TARGET));
    }
    if (chain.contains(next.get())) {
      return Optional.of(new End.NotAsked(Reason.LOOP));
    }
    chain.add(next.get());
    WebAddress carried = next.get().destination();
    if (!carried.equals(next.get())) {
      if (chain.contains(carried)) {
        return Optional.of(new End.NotAsked(Reason.LOOP));
      }
      chain.add(carried);
    }
    return Optional.empty();
  }
}
