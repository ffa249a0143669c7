package org.postern.engine.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.postern.engine.evaluate.Figures.RecallAt;
import org.postern.engine.verdict.Category;

/// An evaluation as one JSON object on one line, see docs/json.md. Shares are 0 to 1; what cannot
/// be told is left out.
public final class EvaluationJson {

  private static final JsonFactory JSON = new JsonFactory();

  private EvaluationJson() {}

  /// Without a line end.
  public static String of(Evaluation evaluation) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeFieldName("all");
      figures(json, evaluation.all());
      list(json, "sources", evaluation.sources());
      list(json, "years", evaluation.years());
      list(json, "source_years", evaluation.sourceYears());
      symbols(json, evaluation.symbols());
      wrong(json, evaluation.wrong());
      number(json, "cpu_ms", evaluation.cpu().toNanos() / 1e6);
      json.writeObjectFieldStart("checks_us");
      for (Map.Entry<String, Double> check : evaluation.checks().entrySet()) {
        number(json, check.getKey(), check.getValue());
      }
      json.writeEndObject();
      strings(json, "unreadable", evaluation.unreadable());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return text.toString();
  }

  private static void list(JsonGenerator json, String name, List<Figures> all) throws IOException {
    json.writeArrayFieldStart(name);
    for (Figures one : all) {
      figures(json, one);
    }
    json.writeEndArray();
  }

  private static void figures(JsonGenerator json, Figures figures) throws IOException {
    json.writeStartObject();
    json.writeStringField("scope", figures.scope());
    share(json, "recall", figures.recall());
    share(json, "false_positives", figures.falsePositives());
    share(json, "infomail_as_spam", figures.infomailFaults());
    number(json, "one_minus_roca_percent", figures.missing());
    json.writeArrayFieldStart("recall_at");
    for (RecallAt at : figures.recalls()) {
      json.writeStartObject();
      number(json, "false_positives", at.falsePositives());
      number(json, "above", at.above());
      share(json, "recall", at.recall());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("ham_of_all", figures.borrowed());
    json.writeNumberField("blind", figures.blind());
    json.writeObjectFieldStart("categories");
    for (Map.Entry<Label, Map<Category, Integer>> label : figures.categories().entrySet()) {
      json.writeObjectFieldStart(label.getKey().word());
      for (Map.Entry<Category, Integer> category : label.getValue().entrySet()) {
        json.writeNumberField(category.getKey().name(), category.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    number(json, "median_ms", figures.millis().median());
    number(json, "p99_ms", figures.millis().p99());
    json.writeEndObject();
  }

  private static void symbols(JsonGenerator json, List<SymbolFigures> symbols) throws IOException {
    json.writeArrayFieldStart("symbols");
    for (SymbolFigures symbol : symbols) {
      json.writeStartObject();
      json.writeStringField("symbol", symbol.symbol());
      share(json, "ham", symbol.ham());
      share(json, "infomail", symbol.infomail());
      share(json, "spam", symbol.spam());
      number(json, "lift", symbol.lift());
      number(json, "points", symbol.points());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void wrong(JsonGenerator json, List<Evaluation.Wrong> wrong) throws IOException {
    json.writeArrayFieldStart("wrong");
    for (Evaluation.Wrong one : wrong) {
      json.writeStartObject();
      json.writeStringField("source", one.source());
      json.writeStringField("label", one.label().word());
      json.writeStringField("file", one.name());
      number(json, "score", one.score());
      strings(json, "symbols", one.symbols());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void share(JsonGenerator json, String name, Share share) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", share.count());
    json.writeNumberField("of", share.of());
    number(json, "share", share.value());
    if (share.of() > 0) {
      number(json, "low", share.low());
      number(json, "high", share.high());
    }
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeFieldName(name);
      BigDecimal rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
      json.writeNumber(rounded.stripTrailingZeros().toPlainString());
    }
  }
}
