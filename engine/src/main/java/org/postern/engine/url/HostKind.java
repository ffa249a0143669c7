package org.postern.engine.url;

import java.util.Set;

/// What is generally known of a host. The lists are text files beside this class, one name a line;
/// a name stands for all names below it, `*` for any text.
public enum HostKind {
  /// Makes long addresses short and hides where they lead.
  SHORTENER("shorteners.txt"),
  /// Where anybody publishes pages of his own within minutes: site builders, static hosting,
  /// serverless functions, object storage, gateways to distributed storage.
  FREE_HOSTING("free-hosting.txt"),
  /// Names that lead to somebody's own machine: dynamic DNS and tunnels.
  DYNAMIC("dynamic-dns.txt"),
  /// Where anybody makes a form and reads what was entered.
  FORM("forms.txt"),
  /// Where anybody offers files.
  FILE_SHARING("file-sharing.txt"),
  /// Hosts of companies that send mail for others; their links count clicks and lead on.
  SENDING_PLATFORM("sending-platforms.txt"),
  /// Services of receivers that write links anew to scan them at the click.
  LINK_PROTECTION("link-protection.txt"),
  /// Where anybody gets a mailbox.
  FREE_MAIL("freemail.txt");

  private final String file;

  HostKind(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  /// Whether a host, in lower case, is of this kind.
  public boolean contains(String host) {
    return HostList.kinds(host).contains(this);
  }

  /// Everything that is known of a host.
  public static Set<HostKind> of(String host) {
    return HostList.kinds(host);
  }
}
