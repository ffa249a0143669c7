package org.postern.engine.url;

import crawlercommons.domains.EffectiveTldFinder;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.postern.engine.logs.LibraryLogs;

/// The part of a host name that somebody registered, by the public suffix list.
///
/// Thread-safe: the answers of the last names are kept, which changes nothing but the time.
public final class RegistrableDomain {

  private static final int KEPT = 16_384;
  private static final int LONGEST = 255;

  private record Answer(String host, boolean shared, String domain) {}

  private static final AtomicReferenceArray<Answer> ANSWERS = new AtomicReferenceArray<>(KEPT);

  static {
    LibraryLogs.warnings("crawlercommons");
  }

  private RegistrableDomain() {}

  /// The domain that one party answers for: `example.co.uk` of `www.example.co.uk`, `ann.github.io`
  /// of `www.ann.github.io`. A shared suffix itself (`github.io`) gives itself. Empty for a name of
  /// one label, an IP address and a suffix of the top level.
  public static String of(String host) {
    return find(host, true);
  }

  /// The same without regard to who lets others publish below their domain: `github.io` of
  /// `ann.github.io`.
  public static String owner(String host) {
    return find(host, false);
  }

  /// Whether one party answers for both names.
  public static boolean same(String one, String other) {
    if (one.equals(other)) {
      return !one.isEmpty();
    }
    String domain = of(one);
    return !domain.isEmpty() && domain.equals(of(other));
  }

  /// The label that somebody chose: `example` of the registrable domain `example.co.uk`. Empty for
  /// none.
  public static String name(String registrable) {
    return registrable.substring(0, Math.max(0, registrable.indexOf('.')));
  }

  private static String find(String host, boolean shared) {
    if (host.length() > LONGEST || host.indexOf('.') < 0) {
      return "";
    }
    int slot = (host.hashCode() * 31 + (shared ? 1 : 0)) >>> 7 & (KEPT - 1);
    Answer known = ANSWERS.get(slot);
    if (known != null && known.shared() == shared && known.host().equals(host)) {
      return known.domain();
    }
    Answer fresh = new Answer(host, shared, look(host, shared));
    ANSWERS.set(slot, fresh);
    return fresh.domain();
  }

  private static String look(String host, boolean shared) {
    String ascii = HostReader.toAscii(host).orElse("");
    String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    if (name.indexOf(':') >= 0 || IpAddresses.endsInNumber(name)) {
      return "";
    }
    String domain = listed(name, shared);
    // the shared suffix itself belongs to whoever shares it
    return domain.isEmpty() && shared ? listed(name, false) : domain;
  }

  /// As the list says, and nothing else; empty for a suffix.
  static String listed(String name, boolean shared) {
    if (name.startsWith(".")) {
      return "";
    }
    String domain = EffectiveTldFinder.getAssignedDomain(name, true, !shared);
    if (domain != null) {
      return domain;
    }
    // below a top-level domain that is not listed the last two labels count: the rule `*`
    int last = name.lastIndexOf('.');
    if (last <= 0 || EffectiveTldFinder.getEffectiveTLD(name, !shared) != null) {
      return "";
    }
    int second = name.lastIndexOf('.', last - 1);
    return last == second + 1 ? "" : name.substring(second + 1).toLowerCase(Locale.ROOT);
  }
}
