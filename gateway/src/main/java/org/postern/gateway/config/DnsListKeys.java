package org.postern.gateway.config;

import java.util.List;
import org.postern.gateway.admit.dns.DnsList;
import org.postern.gateway.admit.dns.DnsLists;

/// Lists of the DNS that name addresses: the section `dns_lists`.
public record DnsListKeys(
    @Key(
            doc =
                "Lists of bad addresses, each `ZONE=CODES*WEIGHT`: the answers that count, as the"
                    + " list documents them, and what they weigh. `127.0.0.[2..11;20]` names several"
                    + " answers. Without codes, 127.0.0.2; without a weight, 1. In quotes.")
        List<DnsList> block,
    @Key(doc = "Lists of good addresses in the same form; their weights are taken off.")
        List<DnsList> allow,
    @Key(
            doc =
                "The weight that refuses a client at RCPT: 550 5.7.1. Less is evidence in its"
                    + " share.",
            standard = "1",
            least = "0.001",
            most = "1000")
        double threshold) {
  public DnsListKeys {
    block = List.copyOf(block);
    allow = List.copyOf(allow);
    if (block.size() + allow.size() > DnsLists.Settings.MOST) {
      throw new IllegalArgumentException("at most " + DnsLists.Settings.MOST + " lists");
    }
  }
}
