package org.postern.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatesTest {

  private static final String PARTS =
      """
      header __FACT eval:of_the_engine()
      body   __ONE  /one/
      body   __TWO  /two/
      body   __SIX  /six/
      body   __TEN  /ten/
      """;

  @Test
  void what_is_missed_by_the_fewest_parts_decides() {
    assertThat(gates("meta X __ONE && (__TWO || __SIX)")).containsExactly("__ONE");
    assertThat(gates("meta X (__ONE || __TWO) && __SIX && !__TEN")).containsExactly("__SIX");
    assertThat(gates("meta X __ONE + __TWO >= 2")).containsExactly("__ONE", "__TWO");
    assertThat(gates("meta X __ONE * (__TWO + __SIX) > 0")).containsExactly("__ONE");
  }

  @Test
  void parts_behind_other_rules_are_seen() {
    assertThat(
            gates(
                """
                meta __SUM  __ONE + __TWO + __SIX
                meta __GATE __TEN
                meta X      __SUM == 2 && __GATE
                """))
        .containsExactly("__TEN");
  }

  @Test
  void what_must_not_be_there_decides_nothing() {
    assertThat(gates("meta X !__ONE && !__TWO")).isEmpty();
    assertThat(gates("meta X !__ONE && (!__TWO || __SIX)")).isEmpty();
    assertThat(gates("meta X __ONE < 2 && __TWO")).containsExactly("__TWO");
  }

  @Test
  void a_fact_is_asked_rather_than_many_parts_looked_for() {
    StringBuilder many = new StringBuilder();
    StringBuilder sum = new StringBuilder("0");
    for (int i = 0; i < 20; i++) {
      many.append("body __P").append(i).append(" /p").append(i).append("/\n");
      sum.append(" + __P").append(i);
    }
    assertThat(gates(many + "meta X __FACT && " + sum + " > 3")).isEmpty();
    assertThat(gates(many + "meta X " + sum + " > 3")).hasSize(20);
    assertThat(gates("meta X __FACT && __ONE")).containsExactly("__ONE");
  }

  @Test
  void rules_that_count_nothing_decide_nothing() {
    assertThat(gates("meta X __ONE\nscore X 0\nmeta __Y __TWO")).isEmpty();
  }

  private static List<String> gates(String metas) {
    RuleSet set = ((Reading.Loaded) RuleSetTest.read(PARTS + metas + "\n")).set();
    return IntStream.range(0, set.rules().size())
        .filter(set.metas()::gate)
        .mapToObj(i -> set.rules().get(i).name())
        .toList();
  }
}
