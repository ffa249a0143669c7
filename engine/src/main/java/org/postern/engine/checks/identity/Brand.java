package org.postern.engine.checks.identity;

import java.util.List;
import java.util.Set;

/// A name that senders pretend to be.
///
/// @param name as it is shown to administrators
/// @param domains that are the brand's, with all names below them
/// @param anywhere labels that are the brand's below `com`, `net`, `org` and every country
/// @param shapes domains with a part left open: what stands before and after it
/// @param carried whether other brands write in its name: what banks send for a network of theirs
record Brand(
    String name, Set<String> domains, Set<String> anywhere, List<Shape> shapes, boolean carried) {

  /// `sparkasse-*.de`: any text may stand between the two.
  record Shape(String before, String after) {
    boolean fits(String domain) {
      return domain.length() > before.length() + after.length()
          && domain.startsWith(before)
          && domain.endsWith(after);
    }
  }

  private static final Set<String> OLD = Set.of("com", "net", "org");

  /// Where anybody could register a name for nothing.
  private static final Set<String> NO_COUNTRY = Set.of("tk", "ml", "ga", "cf", "gq", "ws", "cc");

  Brand {
    domains = Set.copyOf(domains);
    anywhere = Set.copyOf(anywhere);
    shapes = List.copyOf(shapes);
  }

  /// Whether a host is the brand's.
  ///
  /// @param registrable the registrable domain of the host
  boolean owns(String host, String registrable) {
    for (String domain : domains) {
      if (host.equals(domain) || (host.endsWith(domain) && dotBefore(host, domain))) {
        return true;
      }
    }
    int dot = registrable.indexOf('.');
    if (dot > 0 && anywhere.contains(registrable.substring(0, dot))) {
      return official(registrable.substring(dot + 1));
    }
    for (Shape shape : shapes) {
      if (shape.fits(registrable)) {
        return true;
      }
    }
    return false;
  }

  private static boolean dotBefore(String host, String domain) {
    return host.charAt(host.length() - domain.length() - 1) == '.';
  }

  /// A suffix below which brands register their name everywhere: an old one, or of a country.
  static boolean official(String suffix) {
    String last = suffix.substring(suffix.lastIndexOf('.') + 1);
    return OLD.contains(suffix) || (last.length() == 2 && !NO_COUNTRY.contains(last));
  }

  /// The labels of the brand's domains, as far as they could be taken for the brand.
  List<String> labels() {
    java.util.stream.Stream<String> listed =
        domains.stream().map(domain -> domain.substring(0, domain.indexOf('.')));
    return java.util.stream.Stream.concat(listed, anywhere.stream()).distinct().toList();
  }
}
