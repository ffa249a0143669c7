package org.postern.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Considered;
import org.postern.engine.verdict.Explanation;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Verdict;
import org.postern.engine.verdict.Verdict.Scored;

/// Reports and explanations as JSON for scripts: one object on one line, names in snake_case.
///
/// A scanned file: `file`, `category`, `score`, `disposition`, `decided_by` (`rule`, `blindness`,
/// `score`, `kind`), `findings` (`symbol`, `points`, `evidence`; the heaviest first), `blind`
/// (`check`, `why`) and `took_ms`.
public final class ReportJson {

  // Buffers are shared: virtual threads, each of them new, would never find their own again.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  /// So near to a number of thousandths there is no other that it could be rounded to.
  private static final double CLEAR = 0.49;

  private static final double LARGE = 1e9;

  private ReportJson() {}

  /// One scanned file as one line, without a line end.
  public static String line(String file, Report report, Verdict verdict, Duration took) {
    return text(json -> {
      json.writeStartObject();
      json.writeStringField("file", file);
      verdict(json, verdict);
      findings(json, "findings", verdict.because());
      blind(json, report.blind());
      json.writeNumberField("took_ms", rounded(took.toNanos() / 1e6));
      json.writeEndObject();
    });
  }

  /// An explanation as one object: the fields of a scanned file without `file` and `took_ms`, and
  /// `carried_by` (names of symbols), `order` (`step`, `said`, `decided`) and `changes` (in words).
  public static String explanation(Explanation explanation) {
    return text(json -> {
      json.writeStartObject();
      explanation(json, explanation);
      json.writeEndObject();
    });
  }

  /// Writes the fields of an explanation into an object that is open.
  public static void explanation(JsonGenerator json, Explanation explanation) throws IOException {
    verdict(json, explanation.verdict());
    findings(json, "findings", explanation.verdict().because());
    blind(json, explanation.blind());
    json.writeArrayFieldStart("carried_by");
    for (Scored scored : explanation.carriedBy()) {
      json.writeString(scored.finding().symbol().name());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("order");
    for (Considered considered : explanation.order()) {
      json.writeStartObject();
      json.writeStringField("step", considered.step());
      json.writeStringField("said", considered.said());
      json.writeBooleanField("decided", considered.decided());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("changes");
    for (Explanation.Change change : explanation.changes()) {
      json.writeString(change.text());
    }
    json.writeEndArray();
  }

  private static void verdict(JsonGenerator json, Verdict verdict) throws IOException {
    json.writeStringField("category", verdict.category().name());
    json.writeNumberField("score", rounded(verdict.score()));
    json.writeStringField("disposition", verdict.disposition().word());
    json.writeStringField(
        "decided_by",
        switch (verdict.decidedBy()) {
          case RULE -> "rule";
          case BLINDNESS -> "blindness";
          case LIST -> "list";
          case SCORE -> "score";
          case KIND -> "kind";
        });
  }

  private static void findings(JsonGenerator json, String name, List<Scored> findings)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Scored scored : findings) {
      json.writeStartObject();
      json.writeStringField("symbol", scored.finding().symbol().name());
      json.writeNumberField("points", rounded(scored.points()));
      if (scored.capped()) {
        json.writeNumberField("uncapped", rounded(scored.uncapped()));
      }
      json.writeArrayFieldStart("evidence");
      for (String piece : scored.finding().evidence()) {
        json.writeString(piece);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void blind(JsonGenerator json, List<CheckOutcome> outcomes) throws IOException {
    json.writeArrayFieldStart("blind");
    for (CheckOutcome outcome : outcomes) {
      json.writeStartObject();
      json.writeStringField("check", outcome.check());
      json.writeStringField(
          "why",
          switch (outcome) {
            case CheckOutcome.Done _ -> "";
            case CheckOutcome.Failed failed -> failed.why();
            case CheckOutcome.TimedOut late -> "late: " + late.limit().toMillis() + " ms";
          });
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static BigDecimal rounded(double value) {
    double thousandths = value * 1000;
    double nearest = Math.rint(thousandths);
    if (Math.abs(thousandths - nearest) < CLEAR && Math.abs(nearest) < LARGE) {
      return BigDecimal.valueOf((long) nearest, 3);
    }
    return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
  }

  static String text(Writing writing) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      writing.to(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return out.toString();
  }

  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }
}
