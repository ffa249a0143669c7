package org.postern.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Examination.
public record AnalysisKeys(
    @Key(
            doc = "Time for the checks before the reply to the sender.",
            standard = "2s",
            least = "100ms",
            most = "5m")
        Duration preliminaryTime,
    @Key(
            doc = "Time for the checks after a message was accepted.",
            standard = "30s",
            least = "100ms",
            most = "1h")
        Duration activeTime,
    @Key(
            doc = "Time a message may wait for its turn to be examined.",
            standard = "20s",
            least = "100ms",
            most = "1h")
        Duration waitingTime,
    @Key(
            doc = "Messages examined at the same time; 0 for one per core.",
            standard = "0",
            least = "0",
            most = "1024")
        int parallel,
    @Key(
            doc =
                "Octets of messages between their last dot and their disposal; when it is used up,"
                    + " sessions wait, then get 4xx.",
            standard = "256MB",
            least = "1MB",
            most = "64GB")
        Size memory,
    @Key(
            doc =
                "A folder of rules of your own, files NAME.cf in the format of SpamAssassin; see"
                    + " rules.md. Read again when one of them changes.")
        Optional<Path> rules,
    @Key(
            doc =
                "Files with web addresses and domains to which no message may lead, one a line:"
                    + " evil.example (and all names below it) or https://host.example/path. A"
                    + " message with such a link is confirmed spam. Read again when they change;"
                    + " while a line is wrong the last good list holds.")
        List<Path> blockedUrls,
    @Key(doc = "Files of the same form: what they list is not blocked.") List<Path> allowedUrls,
    @Key(
            doc =
                "A model that `postern train --only site` wrote of mail of your own; see"
                    + " learning.md. Read again when it changes; while it cannot be read the last"
                    + " good one stays.")
        Optional<Path> siteModel,
    @Key(
            doc =
                "A text model that `postern train --only text` wrote, in place of that which comes"
                    + " with Postern; see detection.md. Read again when it changes; while it cannot"
                    + " be read the last good one stays.")
        Optional<Path> textModel,
    @Key(
            doc =
                "A file of weights of your own in place of that which comes with Postern, as"
                    + " `postern train` writes it; see detection.md. Read again when it changes;"
                    + " while a line is wrong the last good one stays.")
        Optional<Path> weights) {
  public AnalysisKeys {
    blockedUrls = List.copyOf(blockedUrls);
    allowedUrls = List.copyOf(allowedUrls);
  }
}
