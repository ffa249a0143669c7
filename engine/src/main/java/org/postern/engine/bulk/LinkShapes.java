package org.postern.engine.bulk;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.facts.Link;
import org.postern.engine.url.WebAddress;

/// Where links lead, without what is different for each reader: domain, and the words of the path;
/// numbers and codes of a path count as such, the query does not count.
final class LinkShapes {

  private static final int MOST = 100;
  private static final int LONGEST_WORD = 20;

  private final Set<Long> all = new HashSet<>();
  private boolean paths;

  private LinkShapes() {}

  static LinkShapes of(List<Link> links) {
    LinkShapes shapes = new LinkShapes();
    for (Link link : links) {
      Optional<WebAddress> address = link.address().filter(WebAddress::web);
      if (address.isPresent() && shapes.all.size() < MOST) {
        shapes.add(address.get());
      }
    }
    return shapes;
  }

  private void add(WebAddress address) {
    String domain = address.registrable().isEmpty() ? address.host() : address.registrable();
    long shape = Mix.text(domain);
    String path = address.path();
    int at = 0;
    while (at < path.length()) {
      int slash = path.indexOf('/', at);
      int end = slash < 0 ? path.length() : slash;
      if (end > at) {
        shape = Mix.and(shape, word(path, at, end) ? Mix.text(path, at, end) : 1);
        paths = true;
      }
      at = end + 1;
    }
    all.add(shape);
  }

  private static boolean word(String path, int from, int to) {
    if (to - from > LONGEST_WORD) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      if (!(c >= 'a' && c <= 'z') && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  /// Whether there may be more than are known.
  boolean cut() {
    return all.size() >= MOST;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /// Whether there is enough of them that others hardly have the same by chance.
  boolean telling() {
    return all.size() >= 3 || (all.size() == 2 && paths);
  }

  /// Of all together, in any order.
  long value() {
    long sum = 0;
    for (long shape : all) {
      sum += Mix.spread(shape);
    }
    return Mix.and(sum, all.size());
  }
}
