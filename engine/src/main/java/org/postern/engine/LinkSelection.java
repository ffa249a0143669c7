package org.postern.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.engine.facts.Link;
import org.postern.engine.follow.FollowRules;
import org.postern.engine.follow.Resolution;
import org.postern.engine.follow.Resolution.Reason;
import org.postern.engine.url.WebAddress;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;

/// Which links of a message are worth following: those that hide where they lead, each once, but
/// none that is there to unsubscribe, by the header of the message or by what the link is called.
///
/// @param wanted in the order of the message, what a reader does not see last
/// @param left those that hide where they lead, and are not followed for what the message says
record LinkSelection(List<WebAddress> wanted, List<Resolution> left) {

  private static final int MOST_LINKS = 1_000;
  private static final int MOST_FIELDS = 5;
  private static final int LONGEST_FIELD = 4_000;

  LinkSelection {
    wanted = List.copyOf(wanted);
    left = List.copyOf(left);
  }

  /// Chooses. A link that a reader meets twice, once under a name that unsubscribes, is not
  /// followed.
  static LinkSelection of(List<Link> links, Headers headers, FollowRules rules) {
    Map<WebAddress, Boolean> leaves = new LinkedHashMap<>();
    // those that a reader sees come first, so that hidden ones cannot use up what is asked
    List<Link> first = new ArrayList<>(links.subList(0, Math.min(MOST_LINKS, links.size())));
    first.sort(Comparator.comparing(link -> !link.seen()));
    for (Link link : first) {
      if (!link.kind().followed() || link.kind() == Link.Kind.FORM) {
        continue;
      }
      Optional<WebAddress> hiding =
          link.address().filter(WebAddress::web).map(WebAddress::destination).filter(rules::hides);
      hiding.ifPresent(address ->
          leaves.merge(address, FollowRules.unsubscribes(link.shown()), Boolean::logicalOr));
    }
    return leaves.isEmpty() ? new LinkSelection(List.of(), List.of()) : of(leaves, headers);
  }

  private static LinkSelection of(Map<WebAddress, Boolean> leaves, Headers headers) {
    Set<WebAddress> unsubscribing = unsubscribing(headers);
    List<WebAddress> wanted = new ArrayList<>();
    List<Resolution> left = new ArrayList<>();
    leaves.forEach((address, leaving) -> {
      if (leaving || unsubscribing.contains(address)) {
        left.add(Resolution.notAsked(address, Reason.UNSUBSCRIBES));
      } else {
        wanted.add(address);
      }
    });
    return new LinkSelection(wanted, left);
  }

  private static Set<WebAddress> unsubscribing(Headers headers) {
    return headers.all("List-Unsubscribe").stream()
        .limit(MOST_FIELDS)
        .map(Field::value)
        .map(value -> value.substring(0, Math.min(LONGEST_FIELD, value.length())))
        .flatMap(value -> Stream.of(value.split("[<>,\\s]+", -1)))
        .map(WebAddress::parse)
        .flatMap(Optional::stream)
        .map(WebAddress::destination)
        .collect(Collectors.toSet());
  }
}
