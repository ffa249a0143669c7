package org.postern.engine.facts;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.postern.mail.mime.Part;

/// Tells which parts a client leaves out because it shows a better one: RFC 2046 section 5.1.4 has
/// the best of several alternatives come last, and that is HTML.
final class Alternatives {

  private static final int DEEPEST = 5;

  private Alternatives() {}

  /// The plain texts for which HTML stands.
  static Set<Part> unseen(List<Part> parts) {
    Set<Part> unseen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Part part : parts) {
      if (part.contentType().type().equals("multipart")
          && part.contentType().subtype().equals("alternative")) {
        unseen(part.children(), unseen);
      }
    }
    return unseen;
  }

  /// Links of an unseen text are seen after all where a seen one leads to the same host.
  static List<Link> repeated(List<Link> links) {
    if (links.stream().allMatch(Link::seen)) {
      return links;
    }
    Set<String> hosts = new HashSet<>();
    links.stream().filter(Link::seen).map(Link::host).forEach(hosts::add);
    return links.stream()
        .map(link ->
            !link.seen()
                    && (link.kind() == Link.Kind.PLAIN || link.kind() == Link.Kind.BARE)
                    && hosts.contains(link.host())
                ? new Link(link.target(), link.shown(), link.kind(), link.address())
                : link)
        .toList();
  }

  private static void unseen(List<Part> children, Set<Part> unseen) {
    boolean html = false;
    for (int i = children.size() - 1; i >= 0; i--) {
      Part child = children.get(i);
      if (html && child.leaf() && child.contentType().subtype().equals("plain")) {
        unseen.add(child);
      }
      html |= html(child, DEEPEST);
    }
  }

  private static boolean html(Part part, int deep) {
    if (part.leaf()) {
      return part.contentType().type().equals("text")
          && part.contentType().subtype().equals("html");
    }
    return deep > 0
        && part.contentType().type().equals("multipart")
        && part.children().stream().anyMatch(child -> html(child, deep - 1));
  }
}
