package org.postern.engine.facts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.engine.url.WebAddress;

/// Gathers links. Those a reader clicks on, those that are hidden and those that load something are
/// counted apart, so that a thousand of one kind hide none of the others. Where there are more than
/// are kept, those that lead to another host than all before are kept besides, and the last ones.
/// Of hosts that are only named in text the first ones are kept.
final class PageLinks {

  private static final int MOST_HOSTS = 500;
  private static final int MOST_LAST = 200;
  private static final int MOST_BARE = 300;
  private static final int LONGEST_HOST = 100;

  private final int most;
  private final List<Link> all = new ArrayList<>();
  private final Set<String> hosts = new HashSet<>();
  private final Deque<Supplier<Link>> last = new ArrayDeque<>();
  private int clicked;
  private int bare;
  private int hidden;
  private int loaded;
  private int otherHosts;
  private int left;
  private boolean cut;

  PageLinks(int most) {
    this.most = most;
  }

  /// Reads and takes a link that a reader sees, or that loads something.
  void add(String target, String shown, Link.Kind kind, Optional<WebAddress> base) {
    add(target, shown, kind, base, true);
  }

  /// Reads and takes a link; nothing where it is blank.
  void add(String target, String shown, Link.Kind kind, Optional<WebAddress> base, boolean seen) {
    if (target.isBlank()) {
      return;
    }
    take(
        target,
        kind,
        seen,
        () -> {
          Link link = Link.of(target.strip(), shown.strip(), kind, base);
          return seen ? link : link.unseen();
        });
  }

  void add(Link link) {
    take(link.target(), link.kind(), link.seen(), () -> link);
  }

  void addAll(List<Link> more) {
    more.forEach(this::add);
  }

  void add(Anchor anchor, String shown) {
    take(anchor.target(), Link.Kind.ANCHOR, anchor.seen(), () -> anchor.link(shown));
  }

  private void take(String target, Link.Kind kind, boolean seen, Supplier<Link> link) {
    if (count(kind, seen)) {
      all.add(link.get());
      return;
    }
    if (kind == Link.Kind.BARE) {
      return;
    }
    cut = true;
    if (!kind.followed()) {
      return;
    }
    if (otherHosts < MOST_HOSTS && anotherHost(target)) {
      otherHosts++;
      all.add(link.get());
      return;
    }
    last.add(link);
    if (last.size() > MOST_LAST) {
      last.remove();
      left++;
    }
  }

  /// Counts one more; false where there are enough.
  private boolean count(Link.Kind kind, boolean seen) {
    if (!kind.followed()) {
      return loaded < most && loaded++ < most;
    }
    if (kind == Link.Kind.BARE) {
      return bare < MOST_BARE && bare++ < MOST_BARE;
    }
    return seen ? clicked < most && clicked++ < most : hidden < most && hidden++ < most;
  }

  /// By the letters alone; what is written in another way is read once more, which does no harm.
  private boolean anotherHost(String target) {
    if (hosts.isEmpty()) {
      all.stream().filter(one -> one.kind().followed()).forEach(one -> hosts.add(one.host()));
    }
    int slashes = target.indexOf("//");
    int start = slashes < 0 ? 0 : slashes + 2;
    int end = start;
    while (end < target.length()
        && end - start < LONGEST_HOST
        && "/?#:\\".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return hosts.add(target.substring(start, end));
  }

  /// Takes the addresses in plain text.
  void plain(String text, boolean seen) {
    PlainLinks.find(text, (target, kind) -> add(target, "", kind, Optional.empty(), seen));
  }

  List<Link> all() {
    last.forEach(one -> all.add(one.get()));
    last.clear();
    return all;
  }

  /// How many that a reader follows are left out.
  int left() {
    return left;
  }

  boolean cut() {
    return cut;
  }
}
