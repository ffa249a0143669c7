package org.postern.engine.follow;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.postern.engine.follow.Resolution.Reason;
import org.postern.engine.url.Hiding;
import org.postern.engine.url.WebAddress;

/// Which addresses may be asked. The link of a message: only of a registered shortener or
/// redirector, with a short path, and only where that looks neither like a link that works once nor
/// like one of a single person. What it leads to: the same, on any host that is not our own.
///
/// Pure, where `own` is.
///
/// @param more hosts that hide where they lead, besides those that are known; each stands for all
///   below it
/// @param own whether a host is one of ours
public record FollowRules(Set<String> more, Predicate<String> own) {

  /// Only hosts that are known, and none is ours.
  public static final FollowRules STANDARD = new FollowRules(Set.of(), _ -> false);

  private static final int LONGEST_PATH = 48;
  private static final int MOST_SEGMENTS = 3;
  private static final int LONGEST_TARGET = 2_048;
  private static final int LONGEST_HOST = 253;
  private static final Pattern CODE = Pattern.compile("code=[A-Za-z0-9_-]{1,20}");

  public FollowRules {
    more = Set.copyOf(more);
  }

  /// Whether a host hides where its addresses lead.
  public boolean hides(WebAddress address) {
    return Hiding.hides(address)
        || (!more.isEmpty() && address.web() && !address.literal() && listed(address.host()));
  }

  private boolean listed(String host) {
    for (int at = 0; at < host.length(); at = next(host, at)) {
      if (more.contains(host.substring(at))) {
        return true;
      }
    }
    return false;
  }

  private static int next(String host, int at) {
    int dot = host.indexOf('.', at);
    return dot < 0 ? host.length() : dot + 1;
  }

  /// Why a link of a message is not asked; empty where it may be. Only for links that hide where
  /// they lead.
  Optional<Reason> againstLink(WebAddress address) {
    Optional<Reason> against = againstTarget(address);
    if (against.isPresent()) {
      return against;
    }
    String path = address.path();
    long segments = path.chars().filter(c -> c == '/').count();
    boolean usual = path.length() > 1 && path.length() <= LONGEST_PATH && segments <= MOST_SEGMENTS;
    return usual ? Optional.empty() : Optional.of(Reason.UNUSUAL);
  }

  /// Why what a link leads to is not asked; empty where it may be.
  Optional<Reason> againstTarget(WebAddress address) {
    String host = address.host().toLowerCase(Locale.ROOT);
    if (!address.web()
        || !address.userInfo().isEmpty()
        || address.toString().length() > LONGEST_TARGET
        || host.length() > LONGEST_HOST
        || (!address.literal() && host.indexOf('.') < 0)) {
      return Optional.of(Reason.UNUSUAL);
    }
    if (ours(host)) {
      return Optional.of(Reason.OWN);
    }
    boolean personal = OneTime.path(address) || (!isCode(address) && OneTime.query(address));
    return personal ? Optional.of(Reason.MAY_WORK_ONCE) : Optional.empty();
  }

  /// `linkedin.com/slink?code=abc`: the short name of the address, not of a person.
  private static boolean isCode(WebAddress address) {
    return address.registrable().equals("linkedin.com")
        && address.path().equals("/slink")
        && address.query().filter(query -> CODE.matcher(query).matches()).isPresent();
  }

  /// Whether the text of a link says that following it ends a subscription. What else it says, to
  /// sign in or to confirm, is what those say who deceive; then the target's path decides.
  public static boolean unsubscribes(String shown) {
    return OneTime.leaving(shown);
  }

  private boolean ours(String host) {
    if (host.equals("localhost")
        || host.endsWith(".localhost")
        || host.endsWith(".local")
        || host.endsWith(".internal")
        || host.endsWith(".home.arpa")
        || host.endsWith(".onion")) {
      return true;
    }
    for (int at = 0; at < host.length(); at = next(host, at)) {
      if (own.test(host.substring(at))) {
        return true;
      }
    }
    return false;
  }
}
