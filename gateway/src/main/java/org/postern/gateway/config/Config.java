package org.postern.gateway.config;

import java.io.IOException;
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
        LimitKeys limits,
    @Key(doc = "Tests of clients and senders while they are connected; see admission.md.")
        AdmissionKeys admission,
    @Key(doc = "The HTTP listeners.") HttpKeys http,
    @Key(
            doc =
                "Questions to the DNS. While no server answers, tests that need it say nothing, and"
                    + " mail goes on without them.")
        DnsKeys dns,
    @Key(
            doc =
                "Lists of the DNS that name addresses. Without any, nothing is asked."
                    + " Each must list 127.0.0.2 and not 127.0.0.1, else it is switched off; that is"
                    + " looked after at the start and every hour.")
        DnsListKeys dnsLists,
    @Key(doc = "Examination of messages.") AnalysisKeys analysis,
    @Key(doc = "Following shortened links to where they lead; see detection.md.") LinkKeys links,
    @Key(
            doc =
                "The Bayesian filters, which learn from what people say about messages; see"
                    + " learning.md.")
        LearningKeys learning,
    @Key(
            doc =
                "The mass mail criterion: the same message to many recipients within a short time;"
                    + " see detection.md.")
        BulkKeys bulk,
    @Key(doc = "Accepted messages on disk.") Spool spool,
    @Key(doc = "Delivery to the next hop.") RelayKeys relay,
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
    return with(new Node(node.name, data), smtp, http);
  }

  /// The same with other SMTP listeners.
  public Config withSmtp(List<HostPort> listen) {
    return with(node, new Smtp(listen, smtp.proxies, smtp.bareLineEndings), http);
  }

  /// The same with another HTTP listener.
  public Config withHttp(HostPort listen) {
    return with(node, smtp, new HttpKeys(listen, http.publicListen(), http.publicUrl()));
  }

  // What the command line can say.
  private Config with(Node here, Smtp mail, HttpKeys pages) {
    return new Config(
        here,
        mail,
        tls,
        limits,
        admission,
        pages,
        dns,
        dnsLists,
        analysis,
        links,
        learning,
        bulk,
        spool,
        relay,
        recipients,
        quarantine,
        mailLog,
        log);
  }
}
