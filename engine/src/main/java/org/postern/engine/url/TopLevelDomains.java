package org.postern.engine.url;

import java.util.Set;

/// Top-level domains that are cheap or free and hold far more abuse than honest mail.
public final class TopLevelDomains {

  private static final Set<String> ABUSED = Set.copyOf(HostList.lines("top-level-domains.txt"));

  private TopLevelDomains() {}

  /// Whether the top-level domain of a host is among them.
  public static boolean abused(String host) {
    return ABUSED.contains(host.substring(host.lastIndexOf('.') + 1));
  }
}
