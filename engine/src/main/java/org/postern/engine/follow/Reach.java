package org.postern.engine.follow;

import java.net.InetAddress;
import java.util.List;
import org.postern.mail.smtp.Cidr;

/// Where connections may go. The only one outside of tests is the public internet.
interface Reach {

  /// Public addresses, at the ports of the web.
  Reach PUBLIC =
      new Reach() {
        @Override
        public boolean address(InetAddress address) {
          return PublicAddresses.allows(address);
        }

        @Override
        public boolean port(int port) {
          return port == 80 || port == 443;
        }
      };

  /// The public internet without some networks of it.
  static Reach publicWithout(List<Cidr> never) {
    return new Reach() {
      @Override
      public boolean address(InetAddress address) {
        return Reach.PUBLIC.address(address)
            && never.stream().noneMatch(network -> network.contains(address));
      }

      @Override
      public boolean port(int port) {
        return Reach.PUBLIC.port(port);
      }
    };
  }

  boolean address(InetAddress address);

  boolean port(int port);
}
