package org.postern.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Against values computed by hand.
class RankingTest {

  private static final Ranking MIXED =
      new Ranking(new double[] {1, 3, 3, 9}, new double[] {0, 1, 2, 3, 5});

  @Test
  void counts_the_pairs_in_which_other_mail_outranks_spam() {
    // 1 is outranked by 2, 3, 5 and equals 1: 3.5; each 3 is outranked by 5 and equals 3: 1.5; 9: 0
    assertThat(MIXED.missing()).isCloseTo(100 * 6.5 / 20, within(1e-9));
    assertThat(new Ranking(new double[] {2}, new double[] {1}).missing()).isZero();
    assertThat(new Ranking(new double[] {1}, new double[] {2}).missing()).isEqualTo(100);
    assertThat(new Ranking(new double[] {1}, new double[] {1}).missing()).isEqualTo(50);
  }

  @Test
  void spam_must_be_above_the_highest_ham_that_may_not_be_wrong() {
    assertThat(MIXED.threshold(0)).isEqualTo(5);
    assertThat(MIXED.recallAt(0)).isEqualTo(new Share(1, 4));
    // one of five may be wrong: the second highest is 3, and 3 is not above 3
    assertThat(MIXED.threshold(0.2)).isEqualTo(3);
    assertThat(MIXED.recallAt(0.2)).isEqualTo(new Share(1, 4));
    // 0.39 of five are one
    assertThat(MIXED.recallAt(0.39)).isEqualTo(new Share(1, 4));
    assertThat(MIXED.recallAt(0.4)).isEqualTo(new Share(3, 4));
    assertThat(MIXED.recallAt(1)).isEqualTo(new Share(4, 4));
  }

  @Test
  void the_curve_goes_from_the_highest_score_down() {
    assertThat(MIXED.scores()).containsExactly(9, 5, 3, 2, 1, 0);
    assertThat(MIXED.reaching(9)).containsExactly(0, 0.25);
    assertThat(MIXED.reaching(3)).containsExactly(0.4, 0.75);
    assertThat(MIXED.reaching(0)).containsExactly(1, 1);
  }

  @Test
  void knows_when_one_side_is_missing() {
    assertThat(MIXED.known()).isTrue();
    assertThat(new Ranking(new double[0], new double[] {1}).known()).isFalse();
    assertThat(new Ranking(new double[] {1}, new double[0]).known()).isFalse();
  }
}
