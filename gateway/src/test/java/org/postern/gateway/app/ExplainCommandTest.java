package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.engine.StoredReport;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Weights;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.Samples;

/// `postern explain`.
class ExplainCommandTest extends TypedCommands {

  private void judged() throws Exception {
    judged(Policy.STANDARD.weights());
  }

  private void judged(Weights weights) throws Exception {
    Symbol heavy = Symbol.scored("HEAVY", Group.CONTENT, 8, Stage.ACTIVE, "kept with the message");
    Report report =
        new Report(
            List.of(
                new CheckOutcome.Done(
                    "weight",
                    List.of(heavy.found(0.5, List.of("why\u001b so"))),
                    Duration.ofMillis(1)),
                new CheckOutcome.Done(
                    "more",
                    List.of(
                        Symbol.scored("LIGHT", Group.CONTENT, 2, Stage.ACTIVE, "light").found()),
                    Duration.ofMillis(1))));
    String evidence =
        new JsonObject()
            .with("subject", "A subject")
            .with("from", "s@example.net")
            .with(
                "recipients",
                List.of(
                    new JsonObject()
                        .with("rcpt", "r@example.org")
                        .with("category", "SUSPECTED_SPAM")
                        .with("score", 6.0)
                        .with("disposition", "hold")
                        .with("step", "SCORE")))
            .with("report", JsonObject.parse(StoredReport.encode(report, weights)))
            .toString();
    program.explanations.put(List.of(new Explanations.Stored(A, REF, NOON, evidence)));
    program.mailLog.append(
        List.of(
            Samples.row(A, NOON, REF, "s@example.net", "r@example.org"),
            Samples.row(B, NOON, REF, "s@example.net", "other-tenant@example.com")));
  }

  @Test
  void explains_findings_decision_and_what_would_have_changed_it() throws Exception {
    judged();
    assertThat(runHere("explain", REF)).isZero();
    assertThat(out())
        .contains(
            "reference  " + REF + ", 2026-03-01T12:00:00.123Z\n",
            "recipient  r@example.org: SUSPECTED_SPAM, hold\n",
            "verdict    SUSPECTED_SPAM, score 6.00, hold\n",
            "decided by the score: at least 5.00\n",
            "    4.00  HEAVY: ",
            "            why\ufffd so\n",
            "    2.00  LIGHT: ",
            "without HEAVY: CLEAN, deliver\n",
            "with 4.00 more points: CONFIRMED_SPAM, reject\n",
            "-> r@example.org")
        .doesNotContain("other-tenant");
  }

  @Test
  void explains_as_json() throws Exception {
    judged();
    assertThat(runHere("explain", REF, "--json")).isZero();
    assertThat(out().lines()).hasSize(1);
    assertThat(out())
        .contains(
            "\"category\":\"SUSPECTED_SPAM\"",
            "\"decided_by\":\"score\"",
            "\"findings\":[{\"symbol\":\"HEAVY\",\"points\":4.000,\"evidence\":[",
            "\"changes\":[\"without HEAVY: CLEAN, deliver\"",
            "\"ref\":\"" + REF + "\"",
            "\"tenant\":\"a\"",
            "\"log\":[{\"time\":");
  }

  @Test
  void explains_with_the_weights_of_then_and_tells_what_those_of_today_say() throws Exception {
    judged(Weights.of(Map.of("HEAVY", 12.0), Map.of(Group.CONTENT, 7.0)));
    assertThat(runHere("explain", REF)).isZero();
    assertThat(out())
        .contains(
            "verdict    SUSPECTED_SPAM, score 7.00, hold\n",
            "    5.25  HEAVY:  (6.00 before the cap of content)\n",
            "    1.75  LIGHT:  (2.00 before the cap of content)\n")
        .containsPattern(
            "weights    [0-9a-f]{8}; with those of today, [0-9a-f]{8}: [A-Z_]+, score 8\\.00");
    assertThat(runHere("explain", REF, "--json")).isZero();
    JsonObject line = JsonObject.parse(out());
    assertThat(line.text("category")).contains("SUSPECTED_SPAM");
    assertThat(line.text("weights"))
        .isNotEqualTo(line.object("today").orElseThrow().text("weights"));
    assertThat(line.objects("findings").getFirst().number("uncapped").orElseThrow().doubleValue())
        .isEqualTo(6);
  }

  @Test
  void a_reference_without_a_message_shows_its_rows() {
    program.mailLog.append(List.of(Samples.row(A, NOON, REF, "", "r@example.org")));
    assertThat(runHere("explain", REF)).isZero();
    assertThat(out())
        .contains("no message was examined under this reference", "<> -> r@example.org");
    assertThat(runHere("explain", OTHER)).isEqualTo(1);
    assertThat(err()).isEqualTo("postern: nothing is known of " + OTHER + " (any more)\n");
  }
}
