package org.postern.gateway.config;

import java.time.Duration;
import java.util.List;
import org.postern.mail.smtp.Cidr;

/// Following shortened links: the section `links`.
public record LinkKeys(
    @Key(
            doc =
                "Whether links of known shorteners are followed when a message was accepted. Servers"
                    + " of others then learn that a message came here, from an address of this"
                    + " machine. Off, no link is ever asked for.",
            standard = "false")
        boolean follow,
    @Key(
            doc =
                "Further hosts whose short links hide where they lead, besides those that are known"
                    + " to Postern; each stands for all names below it.")
        List<String> hosts,
    @Key(
            doc =
                "Networks of your own to which no connection is made though their addresses are"
                    + " public. What is not public, and this machine, is never asked.")
        List<Cidr> never,
    @Key(doc = "Links of one message that are followed.", standard = "5", least = "1", most = "50")
        int perMessage,
    @Key(
            doc = "Addresses that are asked for one link at most.",
            standard = "5",
            least = "1",
            most = "20")
        int hops,
    @Key(
            doc =
                "Time for all links of one message; a part of `analysis.active_time`, of which they"
                    + " never take more than half.",
            standard = "3s",
            least = "100ms",
            most = "60s")
        Duration time,
    @Key(
            doc =
                "Links of all messages that are followed at the same time; beyond it links stay"
                    + " unresolved.",
            standard = "64",
            least = "1",
            most = "10000")
        int parallel,
    @Key(
            doc = "Memory for what was found out, about.",
            standard = "16MB",
            least = "100KB",
            most = "4GB")
        Size memory,
    @Key(doc = "How long that holds.", standard = "6h", least = "1s", most = "7d") Duration keep,
    @Key(
            doc = "How long a failure holds that may pass, such as no answer in time.",
            standard = "30s",
            least = "0s",
            most = "1h")
        Duration keepFailures) {
  public LinkKeys {
    hosts = List.copyOf(hosts);
    never = List.copyOf(never);
    if (!hosts.stream().allMatch(host -> host.indexOf('.') > 0 && Config.isHostName(host))) {
      throw new IllegalArgumentException("hosts in ASCII such as go.example.org");
    }
  }
}
