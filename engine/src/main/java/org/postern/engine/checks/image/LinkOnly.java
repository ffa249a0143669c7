package org.postern.engine.checks.image;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.Case;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Symbol;

/// Whether a document says little and leads to one or two hosts that have nothing to do with the
/// sender: it is made to be clicked.
final class LinkOnly {

  private static final int FEW_LETTERS = 700;
  private static final int VERY_FEW_LETTERS = 250;
  private static final int FEW_HOSTS = 2;
  private static final double SOME_TEXT = 0.6;

  private LinkOnly() {}

  /// @param symbol to be found
  /// @param name of the document
  /// @param letters in its text
  /// @param links as written in it
  static Optional<Finding> in(
      Case mail, Symbol symbol, String name, int letters, List<String> links) {
    if (letters > FEW_LETTERS) {
      return Optional.empty();
    }
    Set<String> hosts =
        links.stream()
            .flatMap(link -> WebAddress.parseLoosely(link).stream())
            .filter(WebAddress::web)
            .map(WebAddress::host)
            .collect(Collectors.toSet());
    if (hosts.isEmpty()
        || hosts.size() > FEW_HOSTS
        || hosts.stream().anyMatch(mail.relations()::involves)) {
      return Optional.empty();
    }
    double strength = letters <= VERY_FEW_LETTERS ? 1 : SOME_TEXT;
    return Optional.of(symbol.found(strength, List.of(name, String.join(" ", hosts))));
  }
}
