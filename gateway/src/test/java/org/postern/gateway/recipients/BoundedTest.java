package org.postern.gateway.recipients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;

class BoundedTest {

  private static final List<NextHop> HOPS = List.of(new NextHop("h", 25, 0));

  private static Key key(int number) {
    return new Key(new TenantId("a"), HOPS, "example.org", "user" + number);
  }

  @Test
  void what_was_not_used_for_longest_goes_first() {
    Bounded<String> bounded = new Bounded<>(3, Long.MAX_VALUE, String::length);
    for (int i = 0; i < 3; i++) {
      bounded.put(key(i), "x");
    }
    assertThat(bounded.get(key(0))).isPresent();
    bounded.put(key(3), "x");
    assertThat(bounded.get(key(0))).isPresent();
    assertThat(bounded.get(key(1))).isEmpty();
    assertThat(bounded.size()).isEqualTo(3);
  }

  @Test
  void large_values_take_the_room_of_many() {
    Bounded<String> bounded = new Bounded<>(1000, 10_000, String::length);
    for (int i = 0; i < 1000; i++) {
      bounded.put(key(i), "x");
    }
    int small = bounded.size();
    assertThat(small).isBetween(10, 100);
    bounded.put(key(1000), "x".repeat(5_000));
    assertThat(bounded.size()).isLessThan(small);
    assertThat(bounded.get(key(1000))).isPresent();
    assertThat(bounded.removeIf(_ -> true)).isPositive();
    for (int i = 0; i < 1000; i++) {
      bounded.put(key(i), "x");
    }
    assertThat(bounded.size()).isEqualTo(small);
  }
}
