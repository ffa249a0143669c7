package org.postern.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Sample;
import org.postern.engine.evaluate.Share;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.WeightsFile;

class WeightsTrainerTest {

  private static final Symbol STRONG = symbol("A_STRONG", 2.5);
  private static final Symbol WEAK = symbol("A_WEAK", 1);
  private static final Symbol HABIT = symbol("A_HABIT", 1);
  private static final Symbol RARE = symbol("A_RARE", 1);
  private static final Symbol ORDINARY = symbol("AN_ORDINARY", 2);
  private static final Symbol GOOD = symbol("A_GOOD", -1);
  private static final Symbol TEXT =
      Symbol.scored("A_TEXT", Group.LEARNING, 5, Stage.ACTIVE, "a test");

  private static Symbol symbol(String name, double points) {
    return Symbol.scored(name, Group.CONTENT, points, Stage.ACTIVE, "a test");
  }

  private final List<Sample> samples = new ArrayList<>();

  private void add(int times, String source, Label label, Symbol... symbols) {
    List<Finding> findings = java.util.Arrays.stream(symbols).map(Symbol::found).toList();
    for (int i = 0; i < times; i++) {
      samples.add(
          new Sample(
              source,
              label,
              source + samples.size(),
              OptionalInt.empty(),
              1,
              Duration.ZERO,
              new Report(List.of(new CheckOutcome.Done("test", findings, Duration.ZERO)))));
    }
  }

  private void mixed() {
    add(300, "one", Label.HAM, GOOD);
    add(40, "one", Label.HAM, ORDINARY);
    add(300, "one", Label.SPAM, STRONG, WEAK);
    add(60, "one", Label.SPAM, GOOD, STRONG, TEXT);
    add(400, "two", Label.HAM);
    add(40, "two", Label.HAM, ORDINARY);
    add(200, "two", Label.SPAM, STRONG, WEAK);
    add(100, "two", Label.SPAM, STRONG, HABIT);
    add(2, "two", Label.SPAM, STRONG, RARE);
    add(100, "three", Label.HAM);
    add(100, "three", Label.SPAM, STRONG, WEAK, TEXT);
  }

  private Trained trained() {
    return WeightsTrainer.train(samples, Map.of(Group.LEARNING, 8.0), List.of());
  }

  @Test
  void what_all_sources_show_rises_and_finds_spam_in_a_source_that_was_left_out() {
    mixed();
    Trained trained = trained();
    assertThat(trained.weights().points(STRONG)).isGreaterThan(3).isLessThanOrEqualTo(4);
    assertThat(trained.weights().points(WEAK)).isGreaterThan(1.2).isLessThanOrEqualTo(2);
    Trained.LeftOut three = trained.leftOut().getLast();
    assertThat(three.declared().spam()).isEqualTo(new Share(100, 100));
    assertThat(three.fitted().ham()).isEqualTo(new Share(0, 100));
    Trained.LeftOut one = trained.leftOut().getFirst();
    assertThat(one.declared().spam().count()).isLessThan(one.fitted().spam().count());
  }

  @Test
  void a_habit_of_one_source_and_what_is_rare_keep_what_they_were_declared_with() {
    mixed();
    Trained trained = trained();
    assertThat(trained.weights().points(HABIT)).isEqualTo(1);
    assertThat(trained.weights().points()).doesNotContainKey("A_RARE");
  }

  @Test
  void no_symbol_rises_above_what_its_frequencies_say() {
    Symbol common = symbol("A_COMMON", 0.5);
    for (String source : List.of("one", "two", "three")) {
      add(900, source, Label.HAM);
      add(100, source, Label.HAM, common);
      add(800, source, Label.SPAM, STRONG);
      add(200, source, Label.SPAM, STRONG, common);
    }
    // a fifth of the spam and a tenth of the ham: log 2
    assertThat(trained().weights().points(common)).isBetween(0.5, 0.7);
  }

  @Test
  void signs_stay_and_what_is_learned_is_not_fitted() {
    mixed();
    Trained trained = trained();
    assertThat(trained.weights().points(ORDINARY)).isBetween(0.0, 1.9);
    assertThat(trained.weights().points(GOOD)).isBetween(-1.5, -0.5);
    assertThat(trained.weights().points()).doesNotContainKey("A_TEXT");
    assertThat(trained.weights().caps()).isEqualTo(Map.of(Group.LEARNING, 8.0));
  }

