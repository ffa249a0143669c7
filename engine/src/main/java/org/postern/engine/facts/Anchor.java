package org.postern.engine.facts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.engine.url.WebAddress;

/// An `a` that is being read: where it leads, and whether a reader finds anything in it to click
/// on.
final class Anchor {

  private final int depth;
  private final int start;
  private final String target;
  private final Optional<WebAddress> base;
  private @Nullable Link read;
  private boolean seen;

  /// @param depth in the tree of the page
  /// @param start where its text begins in that of the page
  Anchor(int depth, int start, String target, Optional<WebAddress> base) {
    this.depth = depth;
    this.start = start;
    this.target = target;
    this.base = base;
  }

  int depth() {
    return depth;
  }

  int start() {
    return start;
  }

  String target() {
    return target;
  }

  /// Something stands in it that can be seen.
  void shows() {
    seen = true;
  }

  /// Text that is not hidden stands in it; blanks and what has no width are nothing to click on.
  void shows(String text) {
    for (int i = 0; i < text.length() && !seen; i++) {
      char c = text.charAt(i);
      seen =
          c > ' '
              && c != '\u00a0'
              && !Character.isSpaceChar(c)
              && Character.getType(c) != Character.FORMAT
              && !NoWidth.is(c);
    }
  }

  boolean seen() {
    return seen;
  }

  /// Where it leads.
  Optional<WebAddress> address() {
    Link known = read;
    if (known == null) {
      known = Link.of(target.strip(), "", Link.Kind.ANCHOR, base);
      read = known;
    }
    return known.address();
  }

  /// The link, all of it read.
  Link link(String shown) {
    return new Link(target.strip(), shown, Link.Kind.ANCHOR, address(), seen);
  }
}
