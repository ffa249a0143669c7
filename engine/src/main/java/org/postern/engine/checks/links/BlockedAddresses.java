package org.postern.engine.checks.links;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.engine.facts.Link;
import org.postern.engine.url.UrlLists;
import org.postern.engine.url.WebAddress;

/// What the administrator's lists say of addresses: as written, and where known redirectors lead.
record BlockedAddresses(UrlLists lists) {

  /// The addresses of links that lead to the web.
  static Stream<WebAddress> of(Stream<Link> links) {
    return links.map(Link::address).flatMap(Optional::stream).filter(WebAddress::web);
  }

  /// The entries that block any of them, each once, as evidence.
  List<String> among(Stream<WebAddress> addresses) {
    return addresses
        .flatMap(address -> entry(address).stream())
        .distinct()
        .map(entry -> "listed: " + entry)
        .toList();
  }

  private Optional<String> entry(WebAddress address) {
    return lists.blocks(address).or(() -> lists.blocks(address.destination()));
  }
}
