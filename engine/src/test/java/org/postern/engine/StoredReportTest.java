package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Explanation;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

class StoredReportTest {

  private static final Symbol HALF =
      Symbol.scored("HALF", Group.CONTENT, 6.5, Stage.ACTIVE, "a test");
  private static final Symbol CERTAIN =
      Symbol.certain("CERTAIN", Group.VIRUS, Category.CONFIRMED_VIRUS, Stage.ACTIVE, "a test");

  private static final Report REPORT =
      new Report(
          List.of(
              new CheckOutcome.Done(
                  "one",
                  List.of(HALF.found(0.35, List.of("\"quoted\"", "ümlaut")), CERTAIN.found()),
                  Duration.ofNanos(12_345)),
              new CheckOutcome.Failed("two", "because", Duration.ofMillis(3)),
              new CheckOutcome.TimedOut("three", Duration.ofSeconds(2))));

  @Test
  void what_was_written_is_read_again() throws IOException {
    Map<String, Symbol> symbols = Map.of("HALF", HALF, "CERTAIN", CERTAIN);
    assertThat(StoredReport.decode(StoredReport.encode(REPORT), symbols)).isEqualTo(REPORT);
  }

  @Test
  void a_report_with_symbols_of_another_version_is_judged_as_it_was() throws IOException {
    Symbol heavier = Symbol.scored("HALF", Group.CONTENT, 99, Stage.ACTIVE, "changed");
    for (Map<String, Symbol> symbols : List.of(Map.<String, Symbol>of(), Map.of("HALF", heavier))) {
      Report read = StoredReport.decode(StoredReport.encode(REPORT), symbols);
      var before = Policy.STANDARD.judge(REPORT);
      var after = Policy.STANDARD.judge(read);
      assertThat(after.category()).isEqualTo(before.category());
      assertThat(after.score()).isEqualTo(before.score());
      assertThat(after.disposition()).isEqualTo(before.disposition());
      assertThat(ReportJson.explanation(Explanation.of(read, Policy.STANDARD)))
          .isEqualTo(ReportJson.explanation(Explanation.of(REPORT, Policy.STANDARD)));
    }
  }

  @Test
  void what_is_not_a_stored_report_is_refused() {
    for (String wrong :
        List.of("", "[]", "{\"v\":2}", "{\"v\":1,\"outcomes\":3}", "{\"v\":1", "null")) {
      assertThatThrownBy(() -> StoredReport.decode(wrong, Map.of()))
          .as(wrong)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_line_of_scan_has_the_documented_fields() {
    String line =
        ReportJson.line(
            "a.eml", REPORT, Policy.STANDARD.judge(REPORT), Duration.ofNanos(1_234_567));
    assertThat(line)
        .isEqualTo(
            "{\"file\":\"a.eml\",\"category\":\"CONFIRMED_VIRUS\",\"score\":2.275,"
                + "\"disposition\":\"hold\",\"decided_by\":\"rule\",\"findings\":["
                + "{\"symbol\":\"HALF\",\"points\":2.275,\"evidence\":[\"\\\"quoted\\\"\",\"ümlaut\"]},"
                + "{\"symbol\":\"CERTAIN\",\"points\":0.000,\"evidence\":[]}],\"blind\":["
                + "{\"check\":\"two\",\"why\":\"because\"},"
                + "{\"check\":\"three\",\"why\":\"late: 2000 ms\"}],\"took_ms\":1.235}");
  }
}
