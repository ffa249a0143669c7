package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenTableTest {

  private static long token(long n) {
    long value = n * 0x9e3779b97f4a7c15L;
    return Math.max(1, (value ^ (value >>> 31)) & BayesTokens.MASK);
  }

  private static Map<Long, Integer> content(TokenTable table) {
    Map<Long, Integer> content = new HashMap<>();
    table.forEach((place, counts) -> content.put(place >>> Short.SIZE, counts));
    return content;
  }

  @Test
  void taking_back_what_was_learnt_restores_every_count() {
    TokenTable table = new TokenTable(10_000);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      table.learn(token(random.nextInt(5_000)), random.nextBoolean(), 100);
    }
    Map<Long, Integer> before = content(table);
    random = new Random(2);
    for (int i = 0; i < 3_000; i++) {
      table.learn(token(random.nextInt(9_000)), i % 3 == 0, 101);
    }
    random = new Random(2);
    for (int i = 0; i < 3_000; i++) {
      table.unlearn(token(random.nextInt(9_000)), i % 3 == 0);
    }

    assertThat(content(table)).isEqualTo(before);
    before.forEach((token, counts) -> assertThat(table.counts(token)).isEqualTo(counts));
    assertThat(table.used()).isEqualTo(before.size());
  }

  @Test
  void a_table_that_is_driven_full_again_and_again_stays_within_its_limit() {
    TokenTable table = new TokenTable(4_000);
    int expiries = 0;
    long most = 0;
    for (int i = 0; i < 500_000; i++) {
      int gone = table.learn(token(i), i % 2 == 0, i / 1_000);
      expiries += gone > 0 ? 1 : 0;
      most = Math.max(most, table.used());
    }

    assertThat(most).isLessThanOrEqualTo(4_000);
    assertThat(expiries).isBetween(200, 300);
    assertThat(table.octets()).isLessThanOrEqualTo(8_192 * 12);
  }

  @Test
  void expiry_ends_whatever_the_table_holds() {
    for (int kind = 0; kind < 4; kind++) {
      TokenTable table = new TokenTable(2_000);
      for (int i = 0; i < 2_000; i++) {
        for (int times = 0; times <= (kind == 1 ? i % 50 : 0); times++) {
          table.learn(token(i), true, kind == 2 ? i % 7 : kind == 3 ? 0xffff : 0);
        }
      }
      assertThat(table.expire(kind == 3 ? 0 : 3_000)).isEqualTo(1_000);
      assertThat(table.used()).isEqualTo(1_000);
    }
    assertThat(new TokenTable(2_000).expire(0)).isZero();
  }

  @Test
  void what_was_seen_often_and_lately_stays_longest() {
    TokenTable table = new TokenTable(2_000);
    for (int i = 0; i < 500; i++) {
      for (int times = 0; times < 10; times++) {
        table.learn(token(i), true, 10);
      }
    }
    for (int i = 500; i < 1_500; i++) {
      table.learn(token(i), true, 10);
    }
    for (int i = 1_500; i < 2_000; i++) {
      table.learn(token(i), true, 20);
    }
    table.expire(20);

    for (int i = 0; i < 2_000; i++) {
      assertThat(table.counts(token(i)) != 0).as("%d", i).isEqualTo(i < 500 || i >= 1_500);
    }
  }

  @Test
  void tokens_that_fall_on_one_place_cannot_make_a_search_long() {
    TokenTable table = new TokenTable(100_000);
    for (long i = 1; i <= 10_000; i++) {
      // the low bits, and those above 24, cancel each other out
      table.learn((i << 24) | i, true, 1);
    }

    assertThat(table.used()).isLessThanOrEqualTo(TokenTable.REACH);
    assertThat(table.counts((1 << 24) | 1)).isNotZero();
  }

  @Test
  void a_count_that_reached_its_end_stays_there() {
    TokenTable table = new TokenTable(2_000);
    for (int i = 0; i < 70_000; i++) {
      table.learn(7, false, 1);
    }
    table.unlearn(7, false);

    assertThat(TokenTable.ham(table.counts(7))).isEqualTo(TokenTable.HIGHEST);
    assertThat(TokenTable.spam(table.counts(7))).isZero();
  }
}
