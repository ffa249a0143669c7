package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.HostPort;
import org.postern.mail.dns.DnsSettings;
import org.postern.mail.dns.Guarded;
import org.postern.mail.dns.Resolver;
import org.postern.mail.smtp.Cidr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of this node to the DNS: one resolver for all who ask.
///
/// Thread-safe: the resolver is.
final class NameService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NameService.class);
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final int PORT = 53;
  private static final int MOST_SERVERS = 3; // As the C library takes of the file.

  private final Optional<Guarded> guarded;

  private NameService(Optional<Guarded> guarded) {
    this.guarded = guarded;
  }

  static NameService open(Config config) {
    if (!config.dns().enabled()) {
      return new NameService(Optional.empty());
    }
    List<InetSocketAddress> servers =
        config.dns().servers().isEmpty()
            ? ofFile(RESOLV_CONF)
            : config.dns().servers().stream().map(HostPort::address).toList();
    if (servers.isEmpty()) {
      LOG.warn(
          "event=no-dns-servers: neither dns.servers nor {} names one, the DNS is not asked",
          RESOLV_CONF);
      return new NameService(Optional.empty());
    }
    DnsSettings settings = Settings.dns(config, servers);
    boolean named = !config.dns().servers().isEmpty();
    return new NameService(
        Optional.of(named ? Guarded.start(settings) : Guarded.startUnproven(settings)));
  }

  /// Answers for everybody; whoever asks for one message puts [org.postern.mail.dns.Budgeted]
  /// around it. Empty where the DNS is not asked at all.
  Optional<Resolver> resolver() {
    return guarded.map(one -> one);
  }

  /// The name servers of such a file (resolv.conf(5)); none where it cannot be read.
  static List<InetSocketAddress> ofFile(Path file) {
    List<InetSocketAddress> servers = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      LOG.info("event=no-resolv-conf file={} why={}", file, e.toString());
      return List.of();
    }
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length >= 2 && words[0].equals("nameserver") && servers.size() < MOST_SERVERS) {
        Cidr.parse(words[1])
            .map(address -> new InetSocketAddress(address.network(), PORT))
            .ifPresent(servers::add);
      }
    }
    return List.copyOf(servers);
  }

  @Override
  public void close() {
    guarded.ifPresent(Guarded::close);
  }
}
