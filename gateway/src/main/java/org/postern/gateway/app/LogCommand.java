package org.postern.gateway.app;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.AttemptCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postern log`: what happened to mail, one row for each attempt and recipient.
@Command(
    name = "log",
    description =
        "Shows what happened to mail: one row for each attempt and recipient, oldest first.")
final class LogCommand extends DataCommand {
  private final Clock clock;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only rows since then: 1h, 7d, 2026-03-01 or 2026-03-01T12:00:00Z.")
  Optional<Common.Since> since = Optional.empty();

  @Option(names = "--to", paramLabel = "ADDR", description = "Only this recipient, or @DOMAIN.")
  Optional<String> to = Optional.empty();

  @Option(names = "--from", paramLabel = "ADDR", description = "Only this sender, or @DOMAIN.")
  Optional<String> from = Optional.empty();

  @Option(names = "--ref", paramLabel = "REF", description = "Only this reference.")
  Optional<String> ref = Optional.empty();

  @Option(names = "--tenant", paramLabel = "NAME", description = "Only rows of this tenant.")
  Optional<TenantId> tenant = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The newest N rows at most (${DEFAULT-VALUE}).",
      defaultValue = "1000000")
  int limit = 1_000_000;

  @Option(
      names = "--stats",
      description =
          "Instead of rows: how much of the spam was refused at which step (docs/log.md).")
  boolean stats;

  LogCommand(Program program, Terminal terminal, Clock clock) {
    super(program, terminal);
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    if (stats) {
      return stats();
    }
    MailLog.Query query =
        new MailLog.Query(
            since.map(moment -> moment.before(clock.instant())),
            ref.map(Refs::valid),
            to,
            from,
            Math.max(1, limit));
    try (Stores stores = stores()) {
      Consumer<Object> out = terminal.lines();
      stores
          .mailLog()
          .query(tenant, query, row -> out.accept(json ? json(row).toString() : shown(row)));
      return 0;
    }
  }

  private int stats() throws IOException, ConfigException {
    if (to.isPresent() || from.isPresent() || ref.isPresent()) {
      throw new WrongUse(
          "--stats counts attempts of everybody: only --since and --tenant go with it");
    }
    AttemptCounts counts = new AttemptCounts();
    try (Stores stores = stores()) {
      stores
          .mailLog()
          .scan(tenant, since.map(moment -> moment.before(clock.instant())), counts::add);
    }
    if (json) {
      terminal.line(LogStatistics.json(counts.result()));
    } else {
      LogStatistics.shown(counts.result()).forEach(terminal::line);
    }
    return 0;
  }

  static JsonObject json(LogRow row) {
    return new JsonObject()
        .with("time", row.time())
        .with("ref", row.ref())
        .with("stage", row.stage())
        .with("client_ip", row.clientIp())
        .with("helo", row.helo())
        .with("mail_from", row.mailFrom())
        .with("rcpt", row.rcpt())
        .with("subject", row.subject())
        .with("message_id", row.messageId())
        .with("size", row.size())
        .with("tls", row.tls())
        .with("category", row.category())
        .with("score", row.score())
        .with("disposition", row.disposition())
        .with("status", row.status())
        .with("symbol", row.symbol());
  }

  static String shown(LogRow row) {
    StringBuilder line = new StringBuilder();
    line.append(JsonObject.moment(row.time())).append("  ").append(row.ref()).append("  ");
    line.append(padded(row.stage(), 8));
    line.append(padded(row.disposition(), 10));
    line.append(row.mailFrom().isEmpty() ? "<>" : row.mailFrom());
    line.append(" -> ").append(row.rcpt().isEmpty() ? "-" : row.rcpt());
    line.append("  [").append(row.clientIp()).append(']');
    if (!row.category().isEmpty()) {
      line.append("  ").append(row.category()).append(' ').append(Shown.points(row.score()));
    }
    if (!row.subject().isEmpty()) {
      line.append("  \"").append(row.subject()).append('"');
    }
    if (!row.status().isEmpty()) {
      line.append("  ").append(row.status());
    }
    if (!row.symbol().isEmpty()) {
      line.append("  ").append(row.symbol());
    }
    return Shown.text(line.toString());
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length() + 1));
  }
}
