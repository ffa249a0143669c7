package org.postern.mail.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsName;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

/// The names of a client that lead back to it: RFC 7208 section 5.5.
record ClientNames(List<String> names, boolean isVoid) {

  private static final String UNKNOWN = "unknown";

  ClientNames {
    names = List.copyOf(names);
  }

  /// Errors of the DNS are names that are not validated.
  static ClientNames of(InetAddress client, Resolver resolver, int limit) {
    Answer answer = resolver.lookup(DnsName.reverse(client), RecordType.PTR);
    return switch (answer) {
      case Answer.Found(var records, _, _) ->
          new ClientNames(validated(client, records, resolver, limit), false);
      case Answer.Empty _, Answer.NoDomain _ -> new ClientNames(List.of(), true);
      case Answer.Failed _ -> new ClientNames(List.of(), false);
    };
  }

  private static List<String> validated(
      InetAddress client, List<DnsRecord> records, Resolver resolver, int limit) {
    RecordType type = client.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
    List<String> names = new ArrayList<>();
    // Section 4.6.4: names beyond the first ten are passed over.
    for (DnsRecord record : records.subList(0, Math.min(limit, records.size()))) {
      if (record instanceof DnsRecord.Host(String name)
          && resolver.lookup(name, type) instanceof Answer.Found(var found, _, _)
          && found.contains(new DnsRecord.Address(client))) {
        names.add(DnsName.canonical(name));
      }
    }
    return names;
  }

  /// Whether one of the names is the domain or below it.
  boolean within(String domain) {
    return names.stream().anyMatch(name -> isWithin(name, domain));
  }

  /// The value of `%{p}`: the domain itself, else a name below it, else any (section 7.3).
  String best(String domain) {
    if (names.contains(domain)) {
      return domain;
    }
    return names.stream()
        .filter(name -> isWithin(name, domain))
        .findFirst()
        .orElse(names.isEmpty() ? UNKNOWN : names.getFirst());
  }

  private static boolean isWithin(String name, String domain) {
    return name.equals(domain) || name.endsWith("." + domain);
  }
}
