package org.postern.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.postern.mail.dkim.DomainNames;
import org.postern.mail.smtp.Cidr;

/// The tests of a client and its sender while it is connected: the section `admission`. What each
/// test does stands in docs/admission.md.
public record AdmissionKeys(
    @Key(doc = "Networks whose clients are refused: 554 5.7.1 instead of a greeting.")
        List<Cidr> blocked,
    @Key(
            doc =
                "Files with more of them, one a line; what stands behind `#` or `;` is a comment."
                    + " Read again when they change; while a line is wrong the last good list"
                    + " holds.")
        List<Path> blockedFiles,
    @Key(
            doc =
                "Networks whose clients are not tested at the gate at all. Where an address is"
                    + " blocked and trusted, the smaller network decides.")
        List<Cidr> trusted,
    @Key(
            doc =
                "Domains whose ARC seal is believed: mail that they passed on unchanged, and of which"
                    + " they say that it came to them with a DMARC pass, is not refused for the"
                    + " DMARC or SPF of its author.")
        List<String> trustedSealers,
    @Key(
            doc =
                "How long the greeting is held back to see whether the client waits for it; 0s for"
                    + " not at all.",
            standard = "0s",
            least = "0s",
            most = "30s")
        Duration quiet,
    @Key(
            doc =
                "Open connections of one network (/24, IPv6 /64); more get 421 4.7.0. 0: no limit.",
            standard = "1000",
            least = "0",
            most = "1000000")
        int networkConnections,
    @Key(
            doc = "Connections a minute from one address; more get 421 4.7.0. 0: no limit.",
            standard = "30000",
            least = "0",
            most = "1000000000")
        int addressConnectionRate,
    @Key(
            doc = "Messages a minute from one address; more get 421 4.7.0. 0: no limit.",
            standard = "60000",
            least = "0",
            most = "1000000000")
        int addressMessageRate,
    @Key(
            doc = "Recipients a minute from one address; more get 421 4.7.0. 0: no limit.",
            standard = "300000",
            least = "0",
            most = "1000000000")
        int addressRecipientRate,
    @Key(
            doc = "Connections a minute from one network (/24, IPv6 /64). 0: no limit.",
            standard = "120000",
            least = "0",
            most = "1000000000")
        int networkConnectionRate,
    @Key(
            doc = "Messages a minute from one network. 0: no limit.",
            standard = "240000",
            least = "0",
            most = "1000000000")
        int networkMessageRate,
    @Key(
            doc = "Recipients a minute from one network. 0: no limit.",
            standard = "1200000",
            least = "0",
            most = "1000000000")
        int networkRecipientRate,
    @Key(
            doc = "Connections a minute from everybody together. 0: no limit.",
            standard = "0",
            least = "0",
            most = "1000000000")
        int nodeConnectionRate,
    @Key(
            doc = "Messages a minute from everybody together. 0: no limit.",
            standard = "0",
            least = "0",
            most = "1000000000")
        int nodeMessageRate,
    @Key(
            doc = "Recipients a minute from everybody together. 0: no limit.",
            standard = "0",
            least = "0",
            most = "1000000000")
        int nodeRecipientRate,
    @Key(
            doc =
                "Unknown recipients that a network asks a tenant for in about an hour, and more than"
                    + " known ones or ten times as many, after which it gets 421 4.7.0 at RCPT of"
                    + " that tenant. 0: no limit.",
            standard = "30",
            least = "0",
            most = "1000000")
        int unknownRecipients,
    @Key(
            doc = "How long a network that asked for so many gets 421.",
            standard = "1h",
            least = "1s",
            most = "1d")
        Duration unknownRecipientsTime,
    @Key(
            doc =
                "Unknown recipients and oddities of a session, or unknown recipients of a network"
                    + " beyond its known ones, that cost no time.",
            standard = "3",
            least = "0",
            most = "100000")
        int tarpitAfter,
    @Key(
            doc = "Each further one makes every RCPT wait so much longer; 0s for no waits.",
            standard = "1s",
            least = "0s",
            most = "1m")
        Duration tarpitStep,
    @Key(doc = "The longest wait.", standard = "10s", least = "0s", most = "4m")
        Duration tarpitLongest,
    @Key(
            doc =
                "The score from which a message of an unknown sender gets 451 4.7.1 and must come"
                    + " again.",
            standard = "3",
            least = "0",
            most = "1000")
        double greylistFrom,
    @Key(
            doc = "Coming again counts after this time, up to a day.",
            standard = "1m",
            least = "0s",
            most = "12h")
        Duration greylistDelay,
    @Key(
            doc =
                "Senders of whom something is remembered, of each sort. When there are more, those"
                    + " of whom least is known are forgotten.",
            standard = "32768",
            least = "1024",
            most = "16777216")
        int senders) {
  public AdmissionKeys {
    blocked = List.copyOf(blocked);
    blockedFiles = List.copyOf(blockedFiles);
    trusted = List.copyOf(trusted);
    trustedSealers = List.copyOf(trustedSealers);
    for (String sealer : trustedSealers) {
      if (DomainNames.ascii(sealer, 2).isEmpty()) {
        throw new IllegalArgumentException("domains such as lists.example.org");
      }
    }
  }
}
