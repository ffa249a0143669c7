package org.postern.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// A report as it is kept: a JSON document that can be judged again.
///
/// `{"v":1,"outcomes":[{"check":"gtube","ns":1200,"found":[{"s":"GTUBE","p":0,"x":1,"d":"…",
/// "e":["…"]}]}, {"check":"…","ns":9,"failed":"why"}, {"check":"…","late":2000000000}]}`
///
/// Points and the category that a symbol decides (`d`) or names (`k`) are kept with each finding,
/// so that a report is judged in a later version, with other points, as it was judged at its time;
/// a symbol that exists no more is read too.
public final class StoredReport {

  // Buffers are shared: virtual threads, each of them new, would never find their own again.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();
  private static final int VERSION = 1;

  private StoredReport() {}

  /// Writes.
  public static String encode(Report report) {
    return ReportJson.text(json -> {
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      json.writeArrayFieldStart("outcomes");
      for (CheckOutcome outcome : report.outcomes()) {
        write(json, outcome);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, CheckOutcome outcome) throws IOException {
    json.writeStartObject();
    json.writeStringField("check", outcome.check());
    switch (outcome) {
      case CheckOutcome.Done done -> {
        json.writeNumberField("ns", done.took().toNanos());
        if (!done.findings().isEmpty()) {
          json.writeArrayFieldStart("found");
          for (Finding finding : done.findings()) {
            write(json, finding);
          }
          json.writeEndArray();
        }
      }
      case CheckOutcome.Failed failed -> {
        json.writeNumberField("ns", failed.took().toNanos());
        json.writeStringField("failed", failed.why());
      }
      case CheckOutcome.TimedOut late -> json.writeNumberField("late", late.limit().toNanos());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Finding finding) throws IOException {
    Symbol symbol = finding.symbol();
    json.writeStartObject();
    json.writeStringField("s", symbol.name());
    json.writeNumberField("p", symbol.points());
    json.writeNumberField("x", finding.strength());
    if (symbol.decides().isPresent()) {
      json.writeStringField("d", symbol.decides().get().name());
    }
    if (symbol.kind().isPresent()) {
      json.writeStringField("k", symbol.kind().get().name());
    }
    if (!finding.evidence().isEmpty()) {
      json.writeArrayFieldStart("e");
      for (String piece : finding.evidence()) {
        json.writeString(piece);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /// Reads.
  ///
  /// @param symbols those of this version, by name: they give the meaning
  /// @throws IOException when this is not a stored report
  public static Report decode(String text, Map<String, Symbol> symbols) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      Reader reader = new Reader(json, symbols);
      return reader.report();
    } catch (IllegalArgumentException wrong) {
      throw new IOException("not a stored report: " + wrong.getMessage(), wrong);
    }
  }

  private record Reader(JsonParser json, Map<String, Symbol> symbols) {

    Report report() throws IOException {
      expect(json.nextToken(), JsonToken.START_OBJECT);
      List<CheckOutcome> outcomes = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
          case "v" -> {
            if (json.getIntValue() != VERSION) {
              throw new IOException("a stored report of version " + json.getIntValue());
            }
          }
          case "outcomes" -> {
            expect(value, JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
              outcomes.add(outcome());
            }
          }
          default -> json.skipChildren();
        }
      }
      expect(json.currentToken(), JsonToken.END_OBJECT);
      return new Report(outcomes);
    }

    private CheckOutcome outcome() throws IOException {
      String check = "";
      long nanos = 0;
      Optional<String> failed = Optional.empty();
      Optional<Duration> late = Optional.empty();
      List<Finding> findings = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "check" -> check = json.getText();
          case "ns" -> nanos = json.getLongValue();
          case "failed" -> failed = Optional.of(json.getText());
          case "late" -> late = Optional.of(Duration.ofNanos(json.getLongValue()));
          case "found" -> {
            while (json.nextToken() == JsonToken.START_OBJECT) {
              findings.add(finding());
            }
          }
          default -> json.skipChildren();
        }
      }
      if (late.isPresent()) {
        return new CheckOutcome.TimedOut(check, late.get());
      }
      Duration took = Duration.ofNanos(nanos);
      return failed.isPresent()
          ? new CheckOutcome.Failed(check, failed.get(), took)
          : new CheckOutcome.Done(check, findings, took);
    }

    private Finding finding() throws IOException {
      String name = "";
      double points = 0;
      double strength = 1;
      Optional<Category> decides = Optional.empty();
      Optional<Category> kind = Optional.empty();
      List<String> evidence = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "s" -> name = json.getText();
          case "p" -> points = json.getDoubleValue();
          case "x" -> strength = json.getDoubleValue();
          case "d" -> decides = Optional.of(Category.valueOf(json.getText()));
          case "k" -> kind = Optional.of(Category.valueOf(json.getText()));
          case "e" -> {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
              evidence.add(json.getText());
            }
          }
          default -> json.skipChildren();
        }
      }
      return new Finding(symbol(name, points, decides, kind), strength, evidence);
    }

    private Symbol symbol(
        String name, double points, Optional<Category> decides, Optional<Category> kind) {
      Symbol known = symbols.get(name);
      if (known == null) {
        return new Symbol(name, Group.TEST, points, Stage.ACTIVE, "", decides, kind);
      }
      boolean same =
          known.points() == points && known.decides().equals(decides) && known.kind().equals(kind);
      return same
          ? known
          : new Symbol(name, known.group(), points, known.stage(), known.meaning(), decides, kind);
    }

    private static void expect(JsonToken met, JsonToken expected) throws IOException {
      if (met != expected) {
        throw new IOException("not a stored report: " + met + " instead of " + expected);
      }
    }
  }
}
