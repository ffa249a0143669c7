package org.postern.gateway.config;

import java.time.Duration;
import java.util.List;
import org.postern.mail.smtp.Cidr;

/// The DNS.
public record DnsKeys(
    @Key(doc = "Whether the DNS is asked at all.", standard = "true") boolean enabled,
    @Key(
            doc =
                "Recursive resolvers, ADDRESS:PORT. Without any, those of `/etc/resolv.conf`, read"
                    + " at the start and believed only while they know the public DNS. They are asked in this order; one that was silent comes last.")
        List<HostPort> servers,
    @Key(
            doc = "Waiting for one answer of one server.",
            standard = "2s",
            least = "50ms",
            most = "30s")
        Duration timeout,
    @Key(
            doc = "How often the servers are asked one after the other.",
            standard = "2",
            least = "1",
            most = "10")
        int rounds,
    @Key(
            doc =
                "Whether the servers check DNSSEC and nobody can forge what they send us, so that"
                    + " their word on it counts.",
            standard = "false")
        boolean validating,
    @Key(
            doc = "Answers kept in memory, that something does not exist included.",
            standard = "50000",
            least = "0",
            most = "10000000")
        int cached,
    @Key(
            doc =
                "The longest wait of a session for the answers of one test: since the client"
                    + " connected, said HELO or MAIL. What is not there by then does not count.",
            standard = "5s",
            least = "10ms",
            most = "20s")
        Duration patience) {
  public DnsKeys {
    servers = List.copyOf(servers);
    if (!servers.stream().allMatch(server -> Cidr.parse(server.host()).isPresent())) {
      throw new IllegalArgumentException("servers by address, such as 192.0.2.53:53");
    }
  }
}
