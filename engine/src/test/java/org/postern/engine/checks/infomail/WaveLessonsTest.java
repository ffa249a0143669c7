package org.postern.engine.checks.infomail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.engine.checks.infomail.WaveLessons.Meaning.HARMLESS;
import static org.postern.engine.checks.infomail.WaveLessons.Meaning.NOTHING;
import static org.postern.engine.checks.infomail.WaveLessons.Meaning.UNWANTED;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.checks.infomail.WaveLessons.Meaning;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Weights;

/// What a verdict says of the wave of its message.
class WaveLessonsTest {

  private static final Policy POLICY = Policy.STANDARD.with(Weights.DECLARED);

  private static Finding scored(Group group, double points) {
    return Symbol.scored("TEST_" + group, group, points, Stage.ACTIVE, "a test").found();
  }

  private static Finding ruled(Group group, Category category) {
    return Symbol.certain("TEST_" + group, group, category, Stage.ACTIVE, "a test").found();
  }

  private static Report report(Finding... findings) {
    return new Report(List.of(new CheckOutcome.Done("test", List.of(findings), Duration.ZERO)));
  }

  private static Meaning of(Finding... findings) {
    return WaveLessons.meaning(POLICY.judge(report(findings)));
  }

  @Test
  void what_is_certain_by_its_content_is_unwanted() {
    assertThat(of(scored(Group.CONTENT, 6), scored(Group.SENDER, 5))).isEqualTo(UNWANTED);
    assertThat(of(scored(Group.LEARNING, 6), scored(Group.LINK, 4))).isEqualTo(UNWANTED);
  }

  @Test
  void what_is_suspect_is_neither() {
    assertThat(of(scored(Group.CONTENT, 9))).isEqualTo(NOTHING);
    assertThat(of(scored(Group.CONTENT, 4.9))).isEqualTo(HARMLESS);
  }

  @Test
  void harmless_words_in_the_header_of_spam_confirm_nothing() {
    assertThat(of(scored(Group.SENDER, 30))).isEqualTo(NOTHING);
    assertThat(of(scored(Group.SENDER, 30), scored(Group.CONTENT, 4))).isEqualTo(NOTHING);
    assertThat(
            of(
                scored(Group.SENDER, 30),
                scored(Group.LINK, 6),
                Symbol.scored("TEST_GOOD", Group.LEARNING, -2, Stage.ACTIVE, "a test").found()))
        .isEqualTo(NOTHING);
  }

  @Test
  void what_follows_from_earlier_copies_does_not_count_again() {
    assertThat(of(WaveCheck.CONFIRMED.found())).isEqualTo(NOTHING);
    assertThat(of(WaveCheck.CONFIRMED.found(), scored(Group.CONTENT, 8))).isEqualTo(NOTHING);
    assertThat(of(BulkCheck.SCATTERED.found(), scored(Group.CONTENT, 8.5))).isEqualTo(NOTHING);
    assertThat(of(GateTest.REPUTATION.symbol().found(), scored(Group.CONTENT, 8)))
        .isEqualTo(NOTHING);
  }

  @Test
  void bulk_alone_is_harmless() {
    assertThat(of(BulkCheck.BULK.found())).isEqualTo(HARMLESS);
    assertThat(of(BulkCheck.ADVERTISING.found())).isEqualTo(HARMLESS);
  }

  @Test
  void a_rule_counts_where_it_is_about_the_content() {
    assertThat(of(ruled(Group.VIRUS, Category.CONFIRMED_VIRUS))).isEqualTo(UNWANTED);
    assertThat(of(ruled(Group.LINK, Category.CONFIRMED_SPAM))).isEqualTo(UNWANTED);
    assertThat(of(ruled(Group.TEST, Category.CONFIRMED_SPAM))).isEqualTo(NOTHING);
    assertThat(of(ruled(Group.VIRUS, Category.SUSPECTED_VIRUS))).isEqualTo(NOTHING);
    assertThat(of(ruled(Group.STRUCTURE, Category.FALSE_BOUNCE))).isEqualTo(NOTHING);
  }

  @Test
  void of_what_was_seen_in_part_nothing_is_learnt() {
    Report blind =
        new Report(
            List.of(
                new CheckOutcome.Done("test", List.of(scored(Group.CONTENT, 20)), Duration.ZERO),
                new CheckOutcome.TimedOut("slow", Duration.ofSeconds(1))));
    assertThat(WaveLessons.meaning(POLICY.judge(blind))).isEqualTo(NOTHING);
  }

  @Test
  void a_tenant_that_calls_everything_spam_confirms_nothing() {
    Policy strict = POLICY.with(0.1, 0.2);
    assertThat(WaveLessons.meaning(strict.judge(report(scored(Group.CONTENT, 3)))))
        .isEqualTo(HARMLESS);
  }
}
