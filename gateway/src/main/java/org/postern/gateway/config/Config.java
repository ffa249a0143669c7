package org.postern.gateway.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.mail.smtp.BareLineEndings;
import org.postern.mail.smtp.Cidr;

/// What the file `postern.yaml` says about one node. Every key has a default; what is wrong is told
/// with line and column. Domains, policies and lists are not here: they are data, in the store.
public record Config(
    @Key(doc = "This machine.") Node node,
    @Key(doc = "Where mail comes in.") Smtp smtp,
    @Key(doc = "Encryption of incoming sessions (STARTTLS).") Tls tls,
    @Key(doc = "What one client, session or message may use. Each limit answers by its own code.")
        Limits limits,
    @Key(doc = "Tests of clients and senders while they are connected; see admission.md.")
        AdmissionKeys admission,
    @Key(doc = "The HTTP listeners.") Http http,
    @Key(
            doc =
                "Questions to the DNS. While no server answers, tests that need it say nothing, and"
                    + " mail goes on without them.")
        Dns dns,
    @Key(
            doc =
                "Lists of the DNS that name addresses. Without any, nothing is asked."
                    + " Each must list 127.0.0.2 and not 127.0.0.1, else it is switched off; that is"
                    + " looked after at the start and every hour.")
        DnsListKeys dnsLists,
    @Key(doc = "Examination of messages.") Analysis analysis,
    @Key(
            doc =
                "The Bayesian filters, which learn from what people say about messages; see"
                    + " learning.md.")
        LearningKeys learning,
    @Key(doc = "Accepted messages on disk.") Spool spool,
    @Key(doc = "Delivery to the next hop.") Relay relay,
    @Key(
            doc =
                "Asking next hops which recipients exist, for domains with `recipients=pass-through`.")
        Recipients recipients,
    @Key(doc = "Held messages.") Quarantine quarantine,
    @Key(doc = "The mail log and the explanations: what `postern log` and `postern explain` show.")
        MailLog mailLog,
    @Key(doc = "The log of the program, on standard error.") Log log) {

  private static final Pattern HOST =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?)*");

  private static final Pattern BASE_URL =
      Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~-]+)*");

  private static boolean isBaseUrl(String text) {
    if (text.length() > 200 || !BASE_URL.matcher(text).matches()) {
      return false;
    }
    try {
      return new URI(text).getHost() != null;
    } catch (URISyntaxException _) {
      return false; // the caller says what was expected
    }
  }

  /// This machine.
  public record Node(
      @Key(
              doc =
                  "The name said in greetings, `Received` fields and notifications. Without it, the"
                      + " name the machine gives itself.")
          Optional<String> name,
      @Key(doc = "The folder of all data. Relative to the working directory.", standard = "data")
          Path data) {
    public Node {
      if (name.isPresent() && !isHostName(name.get())) {
        throw new IllegalArgumentException("a host name in ASCII such as mx.example.org");
      }
    }
  }

  /// Where mail comes in.
  public record Smtp(
      @Key(
              doc = "Addresses and ports to listen on. Port 0 takes any that is free.",
              standard = "0.0.0.0:2525")
          List<HostPort> listen,
      @Key(
              doc =
                  "Proxies that tell the client's address by the PROXY protocol, version 1 or 2."
                      + " They must; nobody else may.")
          List<Cidr> proxies,
      @Key(
              doc =
                  "What becomes of CR without LF, LF without CR and NUL in a message. `refuse`: 550"
                      + " 5.5.2. `normalize`: a line end each, NUL left out. Such a line end never"
                      + " ends a message.",
              standard = "refuse")
          BareLineEndings bareLineEndings) {
    public Smtp {
      listen = List.copyOf(listen);
      proxies = List.copyOf(proxies);
    }
  }

  /// Encryption.
  public record Tls(
      @Key(
              doc =
                  "Certificate chain, PEM. Without it, one of our own is made at the first start."
                      + " Read again when it changes.")
          Optional<Path> certificate,
      @Key(doc = "Private key of the certificate, PEM, PKCS#8, without a password.")
          Optional<Path> key) {
    public Tls {
      if (certificate.isPresent() != key.isPresent()) {
        throw new IllegalArgumentException("both certificate and key, or neither");
      }
    }
  }

  /// Limits of SMTP.
  public record Limits(
      @Key(
              doc = "Open connections; more get 421 4.3.2.",
              standard = "15000",
              least = "1",
              most = "1000000")
          int connections,
      @Key(
              doc = "Open connections from one IPv4 address or one IPv6 /64; more get 421 4.7.0.",
              standard = "100",
              least = "1",
              most = "1000000")
          int connectionsPerAddress,
      @Key(
              doc = "Whether `connections_per_address` binds loopback addresses too.",
              standard = "false")
          boolean loopbackCounts,
      @Key(
              doc = "Length of a command line; a longer one gets 500 5.5.2.",
              standard = "2KB",
              least = "512",
              most = "64KB")
          Size commandSize,
      @Key(
              doc = "Size of a message; more gets 552 5.3.4.",
              standard = "50MB",
              least = "64KB",
              most = "1GB")
          Size messageSize,
      @Key(
              doc = "Recipients of a message; more get 452 4.5.3.",
              standard = "1000",
              least = "1",
              most = "100000")
          int recipients,
      @Key(
              doc = "Commands since the last accepted recipient or message; more get 421 4.7.0.",
              standard = "100",
              least = "1",
              most = "100000")
          int idleCommands,
      @Key(
              doc = "Refused commands since the last message, RCPT apart; more get 421 4.7.0.",
              standard = "20",
              least = "1",
              most = "100000")
          int errors,
      @Key(
              doc = "Refused recipients since the last message; more get 421 4.7.0.",
              standard = "100",
              least = "1",
              most = "100000")
          int refusedRecipients,
      @Key(
              doc = "Unknown commands in a session; more get 421 4.5.2.",
              standard = "10",
              least = "1",
              most = "100000")
          int unknownCommands,
      @Key(
              doc = "Waiting for one command; then 421 4.4.2.",
              standard = "5m",
              least = "1s",
              most = "1h")
          Duration commandTime,
      @Key(
              doc = "Waiting for one whole message; then 421 4.4.2.",
              standard = "15m",
              least = "1s",
              most = "1d")
          Duration dataTime,
      @Key(
              doc = "Waiting for the client during one session; then 421 4.4.2.",
              standard = "1h",
              least = "10s",
              most = "7d")
          Duration sessionTime,
      @Key(
              doc = "Memory for one message while it comes in; the rest goes to a file.",
              standard = "1MB",
              least = "0",
              most = "1GB")
          Size messageMemory,
      @Key(
              doc =
                  "Memory for all messages while they come in; beyond it they go to files. Without"
                      + " it, a quarter of the heap.")
          Optional<Size> totalMemory) {}

  /// The HTTP listeners.
  public record Http(
      @Key(
              doc = "Address and port of `/health` and `/why`. Port 0 takes any that is free.",
              standard = "127.0.0.1:8080")
          HostPort listen,
      @Key(
              doc =
                  "Address and port of another listener that serves `/why` alone, for the world;"
                      + " docs/why.md.")
          Optional<HostPort> publicListen,
      @Key(
              doc =
                  "Where senders reach `/why`, such as `https://mx.example.org`. With it, each"
                      + " refusal names the page that explains it.")
          Optional<String> publicUrl) {
    public Http {
      if (publicUrl.isPresent() && !isBaseUrl(publicUrl.get())) {
        throw new IllegalArgumentException(
            "a URL in ASCII of at most 200 characters such as https://mx.example.org, without a"
                + " slash at its end, query or fragment");
      }
    }
  }

  /// The DNS.
  public record Dns(
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
    public Dns {
      servers = List.copyOf(servers);
      if (!servers.stream().allMatch(server -> Cidr.parse(server.host()).isPresent())) {
        throw new IllegalArgumentException("servers by address, such as 192.0.2.53:53");
      }
    }
  }

  /// Examination.
  public record Analysis(
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
    public Analysis {
      blockedUrls = List.copyOf(blockedUrls);
      allowedUrls = List.copyOf(allowedUrls);
    }
  }

  /// The spool.
  public record Spool(
      @Key(
              doc =
                  "Memory for bodies that wait for their first attempt; beyond it they are read from"
                      + " disk.",
              standard = "128MB",
              least = "1MB",
              most = "64GB")
          Size memory,
      @Key(
              doc = "Larger bodies go to files of their own, not into the journal.",
              standard = "256KB",
              least = "4KB",
              most = "8MB")
          Size inlineSize,
      @Key(
              doc = "Messages in the spool; more get 452.",
              standard = "200000",
              least = "1",
              most = "10000000")
          int messages,
      @Key(
              doc = "Free room on the disk that new messages do not touch; without it, 452.",
              standard = "64MB",
              least = "0",
              most = "1000GB")
          Size freeSpace) {}

  /// Delivery.
  public record Relay(
      @Key(
              doc =
                  "HOST:PORT that takes mail for domains that are not served here: notifications to"
                      + " senders. Without it, notifications are not sent.")
          Optional<HostPort> smartHost,
      @Key(
              doc = "Waits between attempts; the last one repeats.",
              standard = "1m, 5m, 15m, 30m, 1h, 2h, 4h",
              least = "1s",
              most = "1d")
          List<Duration> retries,
      @Key(
              doc = "A sender is told once that a message is late, after this time.",
              standard = "4h",
              least = "1m",
              most = "7d")
          Duration delayNotice,
      @Key(
              doc = "Connections to one next hop at the same time.",
              standard = "20",
              least = "1",
              most = "10000")
          int connectionsPerHost,
      @Key(doc = "Deliveries at the same time.", standard = "200", least = "1", most = "100000")
          int parallel,
      @Key(doc = "Time to connect.", standard = "30s", least = "1s", most = "10m")
          Duration connectTime,
      @Key(
              doc =
                  "The longest wait for a reply. Shorter ones of RFC 5321 section 4.5.3.2 stay as"
                      + " they are.",
              standard = "10m",
              least = "1s",
              most = "1h")
          Duration replyTime) {
    public Relay {
      retries = List.copyOf(retries);
      if (retries.isEmpty()) {
        throw new IllegalArgumentException("at least one wait in retries");
      }
    }
  }

  /// Asking for recipients.
  public record Recipients(
      @Key(
              doc =
                  "Answers that are remembered; a fifth of them that somebody does not exist. What"
                      + " was not used for longest goes first.",
              standard = "200000",
              least = "100",
              most = "100000000")
          int answers,
      @Key(doc = "Memory for them, about.", standard = "64MB", least = "1MB", most = "64GB")
          Size memory,
      @Key(
              doc =
                  "How long it holds that a recipient exists. Asked again, behind the reply, after half of it.",
              standard = "1d",
              least = "1m",
              most = "31d")
          Duration positiveTime,
      @Key(
              doc = "How long an existing recipient is known beyond that, for `when-down=buffer`.",
              standard = "31d",
              least = "1m",
              most = "365d")
          Duration knownTime,
      @Key(
              doc =
                  "How long it holds that one does not exist. Asked again, behind the reply, after a"
                      + " quarter of it.",
              standard = "1h",
              least = "1s",
              most = "1d")
          Duration negativeTime,
      @Key(
              doc = "How long a temporary answer and a full mailbox hold.",
              standard = "10s",
              least = "0s",
              most = "10m")
          Duration temporaryTime,
      @Key(
              doc = "How long RCPT waits for an answer; then 451.",
              standard = "8s",
              least = "100ms",
              most = "4m")
          Duration answerTime,
      @Key(
              doc = "Questions to one route at the same time.",
              standard = "5",
              least = "1",
              most = "1000")
          int parallel) {}

  /// The quarantine.
  public record Quarantine(
      @Key(
              doc = "How long messages are held for domains that do not say.",
              standard = "30d",
              least = "1h",
              most = "3650d")
          Duration retention) {}

  /// The mail log.
  public record MailLog(
      @Key(doc = "How long rows are kept.", standard = "90d", least = "1h", most = "3650d")
          Duration retention,
      @Key(
              doc = "How long the evidence behind a verdict is kept.",
              standard = "30d",
              least = "1h",
              most = "3650d")
          Duration explanations) {}

  /// The log of the program.
  public record Log(
      @Key(doc = "What is worth a line.", standard = "info") Level level,
      @Key(doc = "`plain`: key=value, or `json`: one object a line.", standard = "plain")
          Format format) {

    /// What is worth a line.
    public enum Level {
      ERROR,
      WARN,
      INFO,
      DEBUG
    }

    /// How a line looks.
    public enum Format {
      PLAIN,
      JSON
    }
  }

  /// Whether it can stand in greetings and header fields as our name.
  public static boolean isHostName(String text) {
    return text.length() <= 253 && HOST.matcher(text).matches();
  }

  /// The defaults.
  public static Config standard() {
    try {
      return parse("postern.yaml", "");
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads a file.
  ///
  /// @throws ConfigException with everything that is wrong with it
  /// @throws IOException when it cannot be read
  public static Config read(Path file) throws ConfigException, IOException {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (CharacterCodingException _) {
      throw new ConfigException(
          List.of(new Problem(file.toString(), 1, 1, "", "octets that are not UTF-8", "UTF-8")));
    }
  }

  /// Reads a text.
  ///
  /// @param file its name, for messages
  public static Config parse(String file, String yaml) throws ConfigException {
    return ConfigReader.read(Config.class, file, yaml);
  }

  /// The same with another folder of data.
  public Config withData(Path data) {
    return new Config(
        new Node(node.name, data),
        smtp,
        tls,
        limits,
        admission,
        http,
        dns,
        dnsLists,
        analysis,
        learning,
        spool,
        relay,
        recipients,
        quarantine,
        mailLog,
        log);
  }

  /// The same with other SMTP listeners.
  public Config withSmtp(List<HostPort> listen) {
    return new Config(
        node,
        new Smtp(listen, smtp.proxies, smtp.bareLineEndings),
        tls,
        limits,
        admission,
        http,
        dns,
        dnsLists,
        analysis,
        learning,
        spool,
        relay,
        recipients,
        quarantine,
        mailLog,
        log);
  }

  /// The same with another HTTP listener.
  public Config withHttp(HostPort listen) {
    return new Config(
        node,
        smtp,
        tls,
        limits,
        admission,
        new Http(listen, http.publicListen, http.publicUrl),
        dns,
        dnsLists,
        analysis,
        learning,
        spool,
        relay,
        recipients,
        quarantine,
        mailLog,
        log);
  }
}
