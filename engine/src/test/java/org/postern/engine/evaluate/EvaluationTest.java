package org.postern.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

class EvaluationTest {

  private static final Symbol BAD = symbol("BAD", 6);
  private static final Symbol DOUBTFUL = symbol("DOUBTFUL", 3);
  private static final Symbol GOOD = symbol("GOOD", -2);
  private static final Symbol VIRUS =
      Symbol.certain("A_VIRUS", Group.VIRUS, Category.CONFIRMED_VIRUS, Stage.ACTIVE, "a test");

  private static Symbol symbol(String name, double points) {
    return Symbol.scored(name, Group.CONTENT, points, Stage.ACTIVE, "a test");
  }

  private final List<Sample> samples = new ArrayList<>();

  private void add(String source, Label label, int year, CheckOutcome... outcomes) {
    samples.add(
        new Sample(
            source,
            label,
            source + samples.size(),
            OptionalInt.of(year),
            1000,
            Duration.ofMillis(samples.size() + 1),
            new Report(List.of(outcomes))));
  }

  private static CheckOutcome found(Finding... findings) {
    return new CheckOutcome.Done("test", List.of(findings), Duration.ofNanos(2000));
  }

  private static final CheckOutcome BLIND =
      new CheckOutcome.Failed("eye", "closed", Duration.ofNanos(1));

  private Evaluation evaluation() {
    return Evaluation.of(
        new Samples(
            samples, List.of("lost.eml: gone"), Duration.ofMillis(80), Duration.ofMillis(50)),
        Policy.STANDARD);
  }

  private Evaluation mixed() {
    add("one", Label.HAM, 2020, found());
    add("one", Label.HAM, 2020, found(DOUBTFUL.found()));
    add("one", Label.HAM, 2021, found(BAD.found(), GOOD.found(0.25, List.of())));
    add("one", Label.HAM, 2021, found(BAD.found(), BAD.found()), BLIND);
    add("one", Label.SPAM, 2020, found(BAD.found(), DOUBTFUL.found()));
    add("two", Label.SPAM, 2021, found(VIRUS.found()));
    add("two", Label.SPAM, 2021, found(GOOD.found()));
    add("news", Label.INFOMAIL, 2021, found(BAD.found()));
    return evaluation();
  }

  @Test
  void messages_are_counted_by_what_they_are_and_what_they_were_called() {
    Figures all = mixed().all();
    assertThat(all.recall()).isEqualTo(new Share(2, 3));
    assertThat(all.falsePositives()).isEqualTo(new Share(1, 3));
    assertThat(all.infomailFaults()).isEqualTo(new Share(1, 1));
    assertThat(all.blind()).isEqualTo(1);
    assertThat(all.categories())
        .isEqualTo(
            Map.of(
                Label.HAM, Map.of(Category.CLEAN, 2, Category.SUSPECTED_SPAM, 1),
                Label.INFOMAIL, Map.of(Category.SUSPECTED_SPAM, 1),
                Label.SPAM,
                    Map.of(
                        Category.CLEAN, 1,
                        Category.SUSPECTED_SPAM, 1,
                        Category.CONFIRMED_VIRUS, 1)));
  }

  @Test
  void ranks_are_scores_and_a_rule_ranks_with_what_is_confirmed() {
    // spam 9, 10 by rule, -2; ham 0, 3, 5.5; the blind one nowhere
    Figures all = mixed().all();
    assertThat(all.missing()).isEqualTo(100 * 3.0 / 9);
    assertThat(all.recalls().getFirst()).isEqualTo(new Figures.RecallAt(0, 5.5, new Share(2, 3)));
  }

  @Test
  void every_source_and_year_stands_apart() {
    Evaluation evaluation = mixed();
    assertThat(evaluation.sources())
        .extracting(Figures::scope)
        .containsExactly("one", "two", "news");
    assertThat(evaluation.years()).extracting(Figures::scope).containsExactly("2020", "2021");
    assertThat(evaluation.sourceYears())
        .extracting(Figures::scope)
        .containsExactly("news 2021", "one 2020", "one 2021", "two 2021");
    Figures one = evaluation.sources().getFirst();
    assertThat(one.recall()).isEqualTo(new Share(1, 1));
    assertThat(one.missing()).isZero();
    assertThat(one.borrowed()).isFalse();
    Figures two = evaluation.sources().get(1);
    assertThat(two.borrowed()).isTrue();
    assertThat(two.missing()).isEqualTo(50);
    assertThat(evaluation.sources().getLast().missing()).isNaN();
  }

  @Test
  void a_symbol_is_counted_once_for_a_message_and_its_points_for_each_finding() {
    SymbolFigures bad =
        mixed().symbols().stream()
            .filter(one -> one.symbol().equals("BAD"))
            .findFirst()
            .orElseThrow();
    assertThat(bad.ham()).isEqualTo(new Share(2, 4));
    assertThat(bad.infomail()).isEqualTo(new Share(1, 1));
    assertThat(bad.spam()).isEqualTo(new Share(1, 3));
    assertThat(bad.points()).isEqualTo((6 + 12 + 6 + 6) / 4.0);
    // (1.5 / 4) / (2.5 / 5)
    assertThat(bad.lift()).isEqualTo(0.75);
  }

  @Test
  void what_is_wrong_is_named_with_what_made_it_so() {
    assertThat(mixed().wrong())
        .containsExactly(
            new Evaluation.Wrong("news", Label.INFOMAIL, "news7", 6, List.of("BAD")),
            new Evaluation.Wrong("one", Label.HAM, "one2", 5.5, List.of("BAD")));
  }

  @Test
  void cost_is_told_for_a_message() {
    Evaluation evaluation = mixed();
    assertThat(evaluation.cpu()).isEqualTo(Duration.ofMillis(10));
    assertThat(evaluation.checks()).isEqualTo(Map.of("test", 2.0));
    assertThat(evaluation.millis()).isEqualTo(new Figures.Quantiles(5, 8));
  }

  @Test
  void evidence_is_not_kept() {
    add("one", Label.HAM, 2020, found(BAD.found("secret")));
    assertThat(samples.getFirst().report().findings().getFirst().evidence()).isEmpty();
  }

  @Test
  void text_and_json_say_the_same() {
    Evaluation evaluation = mixed();
    assertThat(EvaluationText.of(evaluation))
        .anyMatch(line -> line.startsWith("all ") && line.contains("66.67 (") && line.endsWith("1"))
        .anyMatch(line -> line.contains("infomail 6.00 news7: BAD"))
        .anyMatch(line -> line.contains("lost.eml: gone"));
    assertThat(EvaluationJson.of(evaluation))
        .startsWith(
            "{\"all\":{\"scope\":\"all\",\"recall\":{\"count\":2,\"of\":3,\"share\":0.666667,\"low\":")
        .contains("\"one_minus_roca_percent\":33.333333")
        .contains("\"unreadable\":[\"lost.eml: gone\"]")
        .doesNotContain("NaN");
  }

  @Test
  void nothing_at_all_is_no_figure() {
    Evaluation evaluation = evaluation();
    assertThat(evaluation.all().missing()).isNaN();
    assertThat(EvaluationText.of(evaluation)).isNotEmpty();
    assertThat(EvaluationJson.of(evaluation)).startsWith("{");
  }
}
