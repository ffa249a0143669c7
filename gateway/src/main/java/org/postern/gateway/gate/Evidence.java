package org.postern.gateway.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.StoredReport;
import org.postern.engine.verdict.Listed;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Symbol;

/// What is kept of an examined message: the report, which can be judged again, and what was decided
/// for each recipient of one tenant.
///
/// `{"subject":"…","from":"…","recipients":[{"rcpt":"…","category":"CLEAN","score":1.5,"disposition":"deliver",
/// "step":"SCORE"}],"report":{…}}`; `"list":"ALLOW","entry":"…"` where an entry of a list decided;
/// `"own":{…}`, a report, where something was found for one recipient alone, or `"same":true` where
/// that is what was found for the one before.
public record Evidence(String subject, String from, List<Decided> recipients, Report report) {

  // Buffers are shared: virtual threads, each of them new, would never find their own again.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  /// What was decided for one recipient.
  ///
  /// @param listed the entry of a list that decided
  /// @param own what was found for this recipient alone
  public record Decided(
      String rcpt,
      String category,
      double score,
      String disposition,
      String step,
      Optional<Listed> listed,
      Report own) {}

  /// Everything that a recipient was judged by.
  public Report report(Decided recipient) {
    return report.and(recipient.own());
  }

  public Evidence {
    recipients = List.copyOf(recipients);
  }

  static String write(Examined mail, List<Judged> recipients) {
    StringWriter text = new StringWriter(600);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("subject", mail.subject());
      json.writeStringField("from", mail.envelope().from().path().toString());
      json.writeArrayFieldStart("recipients");
      Report before = Report.EMPTY;
      for (Judged one : recipients) {
        json.writeStartObject();
        json.writeStringField("rcpt", one.addressee().address());
        json.writeStringField("category", one.verdict().category().name());
        json.writeNumberField("score", one.verdict().score());
        json.writeStringField("disposition", one.verdict().disposition().word());
        json.writeStringField("step", one.verdict().decidedBy().name());
        Optional<Listed> listed = one.listed();
        if (listed.isPresent()) {
          json.writeStringField("list", listed.get().kind().name());
          json.writeStringField("entry", listed.get().entry());
        }
        own(json, one, before);
        before = one.own();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeFieldName("report");
      json.writeRawValue(stored(mail, recipients));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  // All recipients of a tenant have the same weights.
  private static String stored(Examined mail, List<Judged> recipients) {
    return recipients.isEmpty()
        ? StoredReport.encode(mail.report())
        : StoredReport.encode(mail.report(), recipients.getFirst().addressee().policy().weights());
  }

  private static void own(JsonGenerator json, Judged one, Report before) throws IOException {
    if (one.own().outcomes().isEmpty()) {
      return;
    }
    if (one.own().equals(before)) {
      json.writeBooleanField("same", true);
    } else {
      json.writeFieldName("own");
      json.writeRawValue(StoredReport.encode(one.own(), one.addressee().policy().weights()));
    }
  }

  /// Reads what `write` wrote.
  ///
  /// @throws IOException when it is something else
  public static Evidence read(String text, Map<String, Symbol> symbols) throws IOException {
    String subject = "";
    String from = "";
    List<Decided> recipients = new ArrayList<>();
    Report report = Report.EMPTY;
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "subject" -> subject = json.getText();
          case "from" -> from = json.getText();
          case "recipients" -> {
            while (json.nextToken() == JsonToken.START_OBJECT) {
              Report before = recipients.isEmpty() ? Report.EMPTY : recipients.getLast().own();
              recipients.add(decided(json, text, symbols, before));
            }
          }
          case "report" -> report = report(json, text, symbols);
          default -> json.skipChildren();
        }
      }
    }
    return new Evidence(subject, from, recipients, report);
  }

  private static Report report(JsonParser json, String text, Map<String, Symbol> symbols)
      throws IOException {
    int start = Math.toIntExact(json.currentTokenLocation().getCharOffset());
    json.skipChildren();
    int end = Math.toIntExact(json.currentLocation().getCharOffset());
    return StoredReport.decode(text.substring(start, end), symbols);
  }

  private static Decided decided(
      JsonParser json, String text, Map<String, Symbol> symbols, Report before) throws IOException {
    String rcpt = "";
    String category = "";
    double score = 0;
    String disposition = "";
    String step = "";
    String list = "";
    String entry = "";
    Report own = Report.EMPTY;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "rcpt" -> rcpt = json.getText();
        case "category" -> category = json.getText();
        case "score" -> score = json.getDoubleValue();
        case "disposition" -> disposition = json.getText();
        case "step" -> step = json.getText();
        case "list" -> list = json.getText();
        case "entry" -> entry = json.getText();
        case "own" -> own = report(json, text, symbols);
        case "same" -> own = before;
        default -> json.skipChildren();
      }
    }
    return new Decided(rcpt, category, score, disposition, step, listed(list, entry), own);
  }

  private static Optional<Listed> listed(String kind, String entry) throws IOException {
    for (Listed.Kind one : Listed.Kind.values()) {
      if (one.name().equals(kind)) {
        return Optional.of(new Listed(one, entry));
      }
    }
    if (!kind.isEmpty()) {
      throw new IOException("a list of another kind: " + kind);
    }
    return Optional.empty();
  }
}
