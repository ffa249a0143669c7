package org.postern.engine.url;

/// The tables behind addresses: suffixes, characters, hosts. They are read at the first use, which
/// takes a second on a busy machine; whoever has a deadline loads them before.
public final class UrlTables {

  private UrlTables() {}

  /// Reads them now.
  public static void load() {
    WebAddress.parse("https://m\u00fcnchen.example.org/").ifPresent(WebAddress::destination);
    var _ = HostKind.of("www.example.org");
    var _ = TopLevelDomains.abused("www.example.org");
    var _ = Confusables.skeleton("\u0430");
  }
}
