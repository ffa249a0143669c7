package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.url.WebAddress;

/// Gathers links; those a reader follows are counted apart from those that load something, so that
/// a thousand pictures hide no link.
final class PageLinks {

  private final int most;
  private final List<Link> all = new ArrayList<>();
  private int followed;
  private int loaded;
  private boolean cut;

  PageLinks(int most) {
    this.most = most;
  }

  /// Reads and takes a link; empty where it is blank or there are enough.
  Optional<Link> add(String target, String shown, Link.Kind kind, Optional<WebAddress> base) {
    if (target.isBlank() || !room(kind)) {
      return Optional.empty();
    }
    Link link = Link.of(target.strip(), shown.strip(), kind, base);
    add(link);
    return Optional.of(link);
  }

  void add(Link link) {
    if (!room(link.kind())) {
      return;
    }
    all.add(link);
    if (link.kind().followed()) {
      followed++;
    } else {
      loaded++;
    }
  }

  /// Whether one more is taken; that there was one more is noted.
  boolean room(Link.Kind kind) {
    boolean room = (kind.followed() ? followed : loaded) < most;
    cut |= !room;
    return room;
  }

  /// Takes the addresses in plain text.
  void plain(String text) {
    if (followed < most) {
      List<Link> found = new ArrayList<>();
      PlainLinks.find(text, most - followed, found);
      found.forEach(this::add);
    }
  }

  void addAll(List<Link> more) {
    more.forEach(this::add);
  }

  List<Link> all() {
    return all;
  }

  boolean cut() {
    return cut;
  }
}
