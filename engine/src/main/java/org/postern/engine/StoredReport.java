package org.postern.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Weights;

/// A report as it is kept: a JSON document that can be judged again.
///
/// `{"v":1,"outcomes":[{"check":"gtube","ns":1200,"found":[{"s":"GTUBE","p":0,"x":1,"d":"…",
/// "e":["…"]}]}, {"check":"…","ns":9,"failed":"why"}, {"check":"…","late":2000000000}],
/// "weights":{"id":"1a2b3c4d","caps":{"LEARNING":8}}}`
///
/// The points that a symbol had (`p`), the category that it decides (`d`) or names (`k`), its group
/// where that has a cap (`g`), and the caps are kept, so that a report is judged in a later
/// version, with other points, as it was judged at its time; a symbol that exists no more is read
/// too.
public final class StoredReport {

  // Buffers are shared: virtual threads, each of them new, would never find their own again.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();
  private static final int VERSION = 1;

  private StoredReport() {}

  /// Writes one that is judged with the standard weights, or was judged with weights of its own.
  public static String encode(Report report) {
    return encode(report, report.weights().orElse(Policy.STANDARD.weights()));
  }

  /// Writes.
  ///
  /// @param weights those that it was judged with
  public static String encode(Report report, Weights weights) {
    return ReportJson.text(json -> {
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      json.writeArrayFieldStart("outcomes");
      for (CheckOutcome outcome : report.outcomes()) {
        write(json, outcome, weights);
      }
      json.writeEndArray();
      write(json, weights);
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, Weights weights) throws IOException {
    json.writeObjectFieldStart("weights");
    json.writeStringField("id", weights.id());
    json.writeObjectFieldStart("caps");
    for (Map.Entry<Group, Double> cap : weights.caps().entrySet()) {
      json.writeNumberField(cap.getKey().name(), cap.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, CheckOutcome outcome, Weights weights)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("check", outcome.check());
    switch (outcome) {
      case CheckOutcome.Done done -> {
        json.writeNumberField("ns", done.took().toNanos());
        if (!done.findings().isEmpty()) {
          json.writeArrayFieldStart("found");
          for (Finding finding : done.findings()) {
            write(json, finding, weights);
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

  private static void write(JsonGenerator json, Finding finding, Weights weights)
      throws IOException {
    Symbol symbol = finding.symbol();
    json.writeStartObject();
    json.writeStringField("s", symbol.name());
    json.writeNumberField("p", weights.points(symbol));
    json.writeNumberField("x", finding.strength());
    if (symbol.decides().isPresent()) {
      json.writeStringField("d", symbol.decides().get().name());
    }
    if (symbol.kind().isPresent()) {
      json.writeStringField("k", symbol.kind().get().name());
    }
    if (weights.caps().containsKey(symbol.group())) {
      json.writeStringField("g", symbol.group().name());
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
      return new Reader(json, symbols).report();
    } catch (IllegalArgumentException wrong) {
      throw new IOException("not a stored report: " + wrong.getMessage(), wrong);
    }
  }

  /// One thread: that of whoever reads.
  private static final class Reader {

    private final JsonParser json;
    private final Map<String, Symbol> symbols;
    private final Map<String, Double> points = new HashMap<>();

    Reader(JsonParser json, Map<String, Symbol> symbols) {
      this.json = json;
      this.symbols = symbols;
    }

    Report report() throws IOException {
      expect(json.nextToken(), JsonToken.START_OBJECT);
      String id = Weights.DECLARED.id();
      Map<Group, Double> caps = new EnumMap<>(Group.class);
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
          case "weights" -> {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
              String part = json.currentName();
              json.nextToken();
              switch (part) {
                case "id" -> id = json.getText();
                case "caps" -> caps(caps);
                default -> json.skipChildren();
              }
            }
          }
          default -> json.skipChildren();
        }
      }
      expect(json.currentToken(), JsonToken.END_OBJECT);
      return new Report(outcomes, Optional.of(new Weights(id, points, caps)));
    }

    private void caps(Map<Group, Double> caps) throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        Group group = Group.valueOf(json.currentName());
        json.nextToken();
        caps.put(group, json.getDoubleValue());
      }
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
      double worth = 0;
      double strength = 1;
      Optional<Group> group = Optional.empty();
      Optional<Category> decides = Optional.empty();
      Optional<Category> kind = Optional.empty();
      List<String> evidence = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "s" -> name = json.getText();
          case "p" -> worth = json.getDoubleValue();
          case "g" -> group = Optional.of(Group.valueOf(json.getText()));
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
      points.put(name, worth);
      return new Finding(symbol(name, worth, group, decides, kind), strength, evidence);
    }

    private Symbol symbol(
        String name,
        double worth,
        Optional<Group> group,
        Optional<Category> decides,
        Optional<Category> kind) {
      Symbol known = symbols.get(name);
      if (known == null) {
        return new Symbol(name, group.orElse(Group.TEST), worth, Stage.ACTIVE, "", decides, kind);
      }
      Group then = group.orElse(known.group());
      boolean same =
          known.group() == then && known.decides().equals(decides) && known.kind().equals(kind);
      return same
          ? known
          : new Symbol(name, then, known.points(), known.stage(), known.meaning(), decides, kind);
    }

    private static void expect(JsonToken met, JsonToken expected) throws IOException {
      if (met != expected) {
        throw new IOException("not a stored report: " + met + " instead of " + expected);
      }
    }
  }
}
