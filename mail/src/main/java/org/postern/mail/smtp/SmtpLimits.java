package org.postern.mail.smtp;

import java.time.Duration;
import java.util.function.Consumer;

/// Every limit of the SMTP server by name. Each answers with its own code and text:
///
/// - `commandOctets`: one command line, CRLF included: 500 5.5.2
/// - `messageOctets`: one message, announced as SIZE: 552 5.3.4, at MAIL already where declared
/// - `recipients`: accepted recipients of one transaction: 452 4.5.3
/// - `idleCommands`: commands since the last accepted recipient or message: 421 4.7.0
/// - `errors`: refused commands since the last message, RCPT apart: 421 4.7.0
/// - `refusedRecipients`: refused RCPTs since the last message: 421 4.7.0
/// - `unknownCommands`: of one session: 421 4.5.2
/// - `command`: waiting for one command: 421 4.4.2; also the longest that one write or a TLS
///   handshake may take before the connection is cut
/// - `data`: waiting for one whole message, or one chunk: 421 4.4.2
/// - `session`: waiting for the client during one session: 421 4.4.2. Time that the program behind
///   the server takes never counts.
/// - `connections`: at once, all clients: 421 4.3.2
/// - `connectionsPerAddress`: at once from one IPv4 address or one IPv6 /64: 421 4.7.0
/// - `loopbackCounts`: whether `connectionsPerAddress` binds loopback addresses too
/// - `messageMemory`: octets of one message held in memory; a longer one goes to a file
/// - `totalMemory`: octets of all messages held in memory; when it is used up, messages go to files
/// - `bareLineEndings`: see [BareLineEndings]
public record SmtpLimits(
    int commandOctets,
    long messageOctets,
    int recipients,
    int idleCommands,
    int errors,
    int refusedRecipients,
    int unknownCommands,
    Duration command,
    Duration data,
    Duration session,
    int connections,
    int connectionsPerAddress,
    boolean loopbackCounts,
    int messageMemory,
    long totalMemory,
    BareLineEndings bareLineEndings) {

  /// RFC 5321 section 4.5.3.1 asks for at least 512 octets a command; MAIL and RCPT with all
  /// parameters of DSN and SMTPUTF8 may reach 1,600.
  public static final SmtpLimits DEFAULTS =
      new SmtpLimits(
          2_048,
          50L << 20,
          1_000,
          100,
          20,
          100,
          10,
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          15_000,
          100,
          false,
          1 << 20,
          Runtime.getRuntime().maxMemory() / 4,
          BareLineEndings.REFUSE);

  public SmtpLimits {
    atLeast(512, commandOctets, "commandOctets");
    atLeast(1, messageOctets, "messageOctets");
    // RFC 5321 section 4.5.3.1.8 asks for 100; a smaller number is the administrator's choice.
    atLeast(1, recipients, "recipients");
    atLeast(1, idleCommands, "idleCommands");
    atLeast(1, errors, "errors");
    atLeast(1, refusedRecipients, "refusedRecipients");
    atLeast(1, unknownCommands, "unknownCommands");
    atLeast(1, command.toMillis(), "command");
    atLeast(1, data.toMillis(), "data");
    atLeast(1, session.toMillis(), "session");
    atLeast(1, connections, "connections");
    atLeast(1, connectionsPerAddress, "connectionsPerAddress");
    atLeast(0, messageMemory, "messageMemory");
    atLeast(0, totalMemory, "totalMemory");
  }

  public SmtpLimits withCommandOctets(int octets) {
    return with(copy -> copy.commandOctets = octets);
  }

  public SmtpLimits withMessageOctets(long octets) {
    return with(copy -> copy.messageOctets = octets);
  }

  public SmtpLimits withRecipients(int count) {
    return with(copy -> copy.recipients = count);
  }

  /// How many commands may fail or lead nowhere.
  public SmtpLimits withPatience(int idle, int failed, int refused, int unknown) {
    return with(copy -> {
      copy.idleCommands = idle;
      copy.errors = failed;
      copy.refusedRecipients = refused;
      copy.unknownCommands = unknown;
    });
  }

  public SmtpLimits withTimes(Duration forCommand, Duration forData, Duration forSession) {
    return with(copy -> {
      copy.command = forCommand;
      copy.data = forData;
      copy.session = forSession;
    });
  }

  /// `loopback`: whether the limit per address binds loopback addresses too.
  public SmtpLimits withConnections(int total, int perAddress, boolean loopback) {
    return with(copy -> {
      copy.connections = total;
      copy.connectionsPerAddress = perAddress;
      copy.loopbackCounts = loopback;
    });
  }

  public SmtpLimits withMemory(int perMessage, long total) {
    return with(copy -> {
      copy.messageMemory = perMessage;
      copy.totalMemory = total;
    });
  }

  public SmtpLimits withBareLineEndings(BareLineEndings policy) {
    return with(copy -> copy.bareLineEndings = policy);
  }

  private SmtpLimits with(Consumer<Copy> change) {
    var copy = new Copy();
    change.accept(copy);
    return copy.limits();
  }

  /// These limits while some are changed; never seen from outside.
  private final class Copy {
    private int commandOctets = SmtpLimits.this.commandOctets;
    private long messageOctets = SmtpLimits.this.messageOctets;
    private int recipients = SmtpLimits.this.recipients;
    private int idleCommands = SmtpLimits.this.idleCommands;
    private int errors = SmtpLimits.this.errors;
    private int refusedRecipients = SmtpLimits.this.refusedRecipients;
    private int unknownCommands = SmtpLimits.this.unknownCommands;
    private Duration command = SmtpLimits.this.command;
    private Duration data = SmtpLimits.this.data;
    private Duration session = SmtpLimits.this.session;
    private int connections = SmtpLimits.this.connections;
    private int connectionsPerAddress = SmtpLimits.this.connectionsPerAddress;
    private boolean loopbackCounts = SmtpLimits.this.loopbackCounts;
    private int messageMemory = SmtpLimits.this.messageMemory;
    private long totalMemory = SmtpLimits.this.totalMemory;
    private BareLineEndings bareLineEndings = SmtpLimits.this.bareLineEndings;

    SmtpLimits limits() {
      return new SmtpLimits(
          commandOctets,
          messageOctets,
          recipients,
          idleCommands,
          errors,
          refusedRecipients,
          unknownCommands,
          command,
          data,
          session,
          connections,
          connectionsPerAddress,
          loopbackCounts,
          messageMemory,
          totalMemory,
          bareLineEndings);
    }
  }

  private static void atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", at least " + least + " needed");
    }
  }
}
