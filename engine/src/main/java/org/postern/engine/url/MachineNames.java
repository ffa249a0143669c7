package org.postern.engine.url;

import java.util.Set;
import java.util.regex.Pattern;

/// Tells the names that hosters give to machines which anybody rents by the hour:
/// `ec2-203-0-113-9.compute.example`, `vps1234.example`.
public final class MachineNames {

  /// Those who write to their customers under the same domain: their machines have numbers.
  private static final Set<String> HOSTERS_WITH_MAIL = Set.of("linode.com", "kimsufi.com");

  private static final Set<String> HOSTERS =
      Set.of(
          "contaboserver.net",
          "linodeusercontent.com",
          "vultrusercontent.com",
          "vps.ovh.net",
          "vps-default-host.net",
          "cloudapp.net",
          "startdedicated.com",
          "startdedicated.de",
          "hstgr.cloud",
          "hwclouds-dns.com",
          "onlinehome-server.info");
  private static final Pattern MACHINE =
      Pattern.compile(
          "(?:^|.*\\.)(?:ubuntu|debian|centos|localhost|vps|vmi|vm|ip|ec2|server|host|static)"
              + "[-.]?(?:s-\\d+vcpu.*|\\d{1,3}[-.]\\d{1,3}[-.]\\d{1,3}[-.]\\d{1,3}.*|\\d{4,}\\..*)");
  private static final int LONGEST = 300;

  private MachineNames() {}

  /// Whether a host, in lower case, has such a name.
  public static boolean contain(String host) {
    if (host.length() > LONGEST) {
      return false;
    }
    String owner = RegistrableDomain.owner(host);
    if (HOSTERS_WITH_MAIL.contains(owner)) {
      return numbered(host);
    }
    return HOSTERS.contains(owner)
        || HOSTERS.contains(RegistrableDomain.of(host))
        || (numbered(host) && MACHINE.matcher(host).matches());
  }

  private static boolean numbered(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) >= '0' && host.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }
}
