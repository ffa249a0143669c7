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
import org.postern.engine.verdict.Verdict.Scored;
import org.postern.engine.verdict.Weights;

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
    assertThat(StoredReport.decode(StoredReport.encode(REPORT), symbols).unweighed())
        .isEqualTo(REPORT);
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
  void a_report_is_judged_again_with_the_weights_of_its_time() throws IOException {
    Symbol other = Symbol.scored("OTHER", Group.CONTENT, 1, Stage.ACTIVE, "a test");
    Report report =
        new Report(
            List.of(
                new CheckOutcome.Done(
                    "one",
                    List.of(HALF.found(0.5, List.of()), other.found(), other.found()),
                    Duration.ZERO)));
    Weights then = Weights.of(Map.of("HALF", 8.0, "OTHER", 2.0), Map.of(Group.CONTENT, 6.0));
    Weights now = Weights.of(Map.of("HALF", 0.5, "OTHER", 0.1), Map.of());
    var before = Policy.STANDARD.with(then).judge(report);
    assertThat(before.score()).isEqualTo(6);
    for (Map<String, Symbol> symbols :
        List.of(Map.<String, Symbol>of(), Map.of("HALF", HALF, "OTHER", other))) {
      Report read = StoredReport.decode(StoredReport.encode(report, then), symbols);
      var again = Policy.STANDARD.with(now).judge(read);
      assertThat(again.score()).isEqualTo(before.score());
      assertThat(again.category()).isEqualTo(before.category());
      assertThat(again.because()).extracting(Scored::points).containsExactly(3.0, 1.5, 1.5);
      assertThat(again.because()).allMatch(Scored::capped);
      assertThat(read.weights().orElseThrow().id()).isEqualTo(then.id());
      assertThat(Policy.STANDARD.with(now).judge(read.unweighed()).score()).isEqualTo(0.45);
      // and once more
      assertThat(StoredReport.decode(StoredReport.encode(read), symbols)).isEqualTo(read);
    }
  }

  @Test
  void parts_that_were_stored_apart_are_judged_together_with_the_weights_of_their_time()
      throws IOException {
    Symbol own = Symbol.scored("OWN", Group.LEARNING, 4, Stage.ACTIVE, "a test");
    Report whole =
        new Report(
            List.of(
                new CheckOutcome.Done("one", List.of(HALF.found(0.5, List.of())), Duration.ZERO)));
    Report alone =
        new Report(List.of(new CheckOutcome.Done("two", List.of(own.found()), Duration.ZERO)));
    Weights then = Weights.of(Map.of("HALF", 8.0, "OWN", 2.5), Map.of(Group.CONTENT, 6.0));
    Weights now = Weights.of(Map.of("HALF", 0.5, "OWN", 9.0), Map.of(Group.LEARNING, 1.0));
    var before = Policy.STANDARD.with(then).judge(whole.and(alone));
    assertThat(before.score()).isEqualTo(6.5);
    Map<String, Symbol> symbols = Map.of("HALF", HALF, "OWN", own);
    Report one = StoredReport.decode(StoredReport.encode(whole, then), symbols);
    Report two = StoredReport.decode(StoredReport.encode(alone, then), symbols);
    for (Report read : List.of(one.and(two), two.and(one), Report.EMPTY.and(one).and(two))) {
      assertThat(Policy.STANDARD.with(now).judge(read).score()).isEqualTo(6.5);
      assertThat(read.weights().orElseThrow().id()).isEqualTo(then.id());
    }
    Report other = StoredReport.decode(StoredReport.encode(alone, now), symbols);
    assertThat(one.and(other).weights().orElseThrow().id()).isNotIn(then.id(), now.id());
    assertThat(Policy.STANDARD.judge(one.and(other)).score()).isEqualTo(5);
  }

  @Test
  void a_report_of_before_there_were_weights_is_judged_with_its_points() throws IOException {
    String old =
        "{\"v\":1,\"outcomes\":[{\"check\":\"one\",\"ns\":1,\"found\":["
            + "{\"s\":\"HALF\",\"p\":4,\"x\":0.5},{\"s\":\"GONE\",\"p\":3.5,\"x\":1}]}]}";
    Report read = StoredReport.decode(old, Map.of("HALF", HALF));
    assertThat(Policy.STANDARD.judge(read).score()).isEqualTo(5.5);
    assertThat(read.weights().orElseThrow().id()).isEqualTo(Weights.DECLARED.id());
  }

  @Test
  void what_is_not_a_stored_report_is_refused() {
    for (String wrong :
        List.of(
            "",
            "[]",
            "{\"v\":2}",
            "{\"v\":1,\"outcomes\":3}",
            "{\"v\":1",
            "null",
            "{\"v\":1,\"outcomes\":[],\"weights\":{\"caps\":{\"NO\":1}}}")) {
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