  @Test
  void the_same_mail_gives_the_same_weights_and_a_file_that_can_be_read() throws Exception {
    mixed();
    Trained trained = trained();
    assertThat(trained().weights()).isEqualTo(trained.weights());
    String file =
        TrainedText.file(
            trained, LocalDate.of(2026, 3, 1), "postern train", Map.of("one", "300 ham"));
    assertThat(WeightsFile.parse(file)).isEqualTo(trained.weights());
    assertThat(file)
        .startsWith("# The weights of the built-in symbols, fitted on 2026-03-01 by\n#   postern")
        .contains("# on one: 300 ham\n")
        .contains("#   three: spam 100 suspect: ");
    assertThat(TrainedText.lines(trained)).anyMatch(line -> line.startsWith("  A_STRONG "));
  }

  @Test
  void what_was_raised_is_taken_back_where_ordinary_mail_would_be_suspect() {
    for (String source : List.of("one", "two", "three")) {
      add(900, source, Label.HAM);
      add(5, source, Label.HAM, STRONG, WEAK);
      add(900, source, Label.SPAM, STRONG, WEAK);
    }
    Trained trained = trained();
    assertThat(trained.weights().points(STRONG) + trained.weights().points(WEAK)).isLessThan(4);
    assertThat(trained.fitted()).allMatch(tally -> tally.ham().count() == 0);
  }

  @Test
  void on_suspect_ham_of_a_doubted_source_nothing_is_fitted_and_figures_count_it() {
    mixed();
    add(3, "archive", Label.HAM, TEXT, STRONG);
    add(30, "archive", Label.HAM);
    Trained trained = WeightsTrainer.train(samples, Map.of(), List.of("archive"));
    assertThat(trained.doubted())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.source()).isEqualTo("archive");
          assertThat(one.ham()).isEqualTo(33);
          assertThat(one.left()).hasSize(3).allMatch(name -> name.startsWith("archive"));
        });
    assertThat(trained.fitted().getLast().ham()).isEqualTo(new Share(3, 33));
    assertThat(trained.leftOut().getLast().declared().ham()).isEqualTo(new Share(3, 33));
    assertThat(trained.leftOut().getLast().fitted().ham()).isEqualTo(new Share(3, 33));

    List<Sample> all = List.copyOf(samples);
    samples.removeIf(one -> trained.doubted().getFirst().left().contains(one.name()));
    assertThat(samples).hasSize(all.size() - 3);
    assertThat(WeightsTrainer.train(samples, Map.of(), List.of()).weights())
        .isEqualTo(trained.weights());

    String said = "of 33 doubted messages of archive 3 were left out of fitting";
    assertThat(TrainedText.lines(trained)).anyMatch(line -> line.startsWith(said));
    assertThat(TrainedText.file(trained, LocalDate.EPOCH, "postern train", Map.of()))
        .contains("# " + said);
  }

  @Test
  void points_stay_within_reason() {
    assertThat(Bounds.of(symbol("A_SIGN", 3))).isEqualTo(new Bounds(3, 0, 4));
    assertThat(Bounds.of(symbol("A_SIGN", 6))).isEqualTo(new Bounds(6, 0, 6));
    assertThat(Bounds.of(symbol("A_SIGN", 0.5))).isEqualTo(new Bounds(0.5, 0, 1.25));
    assertThat(Bounds.of(symbol("A_SIGN", -1))).isEqualTo(new Bounds(-1, -1.5, -0.5));
    assertThat(Bounds.of(symbol("A_SIGN", 0)).fixed()).isTrue();
    assertThat(Bounds.of(TEXT).fixed()).isTrue();
  }

  @Test
  void spam_alone_teaches_nothing() {
    add(10, "one", Label.SPAM, STRONG);
    assertThatThrownBy(this::trained)
        .isInstanceOf(NothingToFit.class)
        .hasMessage("spam and other mail are needed to fit weights");
  }
}
