package org.postern.gateway.track;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.postern.engine.StoredReport;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Symbol;
import org.postern.gateway.json.JsonObject;

/// The evidence behind the verdicts about one message for the recipients of one tenant, as it is
/// kept in [org.postern.gateway.store.Explanations].
///
/// @param mailFrom the reverse path, empty for the null one
/// @param outcomes one for each recipient
/// @param report everything that was found
public record Evidence(
    String clientIp,
    String mailFrom,
    String subject,
    String messageId,
    long size,
    List<Outcome> outcomes,
    Report report) {

  /// What was decided for one recipient.
  ///
  /// @param category as [org.postern.engine.verdict.Category]
  /// @param disposition the word of [org.postern.engine.verdict.Disposition]
  public record Outcome(String rcpt, String category, double score, String disposition) {}

  public Evidence {
    outcomes = List.copyOf(outcomes);
  }

  /// As it is kept.
  public String json() throws IOException {
    return new JsonObject()
        .with("v", 1)
        .with("client_ip", clientIp)
        .with("mail_from", mailFrom)
        .with("subject", subject)
        .with("message_id", messageId)
        .with("size", size)
        .with(
            "outcomes",
            outcomes.stream()
                .map(outcome ->
                    new JsonObject()
                        .with("rcpt", outcome.rcpt())
                        .with("category", outcome.category())
                        .with("score", outcome.score())
                        .with("disposition", outcome.disposition()))
                .toList())
        .with("report", JsonObject.parse(StoredReport.encode(report)))
        .toString();
  }

  /// Reads what was kept.
  ///
  /// @param symbols those of this version, by name: they give the meaning
  /// @throws IOException when the text is something else
  public static Evidence parse(String text, Map<String, Symbol> symbols) throws IOException {
    JsonObject json = JsonObject.parse(text);
    JsonObject report =
        json.object("report").orElseThrow(() -> new IOException("evidence without a report"));
    return new Evidence(
        json.text("client_ip").orElse(""),
        json.text("mail_from").orElse(""),
        json.text("subject").orElse(""),
        json.text("message_id").orElse(""),
        json.number("size").map(Number::longValue).orElse(0L),
        json.objects("outcomes").stream()
            .map(outcome ->
                new Outcome(
                    outcome.text("rcpt").orElse(""),
                    outcome.text("category").orElse(""),
                    outcome.number("score").map(Number::doubleValue).orElse(0.0),
                    outcome.text("disposition").orElse("")))
            .toList(),
        StoredReport.decode(report.toString(), symbols));
  }
}
