package org.postern.gateway.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.engine.ReportJson;
import org.postern.engine.scan.BuiltinSymbols;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Considered;
import org.postern.engine.verdict.Explanation;
import org.postern.engine.verdict.Listed;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Verdict;
import org.postern.engine.verdict.Verdict.Scored;
import org.postern.engine.verdict.Weights;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.gate.Evidence;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.store.Explanations.Stored;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserSnapshot;
import org.postern.mail.address.EmailAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern explain`: why a message got its verdict, and what would have changed it.
@Command(
    name = "explain",
    description = {
      "Tells why a message was judged as it was: every finding with its points and evidence,",
      "the step that decided, and what would have changed the outcome."
    })
final class ExplainCommand extends DataCommand {
  @Parameters(paramLabel = "REF", description = "The reference from a reply, a header or the log.")
  String ref = "";

  @Option(names = "--json", description = "One JSON object for each tenant.")
  boolean json;

  @Option(names = "--tenant", paramLabel = "NAME", description = "Only for this tenant.")
  Optional<TenantId> tenant = Optional.empty();

  ExplainCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    String wanted = Refs.valid(ref);
    Config config = place.existing();
    Weights weights = Examining.weights(config);
    try (Stores stores = program.stores(config.node().data())) {
      List<Stored> found = stores.explanations().find(tenant, wanted);
      List<LogRow> rows = new ArrayList<>();
      stores
          .mailLog()
          .query(
              tenant,
              new MailLog.Query(
                  Optional.empty(),
                  Optional.of(wanted),
                  Optional.empty(),
                  Optional.empty(),
                  MailLog.Query.ALL.limit()),
              rows::add);
      if (found.isEmpty() && rows.isEmpty()) {
        throw new CommandFailed("nothing is known of " + wanted + " (any more)");
      }
      Map<String, Symbol> symbols = BuiltinSymbols.all();
      for (Stored stored : found) {
        Evidence evidence = Evidence.read(stored.json(), symbols);
        Policy policy = policy(stores, stored.tenant(), evidence).with(weights);
        explain(stored, evidence, policy, rows);
      }
      if (found.isEmpty()) {
        withoutEvidence(wanted, rows);
      }
      return 0;
    }
  }

  // That of the first recipient, as it is now: of its domain, and what it chose itself.
  private static Policy policy(Stores stores, TenantId tenant, Evidence evidence) {
    return evidence.recipients().stream()
        .findFirst()
        .flatMap(one -> EmailAddress.parse(one.rcpt()))
        .flatMap(to ->
            stores.tenants().domain(tenant, to.domain()).map(domain -> chosen(stores, domain, to)))
        .map(DomainSettings::policy)
        .orElse(Policy.STANDARD);
  }

  private static DomainSettings chosen(Stores stores, Domain domain, EmailAddress to) {
    return domain.settings().infomailBy() == DomainSettings.Chooser.USERS
        ? new UserSnapshot(stores.users().all()).settings(domain, to)
        : domain.settings();
  }

  private void explain(Stored stored, Evidence evidence, Policy policy, List<LogRow> rows)
      throws IOException {
    // That of the first recipient; what was decided for each of the others stands beside its name.
    Explanation explanation =
        evidence.recipients().stream()
            .findFirst()
            .map(one -> explanation(one, evidence.report(one), policy))
            .orElseGet(() -> Explanation.of(evidence.report(), policy));
    List<LogRow> own =
        rows.stream()
            .filter(row ->
                row.tenant().equals(stored.tenant()) || row.tenant().equals(TenantId.PLATFORM))
            .toList();
    if (json) {
      JsonObject line = JsonObject.parse(ReportJson.explanation(explanation));
      today(evidence, policy).ifPresent(verdict -> line.with("today", json(verdict, policy)));
      terminal.line(
          line.with("weights", weights(evidence, policy).id())
              .with("ref", stored.ref())
              .with("time", stored.time())
              .with("tenant", stored.tenant().name())
              .with("mail_from", evidence.from())
              .with("subject", evidence.subject())
              .with("recipients", evidence.recipients().stream().map(ExplainCommand::json).toList())
              .with("log", own.stream().map(LogCommand::json).toList()));
      return;
    }
    message(stored, evidence);
    decision(explanation, policy);
    today(evidence, policy).ifPresent(verdict -> today(verdict, evidence, policy));
    findings(explanation.verdict());
    order(explanation);
    changes(explanation);
    log(own);
  }

  private static Explanation explanation(Evidence.Decided recipient, Report report, Policy policy) {
    return recipient
        .listed()
        .map(listed -> Explanation.of(report, policy, listed))
        .orElseGet(() -> Explanation.of(report, policy));
  }

  private void withoutEvidence(String wanted, List<LogRow> rows) {
    if (json) {
      terminal.line(
          new JsonObject()
              .with("ref", wanted)
              .with("findings", List.of())
              .with("log", rows.stream().map(LogCommand::json).toList()));
      return;
    }
    terminal.line("reference  " + wanted);
    terminal.line("no message was examined under this reference");
    log(rows);
  }

  private void message(Stored stored, Evidence evidence) {
    terminal.line("reference  " + stored.ref() + ", " + JsonObject.moment(stored.time()));
    terminal.line(
        Shown.text(
            "message    from "
                + (evidence.from().isEmpty() ? "<>" : evidence.from())
                + ", \""
                + evidence.subject()
                + "\""));
    for (Evidence.Decided outcome : evidence.recipients()) {
      terminal.line(
          Shown.text(
              "recipient  "
                  + outcome.rcpt()
                  + ": "
                  + outcome.category()
                  + ", "
                  + outcome.disposition()
                  + outcome.listed().map(listed -> ", by " + listed.entry()).orElse("")));
    }
  }

  private void decision(Explanation explanation, Policy policy) {
    Verdict verdict = explanation.verdict();
    String why =
        switch (verdict.decidedBy()) {
          case RULE -> "a rule: " + explanation.carriers() + " decides whatever the score";
          case BLINDNESS ->
              "blindness: "
                  + explanation.blind().stream()
                      .map(CheckOutcome::check)
                      .collect(Collectors.joining(", "))
                  + " did not answer";
          case LIST ->
              "an entry of a list: "
                  + explanation.carriedBy().stream()
                      .flatMap(scored -> scored.finding().evidence().stream())
                      .map(Shown::text)
                      .collect(Collectors.joining(", "));
          case SCORE -> byScore(verdict, policy);
          case KIND -> "its kind: " + explanation.carriers() + "; " + byScore(verdict, policy);
        };
    terminal.line(
        "verdict    "
            + verdict.category()
            + ", score "
            + Shown.points(verdict.score())
            + ", "
            + verdict.disposition().word());
    terminal.line("decided by " + why);
  }

  private static Weights weights(Evidence evidence, Policy policy) {
    return evidence.report().weights().orElse(policy.weights());
  }

  // What would come out now, where the weights are others than those of then.
  private static Optional<Verdict> today(Evidence evidence, Policy policy) {
    return weights(evidence, policy).id().equals(policy.weights().id())
        ? Optional.empty()
        : Optional.of(policy.judge(first(evidence).unweighed()));
  }

  // What the first recipient was judged by.
  private static Report first(Evidence evidence) {
    return evidence.recipients().stream()
        .findFirst()
        .map(evidence::report)
        .orElse(evidence.report());
  }

  private void today(Verdict verdict, Evidence evidence, Policy policy) {
    terminal.line(
        "weights    "
            + Shown.text(weights(evidence, policy).id())
            + "; with those of today, "
            + policy.weights().id()
            + ": "
            + verdict.category()
            + ", score "
            + Shown.points(verdict.score()));
  }

  private static JsonObject json(Verdict verdict, Policy policy) {
    return new JsonObject()
        .with("weights", policy.weights().id())
        .with("category", verdict.category().name())
        .with("score", verdict.score());
  }

  private static String byScore(Verdict verdict, Policy policy) {
    if (verdict.score() >= policy.confirmAt()) {
      return "the score: at least " + Shown.points(policy.confirmAt());
    }
    return verdict.score() >= policy.suspectAt()
        ? "the score: at least " + Shown.points(policy.suspectAt())
        : "the score: below " + Shown.points(policy.suspectAt());
  }

  private void findings(Verdict verdict) {
    terminal.line("");
    if (verdict.because().isEmpty()) {
      terminal.line("nothing was found");
    }
    for (Scored scored : verdict.because()) {
      Symbol symbol = scored.finding().symbol();
      terminal.line(
          String.format(
              Locale.ROOT,
              "%8s  %s: %s%s",
              Shown.points(scored.points()),
              symbol.name(),
              symbol.meaning(),
              scored.capped()
                  ? " ("
                      + Shown.points(scored.uncapped())
                      + " before the cap of "
                      + symbol.group().name().toLowerCase(Locale.ROOT)
                      + ")"
                  : ""));
      for (String piece : scored.finding().evidence()) {
        terminal.line("            " + Shown.text(piece));
      }
    }
  }

  private void order(Explanation explanation) {
    terminal.line("");
    terminal.line("what was asked, in this order");
    for (Considered considered : explanation.order()) {
      terminal.line(
          Shown.text(
              String.format(
                  Locale.ROOT,
                  "%s %-17s  %s",
                  considered.decided() ? " *" : "  ",
                  considered.step(),
                  considered.said())));
    }
  }

  private void changes(Explanation explanation) {
    for (CheckOutcome outcome : explanation.blind()) {
      terminal.line(
          switch (outcome) {
            case CheckOutcome.Done done -> "   " + done.check();
            case CheckOutcome.Failed failed ->
                "  failed  " + failed.check() + ": " + Shown.text(failed.why());
            case CheckOutcome.TimedOut late ->
                "    late  " + late.check() + ": no answer in " + late.limit().toMillis() + " ms";
          });
    }
    if (!explanation.changes().isEmpty()) {
      terminal.line("");
      terminal.line("what would have changed it");
      explanation.changes().forEach(change -> terminal.line("  " + change.text()));
    }
  }

  private void log(List<LogRow> rows) {
    if (!rows.isEmpty()) {
      terminal.line("");
      terminal.line("log");
      rows.forEach(row -> terminal.line("  " + LogCommand.shown(row)));
    }
  }

  private static JsonObject json(Evidence.Decided outcome) {
    return new JsonObject()
        .with("rcpt", outcome.rcpt())
        .with("category", outcome.category())
        .with("score", outcome.score())
        .with("disposition", outcome.disposition())
        .with("decided_by", outcome.step().toLowerCase(Locale.ROOT))
        .with("list_entry", outcome.listed().map(Listed::entry).orElse(""));
  }
}
